import { attributeOf, childrenOf, type XmlAttribute, type XmlElement } from '#xml';

export type Place = XmlElement | XmlAttribute;
export type Test = (element: XmlElement) => boolean;

/** An attribute without the spaces around it; undefined when it is absent or empty. */
export function wordOf(element: XmlElement | undefined, name: string): string | undefined {
  const value = element === undefined ? undefined : attributeOf(element, name)?.trim();
  return value === '' ? undefined : value;
}

/** The attribute itself, for what it says; the element when it has none. */
export function attributeAt(element: XmlElement, name: string): Place {
  for (const attribute of element.attributes) if (attribute.name === name && attribute.namespace === '') return attribute;
  return element;
}

/** Said to be unknown or not applicable. */
export const isNull: Test = (element) => wordOf(element, 'nullFlavor') !== undefined;
export const isThere: Test = (element) => !isNull(element);
export const has =
  (name: string, value?: string): Test =>
  (element) =>
    value === undefined ? wordOf(element, name) !== undefined : wordOf(element, name) === value;
/** Has a child of that name, or one of those. */
export const holds =
  (...names: string[]): Test =>
  (element) =>
    childrenOf(element, ...names).length > 0;

/**
 * Where a parent breaks «from `least` to `most` children of this name that pass the test»: the surplus; or, where too few pass, the first
 * that does not, else the parent itself.
 */
export function between(
  parent: XmlElement,
  name: string,
  [least, most]: readonly [number, number],
  test?: Test,
): readonly Place[] {
  const found = childrenOf(parent, name);
  const right = test === undefined ? found : found.filter(test);
  if (right.length > most) return right.slice(most);
  if (right.length >= least) return [];
  return [found.find((element) => !right.includes(element)) ?? parent];
}

export function exactlyOne(parent: XmlElement, name: string, test?: Test): readonly Place[] {
  return between(parent, name, [1, 1], test);
}

export function atLeastOne(parent: XmlElement, name: string, test?: Test): readonly Place[] {
  return between(parent, name, [1, Number.POSITIVE_INFINITY], test);
}

/** What there is too much of, for each of these names. */
export function atMostOne(parent: XmlElement, ...names: string[]): readonly Place[] {
  const seen = new Set<string>();
  const surplus: Place[] = [];
  for (const child of parent.children) {
    if (child.kind !== 'element' || child.namespace !== parent.namespace || !names.includes(child.name)) continue;
    if (seen.has(child.name)) surplus.push(child);
    seen.add(child.name);
  }
  return surplus;
}

/** The element at the end of a path, or the nearest one around it that is there. */
export function nearest(from: XmlElement, path: readonly string[]): XmlElement {
  for (let length = path.length; length > 0; length--) {
    const [found] = every(from, ...path.slice(0, length));
    if (found !== undefined) return found;
  }
  return from;
}

/** Exactly one child among those of these names. */
export function oneOf(parent: XmlElement, ...either: string[]): readonly Place[] {
  const found = childrenOf(parent, ...either);
  return found.length === 0 ? [parent] : found.slice(1);
}

/** The elements at the end of a path of names, all branches followed. */
export function every(parent: XmlElement, ...path: string[]): readonly XmlElement[] {
  let found: readonly XmlElement[] = [parent];
  for (const name of path) found = found.flatMap((element) => childrenOf(element, name));
  return found;
}
