import type { Binding } from '../definitions/element.ts';
import { isObject, type Json, objects, text } from '../json.ts';
import { report, type Scope } from './ground.ts';
import type { Issue } from './issue.ts';

/** A text or an address is a code only where the element can be nothing else. */
export function isBindable(type: string, choice: boolean): boolean {
  return coded.has(type) || (!choice && (type === 'string' || type === 'uri' || type === 'canonical'));
}

const coded = new Set([
  'code',
  'Coding',
  'CodeableConcept',
  'Quantity',
  'Age',
  'Count',
  'Distance',
  'Duration',
  'SimpleQuantity',
]);

type Membership = 'in' | 'out' | 'unknown';

/**
 * Holds a code, uri, string, Coding, CodeableConcept or Quantity to its binding. Required: refused when out. Extensible: a warning. A
 * preferred or example binding refuses nothing; the largest set allowed (maxValueSet) and additional bindings refuse. Nothing is said
 * when the value set is not known here. Source: FHIR R4 §4.1.5.
 */
export function checkBinding(binding: Binding, value: unknown, at: string, scope: Scope): void {
  const { strength, valueSet, maxValueSet, alsoRequired } = binding;
  if (strength === 'required' || strength === 'extensible') checkSet(valueSet, strength, value, at, scope);
  if (maxValueSet !== undefined && strength !== 'required') checkSet(maxValueSet, 'required', value, at, scope);
  for (const also of alsoRequired) checkSet(also, 'required', value, at, scope);
}

function checkSet(valueSet: string, strength: 'required' | 'extensible', value: unknown, at: string, scope: Scope): void {
  const severity = strength === 'required' ? 'error' : 'warning';
  const found = membershipOf(valueSet, value, scope);
  const from = strength === 'required' ? 'a code from it is required' : 'a code from it should be used where one fits';
  if (found === undefined) {
    if (isObject(value) && !Array.isArray(value.coding) && text(value.text) !== undefined)
      tell(scope, severity, at, `No code of the value set '${valueSet}' is given: ${from}`);
  } else if (found.is === 'out')
    tell(scope, severity, at, `The code given (${found.said}) is not in the value set '${valueSet}': ${from}`);
}

function tell(scope: Scope, severity: Issue['severity'], at: string, message: string): void {
  report(scope, severity, 'code-invalid', at, message, 'binding');
}

/** The best that any coding of the value gives; undefined when there is no code. */
function membershipOf(valueSet: string, value: unknown, scope: Scope): { is: Membership; said: string } | undefined {
  const { terminology } = scope.ground;
  let best: Membership | undefined;
  const said: string[] = [];
  for (const coding of codingsIn(value)) {
    const is = terminology.membership(valueSet, coding);
    if (is === 'in') return { is, said: '' };
    said.push(coding.system === undefined ? coding.code : `${coding.system}#${coding.code}`);
    if (best !== 'unknown') best = is;
  }
  return best === undefined ? undefined : { is: best, said: said.join(', ') };
}

/** The codes that a value gives: a Quantity gives its unit. */
export function codingsIn(value: unknown): { readonly system?: string; readonly code: string }[] {
  if (typeof value === 'string') return [{ code: value }];
  if (!isObject(value)) return [];
  return Array.isArray(value.coding) ? objects(value.coding).flatMap(coding) : coding(value);
}

function coding(value: Json): { readonly system?: string; readonly code: string }[] {
  const [code, system] = [text(value.code), text(value.system)];
  if (code === undefined) return [];
  // A coding without system has no meaning of its own: it is not the code of the same name of the set.
  return [{ code, system: system ?? '' }];
}
