import type { Shelf } from '#packages';
import { isObject, type Json, objects, text } from '../json.ts';
import { applyDifferential } from './differential.ts';
import { typesBase } from './element.ts';
import { type Branch, copyOf, elementsIn, snapshotElements, treeOf } from './tree.ts';

/**
 * The StructureDefinition at a canonical address, with a snapshot: its own when it has one, otherwise made from its differential and its
 * base. Undefined when it is not on the shelf, or has neither. A base that is missing or leads back to itself leaves the differential
 * alone, on the type that it names. Never throws, whatever was loaded.
 */
export function snapshotOf(shelf: Shelf, canonical: string): Json | undefined {
  const { made, making } = workOf(shelf);
  const definition = shelf.find('StructureDefinition', canonical);
  if (definition === undefined || snapshotElements(definition).length > 0) return definition;
  const known = made.get(definition);
  if (known !== undefined) return known;
  if (making.has(definition)) return undefined;
  making.add(definition);
  try {
    const { elements } = generateSnapshot(shelf, definition);
    if (elements.length === 0) return undefined;
    const whole = { ...definition, snapshot: { element: elements } };
    made.set(definition, whole);
    return whole;
  } finally {
    making.delete(definition);
  }
}

/** A type's name stands for its own definition. */
export function typeDefinition(shelf: Shelf, name: string): Json | undefined {
  return snapshotOf(shelf, name.includes(':') ? name : `${typesBase}${name}`);
}

/**
 * The base that is not on the shelf, of a definition whose snapshot had to be made without it; undefined when nothing is missing. What such a
 * profile asks is known in part only.
 */
export function missingBase(shelf: Shelf, definition: Json): string | undefined {
  const seen = new Set<Json>();
  for (let at = shelf.find('StructureDefinition', text(definition.url) ?? '') ?? definition; !seen.has(at); ) {
    seen.add(at);
    const base = text(at.baseDefinition);
    if (snapshotElements(at).length > 0 || base === undefined) return undefined;
    const next = shelf.find('StructureDefinition', base);
    if (next === undefined) return base;
    at = next;
  }
  return undefined;
}

/**
 * Makes the elements of a snapshot from a differential and its base, and says in English what had no place there; nothing is made when
 * there is no root to start from.
 */
export function generateSnapshot(
  shelf: Shelf,
  definition: Json,
): { readonly elements: readonly Json[]; readonly problems: readonly string[] } {
  const differential = isObject(definition.differential) ? objects(definition.differential.element) : [];
  const adds = definition.derivation === 'specialization';
  const type = text(definition.type);
  const base =
    treeFor(shelf, text(definition.baseDefinition) ?? '') ?? (adds || type === undefined ? undefined : treeFor(shelf, type));
  const problems: string[] = [];
  if (base === undefined) {
    problems.push(`The base definition '${definition.baseDefinition}' is not known`);
    return { elements: adds ? differential : [], problems };
  }
  const root = copyOf(base);
  const started = adds ? renamedRoot(root, differential) : root;
  applyDifferential(started, differential, { tree: (canonical) => treeFor(shelf, canonical), base, adds, problems });
  return { elements: elementsIn(started), problems };
}

/** A new type stands on its base under its own name. */
function renamedRoot(root: Branch<Json>, differential: readonly Json[]): Branch<Json> {
  const name = text(differential[0]?.path)?.split('.')[0];
  return name === undefined ? root : { ...root, name };
}

function treeFor(shelf: Shelf, canonical: string): Branch<Json> | undefined {
  if (canonical === '') return undefined;
  const definition = typeDefinition(shelf, canonical);
  return definition === undefined ? undefined : treeOf(snapshotElements(definition), placeOf);
}

interface Work {
  readonly generation: number;
  readonly made: WeakMap<Json, Json>;
  readonly making: Set<Json>;
}

const works = new WeakMap<Shelf, Work>();

/** What was made holds until the shelf changes: a base may have been replaced. */
function workOf(shelf: Shelf): Work {
  const known = works.get(shelf);
  if (known !== undefined && known.generation === shelf.generation) return known;
  const work = { generation: shelf.generation, made: new WeakMap(), making: new Set<Json>() };
  works.set(shelf, work);
  return work;
}

function placeOf(element: Json): { path: string; slice: string | undefined } {
  return { path: text(element.path) ?? '', slice: text(element.sliceName) };
}
