import { isObject, type Json } from '../json.ts';
import { checkBinding } from './binding.ts';
import { fault, type Part, type Scope, type Shape } from './ground.ts';
import { checkInvariants } from './invariants/invariant.ts';
import { kindOf, primitiveChecks } from './primitive.ts';

/** What is done at a value beyond walking through it: given from above, so that the walk knows no datatype. */
export interface Stops {
  /** A resource inside another: in `contained`, an entry, a parameter. */
  resource(value: Json, part: Part, at: string, scope: Scope): void;
  /** A value of a complex type, once its elements were checked. `host` is the shape that holds it, at `hostAt`. */
  complex(value: Json, part: Part, at: string, scope: Scope, host: Host): void;
  canonical(value: string, part: Part, at: string, scope: Scope): void;
  xhtml(value: string, at: string, scope: Scope): void;
}

/** The element in which an element stands. */
export interface Host {
  readonly shape: Shape;
  readonly value: unknown;
  readonly at: string;
}

/**
 * Checks a JSON object against a shape: names, arrays, nulls and `_name` siblings, primitive values, how often each element is there,
 * bindings and invariants of the base definitions. Goes as deep as the value, which the reader of JSON bounded.
 * Source: FHIR R4 §2.6.2, JSON representation of resources.
 */
export function checkObject(shape: Shape, value: Json, at: string, scope: Scope, stops: Stops): void {
  const host = { shape, value, at };
  let choices: Part[] | undefined;
  for (const key of Object.keys(value)) {
    const part = shape.parts.get(key);
    if (part !== undefined) {
      checkProperty(part, value[key], value[`_${key}`], `${at}.${part.step}`, scope, host, stops);
      if (part.choice) choices = chosen(choices, part, at, scope);
    } else if (key.startsWith('_')) {
      const bare = shape.parts.get(key.slice(1));
      if (bare?.primitive !== true) unknown(key, at, scope);
      else if (value[bare.name] === undefined) {
        checkProperty(bare, undefined, value[key], `${at}.${bare.step}`, scope, host, stops);
        if (bare.choice) choices = chosen(choices, bare, at, scope);
      }
    } else if (key !== 'resourceType' || shape.kind !== 'resource') unknown(key, at, scope);
  }
  for (const parts of shape.required) if (!parts.some((part) => isThere(value, part))) missing(shape, parts, at, scope);
  if (shape.invariants.length > 0) checkInvariants(shape.invariants, value, shape.name, at, scope);
}

function isThere(value: Json, part: Part): boolean {
  return value[part.name] !== undefined || (part.primitive && value[`_${part.name}`] !== undefined);
}

function unknown(key: string, at: string, scope: Scope): void {
  fault(scope, 'structure', at, `Unrecognized property '${key}'`, 'unknown-property');
}

function missing(shape: Shape, [part]: readonly Part[], at: string, scope: Scope): void {
  if (part === undefined) return;
  const name = `${shape.name}.${part.base}${part.choice ? '[x]' : ''}`;
  fault(scope, 'required', at, `${name}: minimum required = ${part.min}, but only found 0`, 'cardinality');
}

function chosen(before: Part[] | undefined, part: Part, at: string, scope: Scope): Part[] {
  const other = before?.find(({ base }) => base === part.base);
  if (other !== undefined)
    fault(
      scope,
      'structure',
      at,
      `Only one of '${other.name}' and '${part.name}' may be given: ${part.base}[x] is a choice`,
      'choice',
    );
  return [...(before ?? []), part];
}

function checkProperty(part: Part, value: unknown, extra: unknown, at: string, scope: Scope, host: Host, stops: Stops): void {
  if (!part.list) {
    if (Array.isArray(value))
      fault(scope, 'structure', at, `The property ${part.name} must be ${single(part)}, not an array`, 'json-shape');
    else checkOne(part, value, extra, at, scope, host, stops);
    return;
  }
  if (value !== undefined && !Array.isArray(value)) {
    fault(scope, 'structure', at, `The property ${part.name} must be a JSON array, not ${kindOf(value)}`, 'json-shape');
    return;
  }
  if (extra !== undefined && part.primitive && !Array.isArray(extra)) {
    fault(scope, 'structure', at, `The property _${part.name} must be a JSON array, not ${kindOf(extra)}`, 'json-shape');
    return;
  }
  const values: readonly unknown[] = value ?? [];
  const extras: readonly unknown[] = part.primitive && Array.isArray(extra) ? extra : [];
  const count = Math.max(values.length, extras.length);
  if (count === 0) fault(scope, 'structure', at, `The array ${part.name} cannot be empty`, 'json-shape');
  if (count > part.max)
    fault(scope, 'structure', at, `${part.name}: max allowed = ${part.max}, but found ${count}`, 'cardinality');
  for (let i = 0; i < count; i++)
    checkOne(part, values[i] ?? undefined, extras[i] ?? undefined, `${at}[${i}]`, scope, host, stops);
}

const single = (part: Part): string => (part.primitive ? 'one value' : 'a JSON object');

function checkOne(part: Part, value: unknown, extra: unknown, at: string, scope: Scope, host: Host, stops: Stops): void {
  if (part.primitive) checkPrimitive(part, value, extra, at, scope, stops);
  else if (!isObject(value)) {
    fault(scope, 'structure', at, `The property ${part.name} must be a JSON object, not ${kindOf(value)}`, 'json-shape');
    return;
  } else if (part.type === 'Resource') stops.resource(value, part, at, scope);
  else {
    const shape = scope.ground.shape(part.type);
    if (shape === undefined) return;
    if (isEmpty(value)) fault(scope, 'structure', at, 'An object must have some content: a value or children (ele-1)', 'ele-1');
    checkObject(shape, value, at, scope, stops);
    stops.complex(value, part, at, scope, host);
  }
  if (part.binding !== undefined && value !== undefined) checkBinding(part.binding, value, at, scope);
  if (part.invariants.length > 0) checkInvariants(part.invariants, value, part.type, at, scope);
}

/** An id alone is no content. */
function isEmpty(value: Json): boolean {
  for (const key in value) if (key !== 'id') return false;
  return true;
}

function checkPrimitive(part: Part, value: unknown, extra: unknown, at: string, scope: Scope, stops: Stops): void {
  if (value === undefined || value === null) {
    if (!isObject(extra) || isEmpty(extra))
      fault(scope, 'structure', at, `${part.name} must have a value, or extensions in _${part.name} (ele-1)`, 'ele-1');
  } else {
    const wrong = primitiveChecks[part.type]?.(value);
    if (wrong !== undefined) fault(scope, 'value', at, `The value of ${part.name} ${wrong}`, part.type);
    else if (part.type === 'xhtml') stops.xhtml(String(value), at, scope);
    else if (part.type === 'canonical') stops.canonical(String(value), part, at, scope);
  }
  if (extra === undefined || extra === null) return;
  const shape = scope.ground.shape(part.type);
  if (!isObject(extra))
    fault(scope, 'structure', at, `The property _${part.name} must be a JSON object, not ${kindOf(extra)}`, 'json-shape');
  else if (isEmpty(extra) && extra.id === undefined) fault(scope, 'structure', at, `_${part.name} cannot be empty`, 'ele-1');
  else if (shape !== undefined) checkObject(shape, extra, at, scope, stops);
}
