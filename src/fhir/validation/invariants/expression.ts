import fhirpath from 'fhirpath';
import r4 from 'fhirpath/fhir-context/r4';
import { isObject, text } from '../../json.ts';
import { codingsIn } from '../binding.ts';
import { conforms } from '../conformance.ts';
import type { Scope } from '../ground.ts';
import { resolveIn } from '../reference.ts';

/** A FHIRPath expression on a value of a type; undefined when it cannot be read or evaluated. */
export type Evaluate = (value: unknown, type: string, scope: Scope) => boolean | undefined;

/**
 * Compiles an invariant once for each type that it is used on. True when the expression gives true, or anything that is not one boolean;
 * nothing at all counts as false, as in HL7's validator. Source: FHIR R4 §2.1.0.7, FHIRPath 2.0.
 */
export function expressionOf(expression: string): Evaluate {
  const byType = new Map<string, Compiled | undefined>();
  return (value, type, scope) => {
    if (!byType.has(type)) byType.set(type, compiled(expression, type));
    const evaluate = byType.get(type);
    if (evaluate === undefined) return undefined;
    const before = asking;
    asking = scope;
    try {
      return isTrue(evaluate(value, environment(scope)));
    } catch {
      return undefined;
    } finally {
      asking = before;
    }
  };
}

type Compiled = (value: unknown, environment: Record<string, unknown>) => readonly unknown[];

/** The functions below have no other way to know in which resource they are asked. Evaluation is synchronous. */
let asking: Scope | undefined;

function compiled(expression: string, type: string): Compiled | undefined {
  // The names of primitive types begin in lower case.
  const words = /^[a-z]/.test(type)
    ? expression.replace(valueOfPrimitive, (word) => (word === 'value' ? '$this' : word))
    : expression;
  try {
    const compile = fhirpath.compile as (path: { base: string; expression: string }, model: unknown, options: unknown) => unknown;
    return compile({ base: type, expression: words }, r4, options) as Compiled;
  } catch {
    return undefined;
  }
}

/**
 * FHIR's primitives have an element `value`, which the engine takes for the primitive itself and does not know by name. What stands in
 * quotes, after a dot or before a parenthesis is something else.
 */
const valueOfPrimitive = /'(?:\\.|[^'\\])*'|`[^`]*`|[.%]\s*\w+|\bvalue\b(?!\s*\()/g;

function environment(scope: Scope): Record<string, unknown> {
  const root = scope.contained && scope.outer !== undefined ? scope.outer.resource : scope.resource;
  return { resource: scope.resource, rootResource: root, sct: 'http://snomed.info/sct', loinc: 'http://loinc.org' };
}

function isTrue(result: readonly unknown[]): boolean {
  if (result.length !== 1) return result.length > 0;
  const only = plain(result[0]);
  return typeof only === 'boolean' ? only : true;
}

/** The engine gives what comes out of a resource inside a node of its own. */
function plain(value: unknown): unknown {
  return isObject(value) && 'data' in value ? value.data : value;
}

const nodeOf = fhirpath.compile('$this', r4, { resolveInternalTypes: false }) as unknown as Compiled;

function resolved(inputs: readonly unknown[]): unknown[] {
  const scope = asking;
  if (scope === undefined) return [];
  return inputs.flatMap((input) => {
    const value = plain(input);
    const reference = isObject(value) ? text(value.reference) : text(value);
    const found = reference === undefined ? undefined : resolveIn(scope, reference);
    return found === undefined ? [] : nodeOf(found.resource, {});
  });
}

function member(inputs: readonly unknown[], valueSet: string): boolean[] {
  const [value] = inputs.map(plain);
  const terminology = asking?.ground.terminology;
  if (terminology === undefined || value === undefined) return [];
  const answers = codingsIn(value).map((coding) => terminology.membership(valueSet, coding));
  if (answers.includes('in')) return [true];
  return answers.includes('unknown') ? [] : [false];
}

function conformsTo(inputs: readonly unknown[], url: string): boolean[] {
  const scope = asking;
  const profile = scope?.ground.profile(url);
  if (scope === undefined || profile === undefined) return [];
  return [
    inputs.map(plain).every((value) => {
      const type = isObject(value) && typeof value.resourceType === 'string' ? value.resourceType : profile.type;
      return conforms({ value, extra: undefined, type, at: scope.at }, url, scope);
    }),
  ];
}

/** Whether a value is among what an expression selects in a resource; undefined when the expression cannot be evaluated. */
export function selects(expression: string, value: unknown, scope: Scope): boolean | undefined {
  const type = String(scope.resource.resourceType);
  try {
    const found = compiled(expression, type)?.(scope.resource, environment(scope)).map(plain);
    // A primitive is not told apart from another of the same text.
    return found?.some((one) => one === value || one === true || (typeof one !== 'object' && typeof value !== 'object'));
  } catch {
    return undefined;
  }
}

const options = {
  resolveInternalTypes: false,
  // The engine would write traces to the console: they quote the resource.
  traceFn: () => undefined,
  userInvocationTable: {
    resolve: { fn: resolved, arity: { 0: [] }, internalStructures: true },
    memberOf: { fn: member, arity: { 1: ['String'] }, internalStructures: true },
    conformsTo: { fn: conformsTo, arity: { 1: ['String'] }, internalStructures: true },
    // The narrative has its own check.
    htmlChecks: { fn: () => [true], arity: { 0: [] }, internalStructures: true },
  },
};
