import type { ElementModel } from '../model/index.ts';
import { type Branch, setMember } from './tree.ts';

/** The value of an element, and what a primitive has beside it in `_name`. */
export interface Content {
  readonly value?: unknown;
  readonly beside?: unknown;
}

/** An element of an object, whether it is there or not. */
export interface Place {
  readonly parent: Branch;
  readonly element: ElementModel;
}

const beside = (element: ElementModel): string => `_${element.name}`;
const isThere = (value: unknown): boolean => value !== undefined && value !== null;

export function holds(parent: Branch, element: ElementModel): boolean {
  return Object.hasOwn(parent, element.name) || (element.primitive && Object.hasOwn(parent, beside(element)));
}

/** Sets or takes away an element that stands once. */
export function put({ parent, element }: Place, content: Content): void {
  const members = [
    [element.name, content.value],
    [beside(element), content.beside],
  ] as const;
  for (const [name, value] of members) {
    if (isThere(value)) setMember(parent, name, value);
    else delete parent[name];
  }
}

/** The items of a list, each with what stands beside it. */
export function itemsAt({ parent, element }: Place): Content[] {
  const { [element.name]: values, [beside(element)]: besides } = parent;
  const [items, extras] = [Array.isArray(values) ? values : [], Array.isArray(besides) ? besides : []];
  return Array.from({ length: Math.max(items.length, extras.length) }, (_, i) => ({ value: items[i], beside: extras[i] }));
}

/** Puts contents into a list in place of `count` of its items, and gives those. The two lists of a primitive keep step. */
export function splice(place: Place, index: number, count: number, contents: readonly Content[]): Content[] {
  const all = itemsAt(place);
  const taken = all.splice(index, count, ...contents);
  const column = (name: keyof Content): unknown[] | undefined =>
    all.some((one) => isThere(one[name])) ? all.map((one) => one[name] ?? null) : undefined;
  put(place, { value: column('value'), beside: column('beside') });
  return taken;
}
