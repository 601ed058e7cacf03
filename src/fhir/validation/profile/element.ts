import type { Binding, Element, Slicing, TypeReference } from '../../definitions/element.ts';
import type { Branch } from '../../definitions/tree.ts';
import { isObject } from '../../json.ts';
import { checkBinding, isBindable } from '../binding.ts';
import { applyProfiles } from '../conformance.ts';
import { type Check, fault, type Ground, type Part, type Shape, type Spot } from '../ground.ts';
import { checkInvariants, invariantsOf } from '../invariants/invariant.ts';
import { checkTargets } from '../targets.ts';
import type { Definitions } from './definitions.ts';
import { childrenOf, enter } from './reach.ts';
import { compileSlicing, type GroupCheck, type SliceContent } from './slicing.ts';
import { valueChecks } from './valueChecks.ts';

/** What compiling one profile needs to know. */
export interface Compiling {
  readonly ground: Ground;
  readonly known: Definitions;
  /** The profile's name in messages. */
  readonly from: string;
}

/**
 * What an element of a profile asks of one value beyond what the base definition of that element asks: undefined when it asks nothing
 * more, and then nothing is run. `parts` are the base elements that it constrains; none for the root of a profile.
 */
export function compileElement(branch: Branch<Element>, parts: readonly Part[], context: Compiling): Check | undefined {
  const { definition } = branch;
  const checks: Check[] = [];
  const add = (check: Check | undefined): void => {
    if (check !== undefined) checks.push(check);
  };
  add(typeCheck(definition, parts, context));
  checks.push(...valueChecks(definition, context.from));
  if (definition.binding !== undefined) add(bindingCheck(asMeant(definition.binding, definition.path), parts));
  add(invariantCheck(definition, parts, context));
  for (const type of definition.types) add(targetCheck(type, parts, context));
  add(within(contentCheck(branch, parts, context), parts));
  return together(checks);
}

/** The profiles of the type, and the elements below. */
function contentCheck(branch: Branch<Element>, parts: readonly Part[], context: Compiling): Check | undefined {
  const { definition, children } = branch;
  const shapes = shapesOf(definition, parts, context);
  return together(
    [
      ...definition.types.map((type) => profileCheck(type, parts, context)),
      ...children.map((child) => childCheck(child, shapes, context)),
    ].filter((check) => check !== undefined),
  );
}

/** Inside a resource, `%resource` and local references are its own; what an element says of the resource in it is said from outside. */
function within(check: Check | undefined, parts: readonly Part[]): Check | undefined {
  if (check === undefined || !parts.some(({ type }) => type === 'Resource')) return check;
  return (spot, scope) => check(spot, enter(spot, scope));
}

function together(checks: readonly Check[]): Check | undefined {
  const [first, second] = checks;
  if (second === undefined) return first;
  return (spot, scope) => {
    for (const check of checks) check(spot, scope);
  };
}

/** The shapes that a value of the element may have. */
function shapesOf({ types, path }: Element, parts: readonly Part[], { ground }: Compiling): Shape[] {
  const codes = new Set(types.map(({ code }) => code));
  const named = parts.length === 0 ? [path] : parts.flatMap((part) => (part.type === 'Resource' ? [...codes] : [part.type]));
  const fits = (name: string): boolean => codes.size === 0 || codes.has(name) || parts.length < 2 || name.includes('.');
  return named.filter(fits).flatMap((name) => ground.shape(name) ?? []);
}

/** The values of one element below: how many, what each must be, how they are sliced. */
function childCheck(child: Branch<Element>, shapes: readonly Shape[], context: Compiling): Check | undefined {
  const { name, definition } = child;
  const base = name.endsWith('[x]') ? name.slice(0, -3) : name;
  const parts = shapes.flatMap((shape) => shape.choices.get(base) ?? shape.parts.get(name) ?? []);
  if (parts.length === 0) return undefined;
  const least = Math.min(...parts.map(({ min }) => min));
  const most = Math.max(...parts.map(({ max }) => max));
  const min = definition.min > least ? definition.min : 0;
  const max = definition.max < most ? definition.max : undefined;
  const each = definition.max === 0 ? undefined : compileElement(child, parts, context);
  const group = definition.max === 0 ? undefined : slicesOf(child, undefined, parts, context);
  if (min === 0 && max === undefined && each === undefined && group === undefined) return undefined;
  const { path } = definition;
  return (spot, scope) => {
    const spots = childrenOf(spot, name, scope);
    const { length } = spots;
    const counted = (code: string, words: string): void =>
      fault(scope, code, spot.at, `${path}: ${words} ${length} (from ${context.from})`, 'cardinality');
    if (length < min) counted('required', `minimum required = ${min}, but only found`);
    if (max !== undefined && length > max) counted('structure', `max allowed = ${max}, but found`);
    if (each !== undefined) for (const one of spots) each(one, scope);
    group?.(spots, spot.at, scope);
  };
}

function slicesOf(
  sliced: Branch<Element>,
  inherited: Slicing | undefined,
  parts: readonly Part[],
  context: Compiling,
): GroupCheck | undefined {
  return compileSlicing(
    sliced,
    inherited,
    context.known,
    context.from,
    (slice, slicing): SliceContent => ({
      each: compileElement(slice, parts, context),
      group: slice.slices.length === 0 ? undefined : slicesOf(slice, slicing, parts, context),
    }),
  );
}

function typeCheck({ types, max }: Element, parts: readonly Part[], { from }: Compiling): Check | undefined {
  const allowed = new Set(types.map(({ code }) => code));
  const narrower = parts.some((part) => !part.type.includes('.') && !allowed.has(part.type));
  if (!narrower || allowed.size === 0 || max === 0) return undefined;
  return (spot, scope) => {
    if (allowed.has(spot.type)) return;
    for (const ancestor of scope.ground.shape(spot.type)?.ancestors ?? []) if (allowed.has(ancestor)) return;
    const list = [...allowed].join(', ');
    fault(
      scope,
      'structure',
      spot.at,
      `The profile ${from} allows for the type ${list} here, but found type ${spot.type}`,
      'type',
    );
  };
}

/** A binding that the base has too was checked there. */
function bindingCheck(binding: Binding, parts: readonly Part[]): Check | undefined {
  const bare = (canonical: string): string => canonical.replace(/\|.*$/, '');
  const known =
    parts.length > 0 &&
    parts.every(
      (part) =>
        part.binding !== undefined &&
        bare(part.binding.valueSet) === bare(binding.valueSet) &&
        part.binding.strength === binding.strength,
    );
  if ((known && binding.alsoRequired.length === 0 && binding.maxValueSet === undefined) || !binds(binding)) return undefined;
  return ({ value, type, at }, scope) => {
    if (value !== undefined && isBindable(type, parts.length > 1)) checkBinding(binding, value, at, scope);
  };
}

/** The units of vital signs bind every component of a vital sign in R4, a flow of oxygen too; HL7 reads that binding as extensible. */
function asMeant(binding: Binding, path: string): Binding {
  const tooNarrow = path === 'Observation.component.value[x]' && binding.valueSet.includes('/ucum-vitals-common');
  return tooNarrow ? { ...binding, strength: 'extensible' } : binding;
}

const binds = ({ strength, maxValueSet, alsoRequired }: Binding): boolean =>
  strength === 'required' || strength === 'extensible' || maxValueSet !== undefined || alsoRequired.length > 0;

/** The invariants that neither the base element nor its type has. */
function invariantCheck(definition: Element, parts: readonly Part[], { ground, from }: Compiling): Check | undefined {
  const names = parts.length === 0 ? [definition.path] : parts.map(({ type }) => type);
  const known = new Set(
    [...parts.flatMap(({ invariants }) => invariants), ...names.flatMap((name) => ground.shape(name)?.invariants ?? [])].map(
      ({ expression }) => expression,
    ),
  );
  const added = invariantsOf(definition.constraints).filter(({ expression }) => !known.has(expression));
  if (added.length === 0) return undefined;
  return ({ value, type, at }, scope) => {
    if (value !== undefined) checkInvariants(added, value, type, at, scope, from);
  };
}

function profileCheck({ code, profiles }: TypeReference, parts: readonly Part[], { from }: Compiling): Check | undefined {
  const known = new Set(parts.filter(({ type }) => type === code).flatMap((part) => part.profiles));
  if (profiles.every((profile) => known.has(profile))) return undefined;
  return (spot, scope) => {
    if (isA(spot, code, scope.ground) && !isOwnDefinition(spot, profiles)) applyProfiles(profiles, spot, scope, from);
  };
}

function isA({ type }: Spot, code: string, ground: Ground): boolean {
  return type === code || ground.shape(type)?.ancestors.has(code) === true;
}

/** An extension was checked against the definition that its url names. */
function isOwnDefinition({ type, value }: Spot, profiles: readonly string[]): boolean {
  const [profile] = profiles;
  return type === 'Extension' && profiles.length === 1 && isObject(value) && profile?.replace(/\|.*$/, '') === value.url;
}

function targetCheck(type: TypeReference, parts: readonly Part[], { from }: Compiling): Check | undefined {
  if (type.targets.length === 0 && type.aggregation.length === 0) return undefined;
  const base = parts.find((part) => part.type === type.code);
  const same = base?.targets.length === type.targets.length && type.targets.every((target) => base.targets.includes(target));
  if (same && type.aggregation.length === 0) return undefined;
  return (spot, scope) => {
    if (spot.type === type.code) checkTargets(type.targets, type.aggregation, spot, scope, from);
  };
}
