import type { Constraint } from '../../definitions/element.ts';
import { isObject } from '../../json.ts';
import { type Invariant, report, type Scope } from '../ground.ts';
import { asMeant, byHand } from './byHand.ts';
import { type Evaluate, expressionOf } from './expression.ts';

/** Held natively by the walk through JSON: an element has a value or children; an extension has a value or extensions, never both. */
const native = new Set(['ele-1', 'ext-1']);

/** Checked where they belong: the narrative (txt-1, txt-2) and contained resources (dom-3). */
const elsewhere = new Set(['txt-1', 'txt-2', 'dom-3']);

/** The constraints of an element that have to be run, ready to run. */
export function invariantsOf(constraints: readonly Constraint[]): Invariant[] {
  return constraints.filter(({ key }) => !native.has(key) && !elsewhere.has(key)).map(invariantOf);
}

const engines = new Map<string, Evaluate>();

/** Expressions repeat across definitions: each is compiled once in a process. */
function engineFor(expression: string): Evaluate {
  let engine = engines.get(expression);
  if (engine === undefined) {
    engine = expressionOf(expression);
    engines.set(expression, engine);
  }
  return engine;
}

function invariantOf({ key, severity, human, expression, bestPractice }: Constraint): Invariant {
  return { key, expression, human, severity: bestPractice ? 'warning' : severity, holds: evaluatorOf(expression) };
}

function evaluatorOf(expression: string): Evaluate {
  const meant = asMeant.get(expression);
  if (meant !== undefined) return meant;
  const engine = engineFor(expression);
  const hand = byHand.get(expression);
  if (hand === undefined) return engine;
  return (value, type, scope) => (isObject(value) ? hand(value, scope) : undefined) ?? engine(value, type, scope);
}

/** Runs them on one value; `from` names the profile that asks, when it is not the type itself. */
export function checkInvariants(
  invariants: readonly Invariant[],
  value: unknown,
  type: string,
  at: string,
  scope: Scope,
  from?: string,
): void {
  for (const invariant of invariants) {
    const holds = invariant.holds(value, type, scope);
    if (holds === true) continue;
    const source = from === undefined ? '' : ` (defined in ${from})`;
    if (holds === false)
      report(
        scope,
        invariant.severity,
        'invariant',
        at,
        `Constraint failed: ${invariant.key}: '${invariant.human}'${source}`,
        invariant.key,
      );
    else
      report(scope, 'warning', 'not-supported', at, `Constraint ${invariant.key} could not be evaluated${source}`, invariant.key);
  }
}
