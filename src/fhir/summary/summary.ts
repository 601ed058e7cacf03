import { itemsOf, membersOf, stringIn } from '../json/index.ts';
import type { ElementModel, Model, TypeModel } from '../model/index.ts';
import { fhirRefusal } from '../refusals.ts';
import { subsetted } from './subsetted.ts';

/** A value of `_summary` (but `count`, which returns no resource), or the names of `_elements`. */
export type Summary = 'true' | 'text' | 'data' | 'false' | readonly string[];

/** Which elements of an object stay; `inside` says whether their own elements are chosen too. */
interface Choice {
  readonly inside: boolean;
  keeps(element: ElementModel, type: TypeModel): boolean;
}

/**
 * The part of a resource that is asked for, as text; what is kept is the text that was there. Mandatory and modifier elements, `id` and
 * `meta` always stay. All but `false` are marked SUBSETTED in `meta.tag`: a part must not be taken for the whole.
 *
 * In: text that JSON.parse accepts, of a valid resource; `_elements` as names at the root of the type, `value` for `value[x]`. Refuses
 * `fhir.unknown-element` a name that the type does not have.
 *
 * Source: FHIR R4 §3.1.1.5.8, §3.1.1.5.9.
 */
export function summaryOf(model: Model, text: string, asked: Summary): string {
  const type = typeAt(model, text, 0);
  if (asked === 'false' || type === undefined) return text;
  const choice = typeof asked === 'string' ? choices[asked] : elements(asked, type);
  return subsetted(part(model, text, 0, type, choice));
}

const choices: Readonly<Record<'true' | 'text' | 'data', Choice>> = {
  true: { inside: true, keeps: (element, type) => element.summary || stays(element, type) },
  text: { inside: false, keeps: (element, type) => element.name === 'text' || stays(element, type) },
  data: { inside: false, keeps: (element) => element.name !== 'text' },
};

function stays({ name, min, modifier }: ElementModel, type: TypeModel): boolean {
  return min > 0 || modifier || (type.kind === 'resource' && (name === 'id' || name === 'meta'));
}

function elements(asked: readonly string[], type: TypeModel): Choice {
  const known = new Set([...type.elements.values()].map(({ base }) => base));
  const unknown = asked.find((name) => !known.has(name))?.slice(0, 60);
  if (unknown !== undefined) {
    throw fhirRefusal(
      'unknown-element',
      `_elements : « ${unknown} » n’est pas un élément à la racine de ${type.name}.`,
      `_elements: “${unknown}” is not an element at the root of ${type.name}.`,
      '_elements',
    );
  }
  return { inside: false, keeps: (element) => asked.includes(element.base) || stays(element, type) };
}

function typeAt(model: Model, text: string, from: number): TypeModel | undefined {
  const named = membersOf(text, from).find((member) => member.name === 'resourceType');
  return named === undefined ? undefined : model.type(stringIn(text, named.from, named.to));
}

/** The members that stay of the object at `from`, by name, each as `"name":value`. */
function part(model: Model, text: string, from: number, type: TypeModel, choice: Choice): Map<string, string> {
  const kept = new Map<string, string>();
  for (const { name, keyFrom, from: valueFrom, to } of membersOf(text, from)) {
    // The id and extensions of a primitive go with it.
    const element = type.elements.get(name) ?? type.elements.get(name.replace(/^_/, ''));
    if (element === undefined ? name !== 'resourceType' : !choice.keeps(element, type)) continue;
    const whole = element === undefined || element.primitive || !choice.inside || element.type === 'Extension';
    kept.set(
      name,
      whole
        ? text.slice(keyFrom, to)
        : `${text.slice(keyFrom, valueFrom)}${inside(model, text, [valueFrom, to], element, choice)}`,
    );
  }
  return kept;
}

function inside(
  model: Model,
  text: string,
  [from, to]: readonly [number, number],
  element: ElementModel,
  choice: Choice,
): string {
  if (text[from] === '[')
    return `[${itemsOf(text, from)
      .map((item) => inside(model, text, item, element, choice))
      .join(',')}]`;
  const type = element.type === 'Resource' ? typeAt(model, text, from) : model.type(element.type);
  const kept = type === undefined ? [] : [...part(model, text, from, type, choice).values()];
  // Nothing of it belongs to the summary (a Narrative, an element with an extension only): it stays whole rather than empty.
  return kept.length === 0 ? text.slice(from, to) : `{${kept.join(',')}}`;
}
