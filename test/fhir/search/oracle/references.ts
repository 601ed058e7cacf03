import type { Json } from '#packages';
import type { Definition } from './definitions.ts';
import { type Element, elementsIn } from './element.ts';
import { unescaped } from './escapes.ts';
import { tokenMatches } from './tokens.ts';
import { nameOf, type World } from './world.ts';

/** A reference's text without version: `Type/id` when it is ours. */
export function textOf({ value }: Element, base: string): string | undefined {
  const text = typeof value === 'string' ? value : (value as Json).reference;
  if (typeof text !== 'string') return undefined;
  const whole = text.replace(/\/_history\/[^/]*$/, '');
  return whole.startsWith(`${base}/`) ? whole.slice(base.length + 1) : whole;
}

/**
 * Whether one value of a reference parameter fits an element: an `id` is of any type (of the modifier's, when it names one), `Type/id` and
 * addresses are compared whole, a canonical without version finds every version. Source: FHIR R4 §3.1.1.4.12 and .13.
 */
export function referenceMatches(asked: string, modifier: string | undefined, element: Element, world: World): boolean {
  const found = textOf(element, world.base);
  if (found === undefined) return false;
  const whole = textOf({ ...element, value: unescaped(asked) }, world.base) ?? '';
  if (typeof element.value === 'string') return found === whole || found.startsWith(`${whole}|`);
  const [type, id] = found.split('/');
  if (modifier !== undefined && type !== modifier) return false;
  return whole.includes('/') || whole.includes(':') ? found === whole : isOurs(found) && id === whole;
}

const isOurs = (text: string): boolean => /^[A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64}$/.test(text);

/**
 * Whether a reference leads to what bears an identifier, as far as the resource itself tells: by the reference, or by the contained resource
 * that it names, or the one that a contained role names as its practitioner. Source: FHIR R4 §3.1.1.4.12.
 */
export function identifierMatches(asked: string, element: Element, resource: Json, world: World): boolean {
  const told = [element.value as Json];
  for (const one of told) {
    const inside = ((resource.contained ?? []) as readonly Json[]).find(({ id }) => one.reference === `#${id}`);
    if (inside !== undefined) told.push(inside);
    if (one.resourceType === 'PractitionerRole' && one.practitioner !== undefined) told.push(one.practitioner as Json);
  }
  return told
    .flatMap(({ identifier }) => identifier ?? [])
    .some((value) => tokenMatches(asked, undefined, { ...element, type: 'Identifier', value }, world.codes));
}

/** The resources of the world that a reference parameter of this one leads to. */
export function targetsOf(resource: Json, definition: Definition, world: World): readonly Json[] {
  const names = elementsIn(resource, definition.expression).map((element) => textOf(element, world.base));
  return world.resources.filter((one) => names.includes(nameOf(one)));
}
