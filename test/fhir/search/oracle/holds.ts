import type { Json } from '#packages';
import { dateMatches } from './dates.ts';
import type { Definition, Part } from './definitions.ts';
import { type Element, elementsFrom, elementsIn } from './element.ts';
import { splitAt, unescaped } from './escapes.ts';
import { numberMatches, quantityMatches } from './quantities.ts';
import { identifierMatches, referenceMatches, targetsOf } from './references.ts';
import { stringMatches, stringsIn } from './strings.ts';
import { tokenMatches } from './tokens.ts';
import { uriMatches } from './uris.ts';
import { wordsMatch } from './words.ts';
import { nameOf, ofType, type World } from './world.ts';

/**
 * Whether a resource fits one parameter of a search, `key=value` as in the URL after decoding. Chains and `_has` are followed by looking at
 * every resource of the world. Source: FHIR R4 §3.1.1.4; values of one parameter separated by commas are alternatives.
 */
export function holds(resource: Json, key: string, value: string, world: World): boolean {
  if (key.startsWith('_has:')) return isReferredTo(resource, key, value, world);
  if (key === '_list') return splitAt(',', value).some((id) => isListed(resource, id, world));
  if (key === '_text' || key === '_content') return wordsMatch(resource, key, value);
  const dot = key.indexOf('.');
  const [code = '', modifier] = (dot < 0 ? key : key.slice(0, dot)).split(':');
  const definition = world.definitions(String(resource.resourceType)).get(code);
  if (definition === undefined) return false;
  if (dot < 0) return fits(resource, definition, modifier, value, world);
  return targetsOf(resource, definition, world)
    .filter(({ resourceType }) => modifier === undefined || resourceType === modifier)
    .some((target) => holds(target, key.slice(dot + 1), value, world));
}

/** `_has:Observation:patient:code=x`: some Observation refers to this one by `patient`, and `code=x` holds for it. */
function isReferredTo(resource: Json, key: string, value: string, world: World): boolean {
  const [, type = '', code = '', ...rest] = key.split(':');
  const definition = world.definitions(type).get(code);
  if (definition === undefined) return false;
  return ofType(world, type).some(
    (other) => targetsOf(other, definition, world).includes(resource) && holds(other, rest.join(':'), value, world),
  );
}

function isListed(resource: Json, id: string, world: World): boolean {
  const item = world.definitions('List').get('item');
  const list = ofType(world, 'List').find((one) => one.id === id);
  return list !== undefined && item !== undefined && targetsOf(list, item, world).some((one) => nameOf(one) === nameOf(resource));
}

function fits(resource: Json, definition: Definition, modifier: string | undefined, value: string, world: World): boolean {
  const elements = elementsIn(resource, definition.expression);
  // An element that is there is not missing, whether or not it holds something to compare.
  if (modifier === 'missing') return (elements.length === 0) === (value === 'true');
  const some = splitAt(',', value).some((asked) =>
    elements.some((element) =>
      definition.type === 'composite'
        ? togetherMatch(asked, element, definition, world)
        : modifier === 'identifier'
          ? identifierMatches(asked, element, resource, world)
          : matches(asked, modifier, definition.type, element, world),
    ),
  );
  return modifier === 'not' || modifier === 'not-in' ? !some : some;
}

/** A composite holds when one and the same element holds each of its parts. Source: FHIR R4 §3.1.1.4.17. */
function togetherMatch(asked: string, element: Element, { parts }: Definition, world: World): boolean {
  const values = splitAt('$', asked);
  return parts.every((part, i) =>
    foundBy(part, element).some((one) => matches(values[i] ?? '', undefined, part.type, one, world)),
  );
}

const foundBy = ({ expression }: Part, element: Element): readonly Element[] => elementsFrom(element, expression);

/** Whether one value of a parameter of this type fits one element; `not` and `not-in` are not turned round. */
export function matches(asked: string, modifier: string | undefined, type: string, element: Element, world: World): boolean {
  switch (type) {
    case 'date':
      return dateMatches(unescaped(asked), element, world.now);
    case 'number':
      return numberMatches(unescaped(asked), element);
    case 'quantity':
      return quantityMatches(asked, element);
    case 'string':
      return stringMatches(unescaped(asked), modifier, stringsIn(element));
    case 'token':
      return tokenMatches(asked, modifier, element, world.codes);
    case 'reference':
      return referenceMatches(asked, modifier, element, world);
    case 'uri':
      return uriMatches(unescaped(asked), modifier, String(element.value));
    default:
      throw new Error(`the oracle knows no parameter of type ${type}`);
  }
}
