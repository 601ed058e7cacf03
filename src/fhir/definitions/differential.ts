import { type Json, objects, text } from '../json.ts';
import { merged } from './merge.ts';
import { type Branch, branch, copyOf, holderOf, sliceOf } from './tree.ts';

/** What the making of a snapshot asks of the other definitions. */
export interface Sources {
  /** The snapshot of a type or profile as a tree that may be changed; undefined when it is not known. */
  tree(canonical: string): Branch<Json> | undefined;
  /** The base definition's tree, as it was: where a contentReference leads. */
  readonly base: Branch<Json>;
  /** A logical model or a new type may add elements; a profile may not. */
  readonly adds: boolean;
  /** Said of an element that has no place. */
  readonly problems: string[];
}

/** No type of FHIR goes so deep; a path that does would only cost. */
const deepest = 64;

/** Applies the elements of a differential, in their order, to a copy of the base's tree. */
export function applyDifferential(root: Branch<Json>, elements: readonly Json[], sources: Sources): void {
  /** Where the last element of each depth went: an element below belongs to it, slices included. */
  const trail: Branch<Json>[] = [root];
  for (const element of elements) {
    const path = text(element.path) ?? '';
    const names = path.split('.');
    if (names.length > deepest) continue;
    if (names.some((name) => name === '')) {
      sources.problems.push(`Invalid path '${path}' in the differential: name portion missing ('..')`);
      continue;
    }
    if (names.length === 1) {
      root.definition = merged(root.definition, element);
      trail.length = 1;
      continue;
    }
    const place = placed(trail, root, element, names, sources);
    if (place === undefined) continue;
    place.definition = merged(place.definition, element);
    trail.length = names.length - 1;
    trail.push(place);
  }
}

/** Finds or makes the branch of an element, and leaves the branches above it on the trail. */
function placed(
  trail: Branch<Json>[],
  root: Branch<Json>,
  element: Json,
  names: readonly string[],
  sources: Sources,
): Branch<Json> | undefined {
  const slices = slicesInId(text(element.id), names);
  let at = root;
  for (let depth = 1; depth < names.length; depth++) {
    const name = names[depth] ?? '';
    const last = depth === names.length - 1;
    const known = trail[depth];
    const slice = last ? text(element.sliceName) : slices?.[depth];
    // Without ids, the parent is the last one of that path: sparse differentials leave parents out, never out of order.
    const follows = slices === undefined && !last && known !== undefined && sameName(known.name, name) && at === trail[depth - 1];
    const next = follows ? known : step(at, name, slice, last, sources);
    if (next === undefined) {
      sources.problems.push(misplaced(at, names.slice(0, depth + 1).join('.')));
      return undefined;
    }
    trail.length = depth;
    trail.push(next);
    at = next;
  }
  return at;
}

function misplaced(at: Branch<Json>, path: string): string {
  const choice = at.children.find((child) => child.name.endsWith('[x]') && lastName(path).startsWith(child.name.slice(0, -3)));
  return choice === undefined
    ? `The element '${path}' in the differential is not in the base definition`
    : `The path must be '${path.slice(0, path.lastIndexOf('.') + 1)}${choice.name}' not '${path}' when the type list is not constrained`;
}

const lastName = (path: string): string => path.slice(path.lastIndexOf('.') + 1);
const sameName = (has: string, asked: string): boolean => has === asked || renamed(has, asked);
const renamed = (has: string, asked: string): boolean =>
  has.endsWith('[x]') && asked.startsWith(has.slice(0, -3)) && /^[A-Z]/.test(asked.slice(has.length - 3));

/** The slice named at each depth by an id such as `Observation.component:systolic.code`; undefined when the id does not follow the path. */
function slicesInId(id: string | undefined, names: readonly string[]): (string | undefined)[] | undefined {
  const parts = id?.split('.');
  if (parts === undefined || parts.length !== names.length) return undefined;
  const pairs = parts.map((part) => {
    const colon = part.indexOf(':');
    return colon < 0 ? { name: part, slice: undefined } : { name: part.slice(0, colon), slice: part.slice(colon + 1) };
  });
  const follows = pairs.every(({ name }, depth) => sameName(name, names[depth] ?? '') || sameName(names[depth] ?? '', name));
  return follows ? pairs.map(({ slice }) => slice) : undefined;
}

function step(
  at: Branch<Json>,
  name: string,
  slice: string | undefined,
  last: boolean,
  sources: Sources,
): Branch<Json> | undefined {
  if (at.children.length === 0) at.children = childrenFor(at, sources);
  const exact = at.children.find((child) => child.name === name);
  if (exact !== undefined) return slice === undefined || slice === exact.slice ? exact : sliceFor(exact, slice);
  const choice = at.children.find((child) => renamed(child.name, name) && typeNamed(child, name) !== undefined);
  if (choice !== undefined) return typeSlice(choice, name, slice);
  if (!sources.adds) return undefined;
  const added = branch(name, slice, {});
  if (!last) return undefined;
  at.children.push(added);
  return added;
}

function sliceFor(sliced: Branch<Json>, slice: string): Branch<Json> {
  const known = sliceOf(sliced, slice);
  if (known !== undefined) return known;
  const holder = holderOf(sliced, slice);
  const { slicing: _, ...definition } = holder.definition;
  // A slice may be absent unless it says otherwise, whatever the whole list must have.
  const made = { ...copyOf(holder), slice, definition: { ...definition, sliceName: slice, min: 0 }, slices: [] };
  holder.slices.push(made);
  if (holder.definition.slicing === undefined) holder.definition = { ...holder.definition, ...impliedSlicing(holder.name) };
  return made;
}

/** What slicing means where a differential slices without saying how. */
function impliedSlicing(name: string): Json {
  if (name === 'extension' || name === 'modifierExtension') return slicingBy('value', 'url');
  return name.endsWith('[x]') ? slicingBy('type', '$this') : {};
}

const slicingBy = (type: string, path: string, rules = 'open'): Json => ({
  slicing: { discriminator: [{ type, path }], ordered: false, rules },
});

/**
 * `valueQuantity` where the base has `value[x]`: the slice of that type. Without a word about slicing, the types named in this way are the
 * ones that are left, as in the snapshots that HL7 publishes.
 */
function typeSlice(choice: Branch<Json>, name: string, slice: string | undefined): Branch<Json> {
  if (choice.definition.slicing === undefined)
    choice.definition = { ...choice.definition, ...slicingBy('type', '$this', 'closed') };
  const made = sliceFor(choice, slice ?? name);
  const type = typeNamed(choice, name);
  if (type !== undefined) made.definition = { ...made.definition, type: [type] };
  return made;
}

function typeNamed(choice: Branch<Json>, name: string): Json | undefined {
  const ending = name.slice(choice.name.length - 3).toLowerCase();
  return objects(choice.definition.type).find(({ code }) => text(code)?.toLowerCase() === ending);
}

/** The children of an element that its definition does not list: those of its type, of its type's profile, or of what it repeats. */
function childrenFor(at: Branch<Json>, sources: Sources): Branch<Json>[] {
  const reference = text(at.definition.contentReference)?.replace(/^[^#]*#/, '');
  if (reference !== undefined) {
    const repeated = within(sources.base, reference);
    const { contentReference: _, ...definition } = at.definition;
    at.definition = { ...definition, type: repeated?.definition.type };
    return repeated === undefined ? [] : copyOf(repeated).children;
  }
  const types = objects(at.definition.type);
  const codes = new Set(types.map(({ code }) => text(code) ?? ''));
  // Several types have in common what every element has.
  const [code = 'Element'] = codes.size === 1 ? codes : ['Element'];
  const profiles = codes.size === 1 ? types.flatMap(({ profile }) => (Array.isArray(profile) ? profile : [])) : [];
  const [profile] = profiles;
  const tree = (profiles.length === 1 && typeof profile === 'string' ? sources.tree(profile) : undefined) ?? sources.tree(code);
  return tree?.children ?? [];
}

function within(root: Branch<Json>, path: string): Branch<Json> | undefined {
  let at: Branch<Json> | undefined = root;
  for (const name of path.split('.').slice(1)) at = at?.children.find((child) => child.name === name);
  return at;
}
