import { isObject, type Json } from '#fhir';
import type { Person } from './person.ts';

/** Of a resource in a record, what is about the record and not about the person's health. */
const ofTheRecord: ReadonlySet<string> = new Set(['id', 'meta', 'text', 'implicitRules']);
/** Whose health it is; the Patient of the bundle stands there. */
const aboutThem: ReadonlySet<string> = new Set(['subject', 'patient']);

/**
 * A resource of a record as it is handed over: without its id and labels, about the Patient of the bundle, and with no reference that leads back
 * here. What others are called is kept; what only a reader of this server could look up is not. Pure.
 */
export function handedOver(resource: Json, person: Person): Json {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(resource)) {
    if (ofTheRecord.has(name)) continue;
    kept[name] = aboutThem.has(name) ? { reference: person.url } : walked(value, person);
  }
  return kept;
}

function walked(value: unknown, person: Person): unknown {
  if (typeof value === 'string') return person.clean(value);
  if (Array.isArray(value)) return value.map((one) => walked(one, person));
  if (!isObject(value)) return value;
  if (typeof value.reference === 'string') return referred(value, person);
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, walked(one, person)]));
}

/** A reference into the resource itself stays; any other becomes the words that came with it. */
function referred({ reference, display, ...others }: Json, person: Person): Json {
  if (String(reference).startsWith('#')) return { reference, ...(display === undefined ? {} : { display }) };
  if (String(reference).startsWith('Patient/')) return { reference: person.url };
  const { identifier, type } = others;
  return {
    ...(type === undefined ? {} : { type }),
    ...(isObject(identifier) ? { identifier: walked(identifier, person) } : {}),
    display: typeof display === 'string' ? person.clean(display) : 'Non transmis',
  };
}
