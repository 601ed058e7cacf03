import type { Element } from '../../definitions/element.ts';
import type { Branch } from '../../definitions/tree.ts';
import { isObject } from '../../json.ts';
import { codingsIn } from '../binding.ts';
import { conforms } from '../conformance.ts';
import type { Scope, Spot } from '../ground.ts';
import type { Definitions } from './definitions.ts';
import { childrenOf, type Found, follow, followAll, type Step } from './reach.ts';
import { fitsPattern, isSame } from './values.ts';

/** Whether a value has what tells a slice. */
export type Test = (spot: Spot, scope: Scope) => boolean;

/** What a discriminator asks of the values of one slice; undefined when the slice says nothing at that path. */
export function discriminate(type: string, steps: readonly Step[], slice: Branch<Element>, known: Definitions): Test | undefined {
  if (type === 'value' || type === 'pattern') return valueTest(slice, steps, known);
  const holder = branchAt(slice, steps, known);
  if (holder === undefined) return undefined;
  const select = (spot: Spot, scope: Scope): readonly Found[] => followAll({ spot, scope }, steps);
  if (type === 'exists') return existsTest(holder.definition, select);
  const resolved = steps.at(-1)?.kind === 'resolve';
  const { types } = holder.definition;
  if (type === 'profile') {
    const profiles = types.flatMap((one) => (resolved ? one.targets : one.profiles));
    return (spot, scope) =>
      select(spot, scope).some((found) => profiles.some((profile) => conforms(found.spot, profile, found.scope)));
  }
  if (type !== 'type') return undefined;
  const names = new Set(
    resolved ? types.flatMap((one) => one.targets.map((url) => known.typeOf(url))) : types.map(({ code }) => code),
  );
  return (spot, scope) => select(spot, scope).some((found) => isOneOf(found.spot.type, names, scope));
}

function isOneOf(type: string, names: ReadonlySet<string | undefined>, { ground }: Scope): boolean {
  if (names.has(type)) return true;
  for (const ancestor of ground.shape(type)?.ancestors ?? []) if (names.has(ancestor)) return true;
  return false;
}

function existsTest({ min, max }: Element, select: (spot: Spot, scope: Scope) => readonly Found[]): Test | undefined {
  if (max === 0) return (spot, scope) => select(spot, scope).length === 0;
  return min > 0 ? (spot, scope) => select(spot, scope).length > 0 : undefined;
}

/** Where a path leads among the elements of a definition: into the profiles of types and of references when they are not spelled out. */
function branchAt(from: Branch<Element>, steps: readonly Step[], known: Definitions): Branch<Element> | undefined {
  let at: Branch<Element> | undefined = from;
  steps.forEach((step, i) => {
    if (at === undefined) return;
    // What stands behind the last reference is said by its target profiles, which the element of the reference holds.
    if (step.kind === 'resolve')
      at = i === steps.length - 1 ? at : known.firstTree(at.definition.types.flatMap(({ targets }) => targets));
    else if (step.kind === 'type') at = ofType(at, step.name);
    else at = step.kind === 'extension' ? extensionBranch(at, step.url, known) : childBranch(at, step.name, known);
  });
  return at;
}

function ofType(at: Branch<Element>, name: string): Branch<Element> {
  return at.slices.find(({ definition }) => definition.types.some(({ code }) => code === name)) ?? at;
}

function childBranch(at: Branch<Element>, name: string, known: Definitions): Branch<Element> | undefined {
  const own = at.children.find((child) => child.name === name || child.name === `${name}[x]`);
  if (own !== undefined) return own;
  const tree = known.firstTree(at.definition.types.flatMap(({ profiles }) => profiles)) ?? known.typeTree(at.definition.types);
  return tree?.children.find((child) => child.name === name || child.name === `${name}[x]`);
}

function extensionBranch(at: Branch<Element>, url: string, known: Definitions): Branch<Element> | undefined {
  const slices = childBranch(at, 'extension', known)?.slices ?? [];
  return slices.find((slice) => known.extensionUrl(slice) === url) ?? known.tree(url);
}

function valueTest(at: Branch<Element>, steps: readonly Step[], known: Definitions): Test | undefined {
  const [step, ...rest] = steps;
  if (step === undefined) return ownTest(at, known);
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
  const child = step.kind === 'extension' ? extensionBranch(at, step.url, known) : childBranch(at, step.name, known);
  if (child === undefined) return undefined;
  const tests = [child, ...child.slices].flatMap((one) => valueTest(one, rest, known) ?? []);
  return tests.length === 0 ? undefined : through(step, (spot, scope) => tests.some((test) => test(spot, scope)));
}

function through(step: Step, test: Test): Test {
  if (step.kind === 'child') return (spot, scope) => childrenOf(spot, step.name, scope).some((child) => test(child, scope));
  return (spot, scope) => follow({ spot, scope }, step).some((found) => test(found.spot, found.scope));
}

/** What the element itself says of its value: fixed, pattern, a binding, or what its own elements or its type's profile say. */
function ownTest(at: Branch<Element>, known: Definitions, profiled = true): Test | undefined {
  const { fixed, pattern, binding, types } = at.definition;
  if (fixed !== undefined) return ({ value }) => isSame(fixed.value, value);
  if (pattern !== undefined) return ({ value }) => fitsPattern(pattern.value, value);
  const inner = at.children.flatMap((child) => {
    const test = child.name === 'extension' ? undefined : ownTest(child, known);
    return test === undefined ? [] : through({ kind: 'child', name: child.name }, test);
  });
  if (inner.length > 0) return (spot, scope) => inner.every((test) => test(spot, scope));
  if (binding !== undefined && (binding.strength === 'required' || binding.strength === 'extensible'))
    return ({ value }, { ground }) =>
      codingsIn(value).some((coding) => ground.terminology.membership(binding.valueSet, coding) === 'in');
  const tree = profiled ? known.firstTree(types.flatMap(({ profiles }) => profiles)) : undefined;
  return tree === undefined ? undefined : ownTest(tree, known, false);
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
