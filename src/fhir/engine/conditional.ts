import type { Call, RecordId } from '#kernel';
import type { Tx } from '#store';
import { askedFrom } from '../search/asked.ts';
import type { FhirDesk } from './desk.ts';
import { sharedTypes } from './home.ts';
import { matchesOf, placeOf, sharedPlace } from './match.ts';
import type { Sight } from './permit.ts';
import * as refusals from './refusals.ts';
import type { Settled } from './settle.ts';

const shape = /^([A-Z][A-Za-z]+)\?(.+)$/s;

/**
 * What the conditional references (`Practitioner?identifier=…`) lead to, as `Type/id` by what is written: exactly one resource, among what
 * is shared or in the home of the resource that refers to it. Refuses `fhir.unresolved-reference`, `fhir.several-matches`.
 * Source: FHIR R4 §3.1.0.11.2.
 */
export async function conditionalReferences(
  desk: FhirDesk,
  tx: Tx,
  call: Call,
  settled: readonly Settled[],
  sights: ReadonlyMap<RecordId, Sight>,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const { change, home } of settled) {
    for (const { text } of change.mentions) {
      const [, type, query] = text.includes('?') ? (shape.exec(text) ?? []) : [];
      if (type === undefined || query === undefined || found.has(text)) continue;
      if (!desk.types.has(type)) throw refusals.unresolved(change.at);
      const sight = sights.get(home);
      const place = sharedTypes.has(type) ? sharedPlace : sight && placeOf(sight);
      const asked = askedFrom(new URLSearchParams(query));
      const matches = place === undefined ? [] : await matchesOf(desk, call, tx, type, asked, place);
      const [one, another] = matches;
      if (another !== undefined) throw refusals.severalMatches(change.at);
      if (one === undefined) throw refusals.unresolved(change.at);
      found.set(text, `${type}/${one.id}`);
    }
  }
  return found;
}
