import fhirpath from 'fhirpath';
import type { TypedValue } from '../../definitions/element.ts';
import { isObject, type Json, text } from '../../json.ts';

/** fixed[x]: the same in every part, nothing more. Source: FHIR R4 §2.1.28.1, ElementDefinition.fixed[x]. */
export function isSame(fixed: unknown, value: unknown): boolean {
  if (Array.isArray(fixed))
    return Array.isArray(value) && value.length === fixed.length && fixed.every((one, i) => isSame(one, value[i]));
  if (!isObject(fixed)) return fixed === value;
  if (!isObject(value)) return false;
  const keys = Object.keys(fixed);
  return keys.length === Object.keys(value).length && keys.every((key) => isSame(fixed[key], value[key]));
}

/** pattern[x]: what the pattern says is there; each item of a list of the pattern fits one of the value. */
export function fitsPattern(pattern: unknown, value: unknown): boolean {
  if (Array.isArray(pattern))
    return Array.isArray(value) && pattern.every((one) => value.some((candidate) => fitsPattern(one, candidate)));
  if (!isObject(pattern)) return pattern === value;
  return isObject(value) && Object.keys(pattern).every((key) => fitsPattern(pattern[key], value[key]));
}

/**
 * Orders two values of a type that has a least and a greatest value: numbers, dates and times, quantities whose units can be converted
 * (UCUM). Undefined when they cannot be compared.
 */
export function compare(limit: TypedValue, value: unknown): number | undefined {
  if (isObject(limit.value)) return isObject(value) ? compareQuantities(value, limit.value) : undefined;
  if (typeof limit.value === 'number') return typeof value === 'number' ? Math.sign(value - limit.value) : undefined;
  if (typeof limit.value !== 'string' || typeof value !== 'string') return undefined;
  return compareMoments(value, limit.value);
}

function compareQuantities(value: Json, limit: Json): number | undefined {
  const [has, most] = [value.value, limit.value];
  if (typeof has !== 'number' || typeof most !== 'number') return undefined;
  const [from, to] = [text(value.code), text(limit.code)];
  if (from === to || to === undefined) return Math.sign(has - most);
  if (from === undefined) return undefined;
  const converted = fhirpath.ucumUtils.convertUnitTo(from, has, to);
  return converted.status === 'succeeded' && typeof converted.toVal === 'number' ? Math.sign(converted.toVal - most) : undefined;
}

/** Full moments by time, the rest as far as the less precise of the two goes. */
function compareMoments(value: string, limit: string): number | undefined {
  if (value.includes('T') && limit.includes('T')) {
    const difference = Date.parse(value) - Date.parse(limit);
    return Number.isNaN(difference) ? undefined : Math.sign(difference);
  }
  const digits = Math.min(value.length, limit.length);
  const [a, b] = [value.slice(0, digits), limit.slice(0, digits)];
  return a === b ? 0 : a < b ? -1 : 1;
}

/** A value as a message shows it. */
export function shown(value: unknown): string {
  const json = JSON.stringify(value) ?? 'nothing';
  return json.length > 120 ? `${json.slice(0, 120)}…` : json;
}
