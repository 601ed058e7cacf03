import type { Element, TypeReference } from '../../definitions/element.ts';
import type { Branch } from '../../definitions/tree.ts';
import { isObject } from '../../json.ts';
import { codingsIn } from '../binding.ts';
import { conforms } from '../conformance.ts';
import type { Scope, Spot } from '../ground.ts';
import type { Definitions } from './definitions.ts';
import { childrenOf, enter, type Found, follow, followAll, type Step } from './reach.ts';
import { fitsPattern, isSame } from './values.ts';

/** Whether a value has what tells a slice. */
export type Test = (spot: Spot, scope: Scope) => boolean;

/** What a discriminator asks of the values of one slice; undefined when the slice says nothing at that path. */
export function discriminate(type: string, steps: readonly Step[], slice: Branch<Element>, known: Definitions): Test | undefined {
  if (type === 'value' || type === 'pattern') return valueTest(slice, steps, known);
  const holders = branchesAt(slice, steps, known).map(({ definition }) => definition);
  const [holder] = holders;
  if (holder === undefined) return undefined;
  const select = (spot: Spot, scope: Scope): readonly Found[] => followAll({ spot, scope }, steps);
  const resolved = steps.at(-1)?.kind === 'resolve';
  if (type === 'exists') return existsTest(holders, select);
  if (type === 'profile') return profileTest(holder.types, resolved, select);
  if (type !== 'type') return undefined;
  const names = new Set(
    resolved ? holder.types.flatMap((one) => one.targets.map((url) => known.typeOf(url))) : holder.types.map(({ code }) => code),
  );
  return (spot, scope) => select(spot, scope).some((found) => isOneOf(found.spot.type, names, scope));
}

type Select = (spot: Spot, scope: Scope) => readonly Found[];

/** A profile that is not known here takes every value of its type. */
function profileTest(types: readonly TypeReference[], resolved: boolean, select: Select): Test {
  return (spot, scope) =>
    select(spot, scope).some((found) =>
      types.some(({ code, profiles, targets }) =>
        resolved
          ? targets.some((target) => conforms(found.spot, target, found.scope))
          : isOneOf(found.spot.type, new Set([code]), scope) && profiles.some((one) => conforms(found.spot, one, found.scope)),
      ),
    );
}

function isOneOf(type: string, names: ReadonlySet<string | undefined>, { ground }: Scope): boolean {
  if (names.has(type)) return true;
  for (const ancestor of ground.shape(type)?.ancestors ?? []) if (names.has(ancestor)) return true;
  return false;
}

function existsTest(holders: readonly Element[], select: Select): Test | undefined {
  for (const { min, max } of holders) {
    if (max === 0) return (spot, scope) => select(spot, scope).length === 0;
    if (min > 0) return (spot, scope) => select(spot, scope).length > 0;
  }
  return undefined;
}

/**
 * Where a path leads among the elements of a definition: what the profile of the type says first, then what the slice itself spells out.
 */
function branchesAt(from: Branch<Element>, steps: readonly Step[], known: Definitions): readonly Branch<Element>[] {
  let at: readonly Branch<Element>[] = [from];
  steps.forEach((step, i) => {
    at = at.flatMap((one) => {
      if (step.kind === 'type') return ofType(one, step.name);
      if (step.kind === 'extension') return extensionBranches(one, step.url, known);
      if (step.kind === 'child') return childBranches(one, step.name, known);
      // What stands behind the last reference is said by its target profiles, which the element of the reference holds.
      return i === steps.length - 1 ? one : (known.firstTree(one.definition.types.flatMap(({ targets }) => targets)) ?? []);
    });
  });
  return at;
}

function ofType(at: Branch<Element>, name: string): Branch<Element> {
  return at.slices.find(({ definition }) => definition.types.some(({ code }) => code === name)) ?? at;
}

function childBranches(at: Branch<Element>, name: string, known: Definitions): readonly Branch<Element>[] {
  const named = (tree: Branch<Element> | undefined): readonly Branch<Element>[] =>
    tree?.children.filter((child) => child.name === name || child.name === `${name}[x]`) ?? [];
  const { types } = at.definition;
  const said = [...named(known.firstTree(types.flatMap(({ profiles }) => profiles))), ...named(at)];
  return said.length > 0 ? said : named(known.typeTree(types));
}

function extensionBranches(at: Branch<Element>, url: string, known: Definitions): readonly Branch<Element>[] {
  const slices = childBranches(at, 'extension', known).flatMap((child) => child.slices);
  const found = slices.filter((slice) => known.extensionUrl(slice) === url);
  const own = found.length > 0 ? undefined : known.tree(url);
  return own === undefined ? found : [own];
}

function valueTest(at: Branch<Element>, steps: readonly Step[], known: Definitions, inherited?: string): Test | undefined {
  const [step, ...rest] = steps;
  if (step === undefined) return ownTest(at, known, inherited);
  const said = at.definition.fixed ?? at.definition.pattern;
  if (said !== undefined) return partTest(said.value, steps, at.definition.fixed !== undefined);
  if (step.kind === 'resolve') {
    const tests = at.definition.types
      .flatMap(({ targets }) => targets)
      .flatMap((url) => {
        const tree = known.tree(url);
        return tree === undefined ? [] : (valueTest(tree, rest, known) ?? []);
      });
    return tests.length === 0 ? undefined : through(step, (spot, scope) => tests.some((test) => test(spot, scope)));
  }
  if (step.kind === 'type') return valueTest(ofType(at, step.name), rest, known);
  const urlOfExtension = step.kind === 'child' && step.name === 'url' ? known.extensionUrl(at) : undefined;
  if (urlOfExtension !== undefined) return ({ value }) => isObject(value) && value.url === urlOfExtension;
  const children = step.kind === 'extension' ? extensionBranches(at, step.url, known) : childBranches(at, step.name, known);
  const base =
    step.kind === 'child' ? known.typeTree(at.definition.types)?.children.find(({ name }) => name === step.name) : undefined;
  const tests = children
    .flatMap((child) => [child, ...child.slices])
    .flatMap((one) => valueTest(one, rest, known, base?.definition.binding?.valueSet) ?? []);
  return tests.length === 0 ? undefined : through(step, (spot, scope) => tests.some((test) => test(spot, scope)));
}

function through(step: Step, test: Test): Test {
  if (step.kind === 'child')
    return (spot, scope) => childrenOf(spot, step.name, scope).some((child) => test(child, enter(child, scope)));
  return (spot, scope) => follow({ spot, scope }, step).some((found) => test(found.spot, found.scope));
}

/**
 * What the element itself says of its value: fixed, pattern, what its own elements or its type's profile say, or a binding. A binding that
 * every element of that type has (`inherited`) tells nothing.
 */
function ownTest(at: Branch<Element>, known: Definitions, inherited: string | undefined): Test | undefined {
  const { binding, types } = at.definition;
  const tree = known.firstTree(types.flatMap(({ profiles }) => profiles));
  const said = saidTest(at) ?? (tree === undefined ? undefined : saidTest(tree));
  if (said !== undefined || binding === undefined || binding.valueSet === inherited) return said;
  if (binding.strength !== 'required' && binding.strength !== 'extensible') return undefined;
  return ({ value }, { ground }) =>
    codingsIn(value).some((coding) => ground.terminology.membership(binding.valueSet, coding) === 'in');
}

/** Fixed, pattern, or all that the elements below fix. */
function saidTest({ definition: { fixed, pattern }, children }: Branch<Element>): Test | undefined {
  if (fixed !== undefined) return ({ value }) => isSame(fixed.value, value);
  if (pattern !== undefined) return ({ value }) => fitsPattern(pattern.value, value);
  const inner = children.flatMap((child) => {
    const test = child.name === 'extension' ? undefined : saidTest(child);
    return test === undefined ? [] : through({ kind: 'child', name: child.name }, test);
  });
  return inner.length === 0 ? undefined : (spot, scope) => inner.every((test) => test(spot, scope));
}

/** A pattern further up says what stands at the path below it. */
function partTest(value: unknown, steps: readonly Step[], exact: boolean): Test | undefined {
  const names = steps.map((step) => (step.kind === 'child' ? step.name.replace('[x]', '') : ''));
  let parts: readonly unknown[] = [value];
  for (const name of names) parts = parts.flatMap((part) => (isObject(part) ? (part[name] ?? []) : []));
  if (parts.length === 0) return undefined;
  return (spot, scope) =>
    followAll({ spot, scope }, steps).some(({ spot: { value: found } }) =>
      parts.some((part) => (exact ? isSame(part, found) : fitsPattern(part, found))),
    );
}
