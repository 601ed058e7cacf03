import type { Element, Slicing } from '../../definitions/element.ts';
import type { Branch } from '../../definitions/tree.ts';
import { type Check, fault, report, type Scope, type Spot } from '../ground.ts';
import type { Definitions } from './definitions.ts';
import { discriminate, type Test } from './discriminator.ts';
import { enter, stepsOf } from './reach.ts';

/** Checks all the values of one element together. `at` is the place of what holds them. */
export type GroupCheck = (spots: readonly Spot[], at: string, scope: Scope) => void;

/** What a slice asks of its values: how each must be, and how they are sliced again. */
export interface SliceContent {
  readonly each: Check | undefined;
  readonly group: GroupCheck | undefined;
}

interface Slice extends SliceContent {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly matches: Test | undefined;
  /** The place in the list, for a slice told by its position. */
  readonly position: number | undefined;
}

/**
 * The slices of an element: which value is in which, whether closed and ordered slicing allow it, how many each slice has, and what it asks.
 * Source: FHIR R4 §5.1.0.9 and ElementDefinition.slicing.
 */
export function compileSlicing(
  sliced: Branch<Element>,
  inherited: Slicing | undefined,
  known: Definitions,
  from: string,
  contentOf: (slice: Branch<Element>, slicing: Slicing) => SliceContent,
): GroupCheck | undefined {
  const slicing = sliced.definition.slicing ?? inherited ?? implied(sliced);
  if (slicing === undefined || sliced.slices.length === 0) return undefined;
  const label = `${sliced.definition.path}${sliced.slice === undefined ? '' : `:${sliced.slice}`}`;
  const slices = sliced.slices.map((slice, i): Slice => {
    const { min, max } = slice.definition;
    const position = slicing.discriminators.some(({ type }) => type === 'position') ? i : undefined;
    return { name: slice.slice ?? '', min, max, position, matches: matcher(slice, slicing, known), ...contentOf(slice, slicing) };
  });
  const blind = slices.find(({ matches, position }) => matches === undefined && position === undefined);
  return (spots, at, scope) => {
    if (blind !== undefined && spots.length > 0) {
      report(
        scope,
        'warning',
        'not-supported',
        at,
        `Slice '${label}:${blind.name}' cannot be told apart: its discriminators say nothing (from ${from})`,
        'slicing',
      );
      return;
    }
    const members = share(slices, spots, slicing, label, from, scope);
    slices.forEach((slice, i) => {
      checkSlice(slice, members[i] ?? [], label, from, at, scope);
    });
  };
}

function checkSlice(slice: Slice, spots: readonly Spot[], label: string, from: string, at: string, scope: Scope): void {
  const name = `${label}:${slice.name}`;
  if (spots.length < slice.min) {
    const message =
      spots.length === 0
        ? `Slice '${name}': a matching slice is required, but not found (from ${from})`
        : `${name}: minimum required = ${slice.min}, but only found ${spots.length} (from ${from})`;
    fault(scope, 'required', at, message, 'slicing');
  }
  if (spots.length > slice.max)
    fault(scope, 'structure', at, `${name}: max allowed = ${slice.max}, but found ${spots.length} (from ${from})`, 'slicing');
  if (slice.each !== undefined) for (const spot of spots) slice.each(spot, scope);
  slice.group?.(spots, at, scope);
}

/** The values of each slice. A value goes to the first slice that it fits. */
function share(
  slices: readonly Slice[],
  spots: readonly Spot[],
  slicing: Slicing,
  label: string,
  from: string,
  scope: Scope,
): Spot[][] {
  const members: Spot[][] = slices.map(() => []);
  let furthest = -1;
  let open = false;
  spots.forEach((spot, place) => {
    const index = slices.findIndex(({ matches, position }) => position === place || matches?.(spot, enter(spot, scope)) === true);
    if (index < 0) {
      open = true;
      if (slicing.rules === 'closed')
        fault(
          scope,
          'structure',
          spot.at,
          `This element does not match any slice of '${label}' and the slicing is closed (from ${from})`,
          'slicing',
        );
      return;
    }
    members[index]?.push(spot);
    if (open && slicing.rules === 'openAtEnd')
      fault(
        scope,
        'structure',
        spot.at,
        `An element of slice '${label}:${slices[index]?.name}' stands after others, which belong at the end (from ${from})`,
        'slicing',
      );
    if (slicing.ordered && index < furthest)
      fault(
        scope,
        'structure',
        spot.at,
        `As specified by ${from}, slice '${label}:${slices[index]?.name}' is out of order`,
        'slicing',
      );
    furthest = Math.max(furthest, index);
  });
  return members;
}

function matcher(slice: Branch<Element>, slicing: Slicing, known: Definitions): Test | undefined {
  const tests: Test[] = [];
  for (const { type, path } of slicing.discriminators) {
    if (type === 'position') continue;
    const steps = stepsOf(path);
    const test = steps === undefined ? undefined : discriminate(type, steps, slice, known);
    if (test !== undefined) tests.push(test);
  }
  if (tests.length === 0) return undefined;
  return (spot, scope) => tests.every((test) => test(spot, scope));
}

/** What is meant when slices are given without slicing: extensions are told by url, a choice by its type. */
function implied({ name, slices }: Branch<Element>): Slicing | undefined {
  if (slices.length === 0) return undefined;
  const by = (type: string, path: string): Slicing => ({ discriminators: [{ type, path }], ordered: false, rules: 'open' });
  if (name === 'extension' || name === 'modifierExtension') return by('value', 'url');
  return name.endsWith('[x]') ? by('type', '$this') : undefined;
}
