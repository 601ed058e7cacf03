import type { Shelf } from '#packages';
import type { Terminology } from '#terminology';
import { typesBase } from '../definitions/element.ts';
import { snapshotOf } from '../definitions/snapshot.ts';
import { type Json, objects, text } from '../json.ts';
import { duplicateMembers } from './duplicates.ts';
import type { Ground, Profile, Shape, Strictness } from './ground.ts';
import type { Issue } from './issue.ts';
import { definitionsOn } from './profile/definitions.ts';
import { profileFrom } from './profile/profile.ts';
import { checkRoot } from './resource.ts';
import type { RuleGround } from './rules/rule.ts';
import { shapesOf } from './shape.ts';

export interface Validator {
  /**
   * What is wrong with a resource, in the order in which it is found, and nothing when it is valid: the base definition of its type, the
   * profiles in meta.profile, and `profiles` (canonical addresses). Every resource inside is checked in the same way. Never throws, whatever
   * the resource holds; its depth was bounded when it was read. With `text`, the JSON it was read from, properties given twice are found too.
   */
  validate(resource: Json, options?: { readonly profiles?: readonly string[]; readonly text?: string }): readonly Issue[];
}

export interface ValidatorGround {
  readonly shelf: Shelf;
  readonly terminology: Terminology;
  /** The resource that a reference leads to, when it is at hand. */
  readonly resolve?: (reference: string) => Json | undefined;
  /** Warnings unless told: a server does not know every guide in use. */
  readonly strict?: Partial<Strictness>;
  /** Also the profiles that the ImplementationGuides on the shelf make global, on each resource of their type. */
  readonly globals?: boolean;
}

/**
 * The FHIR R4 validator over the definitions of a shelf. Each definition is compiled to closures when first met, and again when the shelf
 * changes.
 */
export function openValidator({ shelf, terminology, resolve, strict = {}, globals = false }: ValidatorGround): Validator {
  const outside = { shelf, terminology, ...(resolve === undefined ? {} : { resolve }) };
  const strictness = { unknown: 'warning', displays: 'warning', ...strict } as const;
  let compiled: { readonly generation: number; readonly ground: Ground } | undefined;
  return {
    validate(resource, { profiles = [], text: json } = {}) {
      if (compiled?.generation !== shelf.generation)
        compiled = { generation: shelf.generation, ground: groundOn(outside, strictness, globals) };
      const run = { root: resource, conforms: new Map(), neighbours: new Map() };
      const issues = checkRoot(resource, compiled.ground, run, profiles);
      if (json !== undefined) issues.push(...repeated(json, text(resource.resourceType) ?? 'Resource'));
      return distinct(issues);
    },
  };
}

function repeated(json: string, root: string): Issue[] {
  return duplicateMembers(json, root).map(({ name, at }) => {
    const message = `The property '${name}' is given twice`;
    return { severity: 'error', code: 'structure', message, at, rule: 'duplicate-property' };
  });
}

/** A profile repeats what its base says: the same sentence at the same place is told once. */
function distinct(issues: readonly Issue[]): readonly Issue[] {
  if (issues.length < 2) return issues;
  const seen = new Set<string>();
  return issues.filter(({ at, message }) => {
    const key = `${at}\n${message}`;
    return !seen.has(key) && seen.add(key);
  });
}

function groundOn(outside: RuleGround, strict: Strictness, globals: boolean): Ground {
  const { shelf, terminology } = outside;
  const shapes = new Map<string, Shape | undefined>();
  const profiles = new Map<string, Profile | undefined>();
  const known = definitionsOn(shelf);
  const ground: Ground = {
    shelf,
    terminology,
    outside,
    strict,
    globals: globals ? globalProfiles(shelf) : new Map(),
    shape(name) {
      const found = shapes.get(name);
      if (found !== undefined || shapes.has(name)) return found;
      const type = name.split('.', 1)[0] ?? '';
      const definition = typeOnShelf(shelf, type);
      if (definition !== undefined)
        for (const [path, shape] of shapesOf(definition, (base) => ancestorsOf(shelf, base))) shapes.set(path, shape);
      if (!shapes.has(name)) shapes.set(name, undefined);
      return shapes.get(name);
    },
    profile(canonical) {
      if (!profiles.has(canonical)) {
        const definition = snapshotOf(shelf, canonical);
        profiles.set(canonical, definition === undefined ? undefined : profileFrom(definition, ground, known));
      }
      return profiles.get(canonical);
    },
  };
  return ground;
}

/** Source: FHIR R4 §5.8, ImplementationGuide.global. */
function globalProfiles(shelf: Shelf): ReadonlyMap<string, readonly string[]> {
  const byType = new Map<string, string[]>();
  for (const { url } of shelf.list('ImplementationGuide'))
    for (const { type, profile } of objects(shelf.find('ImplementationGuide', url)?.global))
      if (typeof type === 'string' && typeof profile === 'string') byType.set(type, [...(byType.get(type) ?? []), profile]);
  return byType;
}

/** A type is its own base definition; a profile that bears the address of one is no type. */
function typeOnShelf(shelf: Shelf, name: string): Json | undefined {
  if (!/^\w+$/.test(name)) return undefined;
  const found = shelf.find('StructureDefinition', `${typesBase}${name}|4.0`);
  return found?.type === name && found.derivation !== 'constraint' ? found : undefined;
}

function ancestorsOf(shelf: Shelf, name: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (let at: string | undefined = name; at !== undefined && !names.has(at); ) {
    names.add(at);
    at = text(typeOnShelf(shelf, at)?.baseDefinition)?.slice(typesBase.length);
  }
  return names;
}
