import { isObject, type Json, objects } from '../../json.ts';
import type { Scope } from '../ground.ts';

type ByHand = (value: Json, scope: Scope) => boolean | undefined;

/**
 * Invariants that are met in most resources, as closures: the general engine takes some 15 µs for each. Keyed by the expression, so a
 * profile that words the same one differently is not concerned. Each is held equal to the engine by `byHand.test.ts`.
 * Undefined: leave it to the engine.
 */
export const byHand: ReadonlyMap<string, ByHand> = new Map<string, ByHand>([
  ['contained.contained.empty()', (value) => objects(value.contained).every((one) => absent(one, 'contained'))],
  [
    'contained.meta.versionId.empty() and contained.meta.lastUpdated.empty()',
    (value) => metas(value).every((meta) => absent(meta, 'versionId') && absent(meta, 'lastUpdated')),
  ],
  ['contained.meta.security.empty()', (value) => metas(value).every((meta) => absent(meta, 'security'))],
  ['text.`div`.exists()', (value) => isObject(value.text) && !absent(value.text, 'div')],
  ['dataAbsentReason.empty() or value.empty()', (value) => absent(value, 'dataAbsentReason') || !choice(value, 'value')],
  [
    'value.empty() or component.code.where(coding.intersect(%resource.code.coding).exists()).empty()',
    (value) => !choice(value, 'value') || absent(value, 'component') || undefined,
  ],
  ['low.exists() or high.exists() or text.exists()', anyOf('low', 'high', 'text')],
  ['value.exists() or dataAbsentReason.exists()', (value) => choice(value, 'value') || !absent(value, 'dataAbsentReason')],
  [
    '(component.empty() and hasMember.empty()) implies (dataAbsentReason.exists() or value.exists())',
    (value) =>
      !absent(value, 'component') || !absent(value, 'hasMember') || !absent(value, 'dataAbsentReason') || choice(value, 'value'),
  ],
  ['code.empty() or system.exists()', (value) => absent(value, 'code') || !absent(value, 'system')],
  ['value.empty() or system.exists()', (value) => !choice(value, 'value') || !absent(value, 'system')],
  ['comparator.empty()', (value) => absent(value, 'comparator')],
  ['data.empty() or contentType.exists()', (value) => absent(value, 'data') || !absent(value, 'contentType')],
  [
    'name.exists() or telecom.exists() or address.exists() or organization.exists()',
    anyOf('name', 'telecom', 'address', 'organization'),
  ],
  ['(identifier.count() + name.count()) > 0', anyOf('identifier', 'name')],
  ["where(use = 'home').empty()", (value) => value.use !== 'home'],
  ['policy.exists() or policyRule.exists()', anyOf('policy', 'policyRule')],
  ['type.exists() or actor.exists()', anyOf('type', 'actor')],
  ['resource.exists() or request.exists() or response.exists()', anyOf('resource', 'request', 'response')],
  ['start.hasValue().not() or end.hasValue().not() or (start <= end)', period],
  [
    "reference.startsWith('#').not() or (reference.substring(1).trace('url') in %rootResource.contained.id.trace('ids'))",
    (value, scope) => localReference(value, scope),
  ],
]);

/** An element is there when it has a value, or when it has extensions in its `_name`. */
function absent(value: Json, name: string): boolean {
  const [own, extra] = [value[name], value[`_${name}`]];
  return (own === undefined || (Array.isArray(own) && own.length === 0)) && extra === undefined;
}

function anyOf(...names: readonly string[]): ByHand {
  return (value) => names.some((name) => !absent(value, name));
}

/** One of the types of `value[x]` is there. */
function choice(value: Json, base: string): boolean {
  for (const key in value) {
    const start = key.startsWith('_') ? 1 : 0;
    if (!key.startsWith(base, start)) continue;
    const next = key.charCodeAt(start + base.length);
    if (Number.isNaN(next) || (next >= 65 && next <= 90)) return true;
  }
  return false;
}

function metas(value: Json): readonly Json[] {
  return objects(value.contained)
    .map((one) => one.meta)
    .filter(isObject);
}

/** Two moments written in the same form and zone compare as text; anything else is for the engine. */
function period({ start, end }: Json): boolean | undefined {
  if (start === undefined || end === undefined) return true;
  if (typeof start !== 'string' || typeof end !== 'string' || start.length !== end.length) return undefined;
  if (start.length === 10 || (start.length > 16 && start.slice(19) === end.slice(19))) return start <= end;
  return undefined;
}

/** A reference to the container itself, `#`, is one too: the text of R4 §2.3.0.2 allows it. */
function localReference({ reference }: Json, scope: Scope): boolean {
  if (typeof reference !== 'string' || !reference.startsWith('#') || reference === '#') return true;
  const root = scope.contained && scope.outer !== undefined ? scope.outer.resource : scope.resource;
  const id = reference.slice(1);
  return objects(root.contained).some((one) => one.id === id);
}
