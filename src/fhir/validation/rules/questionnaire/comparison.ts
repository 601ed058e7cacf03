import { isObject, type Json } from '../../../json.ts';
import { inUnit } from '../ucum.ts';

const ucum = 'http://unitsofmeasure.org';

/**
 * Which of two answers of one type is greater: below, at or above 0; undefined when that cannot be told (no order, other units, dates of
 * which one is less precise and covers the other).
 */
export function compareAnswers(type: string, left: unknown, right: unknown): number | undefined {
  if (type === 'Quantity') return isObject(left) && isObject(right) ? compareQuantities(left, right) : undefined;
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left !== 'string' || typeof right !== 'string') return undefined;
  if (type === 'date' || type === 'dateTime' || type === 'instant') return compareDates(left, right);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Same system and code, or UCUM units of one dimension; without codes nothing is comparable. */
export function compareQuantities(left: Json, right: Json): number | undefined {
  if (typeof left.value !== 'number' || typeof right.value !== 'number') return undefined;
  if (typeof left.code !== 'string' || typeof right.code !== 'string' || left.system !== right.system) return undefined;
  if (left.code === right.code) return left.value - right.value;
  if (left.system !== ucum) return undefined;
  const converted = inUnit(left.value, left.code, right.code);
  return converted === undefined ? undefined : converted - right.value;
}

/** Two times are compared as moments; otherwise as far as both are written, and when they are equal so far and one goes on, nobody knows. */
function compareDates(left: string, right: string): number | undefined {
  if (left === right) return 0;
  if (left.includes('T') && right.includes('T')) {
    const difference = Date.parse(left) - Date.parse(right);
    return Number.isNaN(difference) ? undefined : difference;
  }
  const length = Math.min(left.split('T')[0]?.length ?? 0, right.split('T')[0]?.length ?? 0);
  const [a, b] = [left.slice(0, length), right.slice(0, length)];
  return a === b ? (left.length === right.length ? 0 : undefined) : a < b ? -1 : 1;
}
