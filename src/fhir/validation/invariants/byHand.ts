import { isObject, type Json, objects } from '../../json.ts';
import type { Scope } from '../ground.ts';
import { resolveIn } from '../reference.ts';

/** Undefined: leave it to the engine. */
type ByHand = (value: Json, scope: Scope) => boolean | undefined;

/**
 * Invariants that are met in most resources, as closures: the general engine takes some 15 µs for each. Keyed by the expression, so a
 * profile that words the same one differently is not concerned. Each is held equal to the engine by `byHand.test.ts`.
 */
export const byHand: ReadonlyMap<string, ByHand> = new Map<string, ByHand>([
  // DomainResource
  ['contained.contained.empty()', (value) => objects(value.contained).every((one) => absent(one, 'contained'))],
  [
    'contained.meta.versionId.empty() and contained.meta.lastUpdated.empty()',
    (value) => metas(value).every((meta) => absent(meta, 'versionId') && absent(meta, 'lastUpdated')),
  ],
  ['contained.meta.security.empty()', (value) => metas(value).every((meta) => absent(meta, 'security'))],
  ['text.`div`.exists()', (value) => isObject(value.text) && !absent(value.text, 'div')],

  // Observation and its vital signs
  ['dataAbsentReason.empty() or value.empty()', (value) => absent(value, 'dataAbsentReason') || !choice(value, 'value')],
  [
    'value.empty() or component.code.where(coding.intersect(%resource.code.coding).exists()).empty()',
    (value) => !choice(value, 'value') || absent(value, 'component') || undefined,
  ],
  ['low.exists() or high.exists() or text.exists()', anyOf('low', 'high', 'text')],
  ['value.exists() or dataAbsentReason.exists()', (value) => choice(value, 'value') || !absent(value, 'dataAbsentReason')],
  [
    '(component.empty() and hasMember.empty()) implies (dataAbsentReason.exists() or value.exists())',
    (value) => anyOf('component', 'hasMember', 'dataAbsentReason')(value) || choice(value, 'value'),
  ],

  // Datatypes
  ['code.empty() or system.exists()', without('code', 'system')],
  ['value.empty() or system.exists()', without('value', 'system')],
  ['comparator.empty()', (value) => absent(value, 'comparator')],
  ['data.empty() or contentType.exists()', without('data', 'contentType')],
  ['expression.exists() or reference.exists()', anyOf('expression', 'reference')],
  ['start.hasValue().not() or end.hasValue().not() or (start <= end)', period],
  [
    "reference.startsWith('#').not() or (reference.substring(1).trace('url') in %rootResource.contained.id.trace('ids'))",
    localReference,
  ],
  ['duration.empty() or durationUnit.exists()', without('duration', 'durationUnit')],
  ['period.empty() or periodUnit.exists()', without('period', 'periodUnit')],
  ['duration.exists() implies duration >= 0', notNegative('duration')],
  ['period.exists() implies period >= 0', notNegative('period')],
  ['periodMax.empty() or period.exists()', without('periodMax', 'period')],
  ['durationMax.empty() or duration.exists()', without('durationMax', 'duration')],
  ['countMax.empty() or count.exists()', without('countMax', 'count')],
  ['timeOfDay.empty() or when.empty()', notBoth('timeOfDay', 'when')],

  // Bundle: the engine would walk all the entries for each
  [
    "total.empty() or (type = 'searchset') or (type = 'history')",
    ofBundle(({ total }, type) => total === undefined || type === 'searchset' || type === 'history'),
  ],
  [
    "entry.search.empty() or (type = 'searchset')",
    ofBundle((bundle, type) => type === 'searchset' || entries(bundle).every((entry) => absent(entry, 'search'))),
  ],
  [
    "entry.all(request.exists() = (%resource.type = 'batch' or %resource.type = 'transaction' or %resource.type = 'history'))",
    ofBundle((bundle, type) => eachHas(bundle, 'request', type === 'batch' || type === 'transaction' || type === 'history')),
  ],
  [
    "entry.all(response.exists() = (%resource.type = 'batch-response' or %resource.type = 'transaction-response' or %resource.type = 'history'))",
    ofBundle((bundle, type) =>
      eachHas(bundle, 'response', type === 'batch-response' || type === 'transaction-response' || type === 'history'),
    ),
  ],
  [
    "(type = 'history') or entry.where(fullUrl.exists()).select(fullUrl&resource.meta.versionId).isDistinct()",
    ofBundle((bundle, type) => type === 'history' || distinctEntries(bundle)),
  ],
  [
    "type = 'document' implies (identifier.system.exists() and identifier.value.exists())",
    ofBundle((_, type) => type !== 'document' || undefined),
  ],
  ["type = 'document' implies (timestamp.hasValue())", ofBundle((_, type) => type !== 'document' || undefined)],
  ["type = 'document' implies entry.first().resource.is(Composition)", ofBundle((_, type) => type !== 'document' || undefined)],
  ["type = 'message' implies entry.first().resource.is(MessageHeader)", ofBundle((_, type) => type !== 'message' || undefined)],

  // Elements of resources
  [
    'name.exists() or telecom.exists() or address.exists() or organization.exists()',
    anyOf('name', 'telecom', 'address', 'organization'),
  ],
  ['(identifier.count() + name.count()) > 0', anyOf('identifier', 'name')],
  ["where(use = 'home').empty()", (value) => value.use !== 'home'],
  ['policy.exists() or policyRule.exists()', anyOf('policy', 'policyRule')],
  ['type.exists() or actor.exists()', anyOf('type', 'actor')],
  ['resource.exists() or request.exists() or response.exists()', anyOf('resource', 'request', 'response')],
  ["fullUrl.exists() implies fullUrl.contains('/_history/').not()", ({ fullUrl }) => !String(fullUrl).includes('/_history/')],
  ['summary.exists() or assessment.exists()', anyOf('summary', 'assessment')],
  ['code.exists() or detail.exists()', anyOf('code', 'detail')],
  ['text.exists() or entry.exists() or section.exists()', anyOf('text', 'entry', 'section')],
  ['emptyReason.empty() or entry.empty()', notBoth('emptyReason', 'entry')],
]);

/**
 * Invariants whose letter says something else than their text, which is what is meant and what HL7's validator holds. On values that are
 * no objects too.
 */
export const asMeant: ReadonlyMap<string, (value: unknown) => boolean> = new Map<string, (value: unknown) => boolean>([
  // vs-1 speaks of dateTime alone; its letter refuses every Period.
  ['($this as dateTime).toString().length() >= 8', (value) => typeof value !== 'string' || value.length >= 8],
  // que-12: “more than one enableWhen”; its letter says more than two.
  [
    'enableWhen.count() > 2 implies enableBehavior.exists()',
    (value) => !isObject(value) || objects(value.enableWhen).length < 2 || value.enableBehavior !== undefined,
  ],
]);

/** An element is there when it has a value, or when it has extensions in its `_name`. */
function absent(value: Json, name: string): boolean {
  const own = value[name];
  return (own === undefined || (Array.isArray(own) && own.length === 0)) && value[`_${name}`] === undefined;
}

function anyOf(...names: readonly string[]): (value: Json) => boolean {
  return (value) => names.some((name) => !absent(value, name));
}

function without(name: string, needed: string): ByHand {
  return (value) => absent(value, name) || !absent(value, needed);
}

function notBoth(one: string, other: string): ByHand {
  return (value) => absent(value, one) || absent(value, other);
}

function notNegative(name: string): ByHand {
  return (value) => {
    const number = value[name];
    if (typeof number === 'number') return number >= 0;
    return absent(value, name) || undefined;
  };
}

function ofBundle(holds: (bundle: Json, type: string) => boolean | undefined): ByHand {
  return (bundle) => (typeof bundle.type === 'string' ? holds(bundle, bundle.type) : undefined);
}

const entries = ({ entry }: Json): readonly Json[] => objects(entry);

function eachHas(bundle: Json, name: string, wanted: boolean): boolean {
  return entries(bundle).every((entry) => absent(entry, name) !== wanted);
}

/** An address may stand twice when the versions differ. Values that are no texts are for the engine. */
function distinctEntries(bundle: Json): boolean | undefined {
  const seen = new Set<string>();
  for (const { fullUrl, resource } of entries(bundle)) {
    if (fullUrl === undefined) continue;
    const version = isObject(resource) && isObject(resource.meta) ? (resource.meta.versionId ?? '') : '';
    if (typeof fullUrl !== 'string' || typeof version !== 'string') return undefined;
    if (seen.has(fullUrl + version)) return false;
    seen.add(fullUrl + version);
  }
  return true;
}

/** One of the types of `value[x]` is there. */
function choice(value: Json, base: string): boolean {
  for (const key in value) {
    const start = key.startsWith('_') ? 1 : 0;
    if (!key.startsWith(base, start)) continue;
    const next = key.charCodeAt(start + base.length);
    if (next >= 65 && next <= 90) return true;
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
  return resolveIn(scope, reference) !== undefined;
}
