import type { Element, TypedValue } from '../../definitions/element.ts';
import { type Check, fault } from '../ground.ts';
import { compare, fitsPattern, isSame, shown } from './values.ts';

/** What an element says of its value itself: fixed, pattern, least, greatest, length, regex. */
export function valueChecks(definition: Element, from: string): Check[] {
  const { fixed, pattern, minValue, maxValue, maxLength, regex } = definition;
  const checks: Check[] = [];
  if (fixed !== undefined) checks.push(equalityCheck(fixed, isSame, 'fixed to', from));
  if (pattern !== undefined) checks.push(equalityCheck(pattern, fitsPattern, 'required to fit the pattern', from));
  if (minValue !== undefined) checks.push(limitCheck(minValue, -1, 'less than the minimum', from));
  if (maxValue !== undefined) checks.push(limitCheck(maxValue, 1, 'greater than the maximum', from));
  if (maxLength !== undefined) checks.push(lengthCheck(maxLength, from));
  const expression = regex === undefined ? undefined : compiledRegex(regex);
  if (expression !== undefined) checks.push(regexCheck(expression, from));
  return checks;
}

function equalityCheck(said: TypedValue, holds: (said: unknown, value: unknown) => boolean, words: string, from: string): Check {
  return ({ value, at }, scope) => {
    if (!holds(said.value, value))
      fault(scope, 'value', at, `Value is ${shown(value)} but is ${words} ${shown(said.value)} (from ${from})`, 'fixed');
  };
}

function limitCheck(limit: TypedValue, wrong: number, words: string, from: string): Check {
  return ({ value, at }, scope) => {
    if (value !== undefined && compare(limit, value) === wrong)
      fault(scope, 'value', at, `The value ${shown(value)} is ${words} ${shown(limit.value)} (from ${from})`, 'limit');
  };
}

function lengthCheck(maxLength: number, from: string): Check {
  return ({ value, at }, scope) => {
    if (typeof value === 'string' && value.length > maxLength)
      fault(scope, 'value', at, `The value has ${value.length} characters, ${maxLength} at most (from ${from})`, 'max-length');
  };
}

/** Longer values than any that a regex is written for are not tried: the expression comes from a guide, and may be slow. */
const longestTried = 1000;

/** Extension regex of an element: the whole value matches. */
function regexCheck(expression: RegExp, from: string): Check {
  return ({ value, at }, scope) => {
    if (typeof value === 'string' && value.length <= longestTried && !expression.test(value))
      fault(scope, 'value', at, `The value ${shown(value)} does not match ${expression.source} (from ${from})`, 'regex');
  };
}

function compiledRegex(regex: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${regex})$`, 'u');
  } catch {
    return undefined;
  }
}
