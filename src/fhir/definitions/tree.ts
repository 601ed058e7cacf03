import { isObject, type Json, objects } from '../json.ts';

/** An element among those of a StructureDefinition, with what it holds. Slices stand beside the element that they slice. */
export interface Branch<Definition> {
  /** The last part of the path: `value[x]`. */
  readonly name: string;
  /** `systolic`, or `systolic/left`. */
  readonly slice: string | undefined;
  definition: Definition;
  children: Branch<Definition>[];
  readonly slices: Branch<Definition>[];
}

export interface Place {
  readonly path: string;
  readonly slice: string | undefined;
}

/** The elements of a snapshot as a tree, by their paths, slice names and order. Undefined when there is no root. */
export function treeOf<Definition>(
  elements: readonly Definition[],
  placeOf: (element: Definition) => Place,
): Branch<Definition> | undefined {
  const [first, ...rest] = elements;
  if (first === undefined) return undefined;
  const root = branch(placeOf(first).path, undefined, first);
  const trail: Branch<Definition>[] = [root];
  for (const element of rest) {
    const { path, slice } = placeOf(element);
    const names = path.split('.');
    const parent = trail[names.length - 2];
    const name = names.at(-1);
    // An element whose parent is missing has no place.
    if (parent === undefined || name === undefined) continue;
    const made = branch(name, slice, element);
    hang(parent, made);
    trail.length = names.length - 1;
    trail.push(made);
  }
  return root;
}

export function branch<Definition>(name: string, slice: string | undefined, definition: Definition): Branch<Definition> {
  return { name, slice, definition, children: [], slices: [] };
}

function hang<Definition>(parent: Branch<Definition>, made: Branch<Definition>): void {
  const sliced = made.slice === undefined ? undefined : parent.children.find((child) => child.name === made.name);
  if (sliced === undefined || made.slice === undefined) parent.children.push(made);
  else holderOf(sliced, made.slice).slices.push(made);
}

/** The branch among whose slices `a/b` stands: the slice `a` when there is one. */
export function holderOf<Definition>(sliced: Branch<Definition>, slice: string): Branch<Definition> {
  const slash = slice.lastIndexOf('/');
  return slash < 0 ? sliced : (sliceOf(sliced, slice.slice(0, slash)) ?? sliced);
}

export function sliceOf<Definition>(sliced: Branch<Definition>, slice: string): Branch<Definition> | undefined {
  for (const one of sliced.slices) {
    if (one.slice === slice) return one;
    const deeper = slice.startsWith(`${one.slice}/`) ? sliceOf(one, slice) : undefined;
    if (deeper !== undefined) return deeper;
  }
  return undefined;
}

/** A copy that may be changed without changing the other; definitions are replaced and never written into. */
export function copyOf<Definition>(of: Branch<Definition>): Branch<Definition> {
  return { ...of, children: of.children.map(copyOf), slices: of.slices.map(copyOf) };
}

/** Back to a list, in the order of a snapshot, with the paths and ids that the places in the tree give. */
export function elementsIn(root: Branch<Json>): Json[] {
  const list: Json[] = [];
  const walk = (at: Branch<Json>, path: string, above: string): void => {
    const id = `${above}${at.name}${at.slice === undefined ? '' : `:${at.slice}`}`;
    list.push({ ...at.definition, id, path });
    for (const child of at.children) walk(child, `${path}.${child.name}`, `${id}.`);
    for (const slice of at.slices) walk(slice, path, above);
  };
  walk(root, root.name, '');
  return list;
}

/** The snapshot's elements as raw JSON. */
export function snapshotElements(definition: Json | undefined): readonly Json[] {
  return isObject(definition?.snapshot) ? objects(definition.snapshot.element) : [];
}
