import type { Call, RecordId } from '#kernel';
import type { Tx } from '#store';
import { askedFrom } from '../search/asked.ts';
import type { FhirDesk } from './desk.ts';
import { sharedTypes } from './home.ts';
import { matchesOf, placeOf, sharedPlace } from './match.ts';
import { nameOfPatient } from './patient/called.ts';
import type { Sight } from './permit.ts';
import * as refusals from './refusals.ts';
import type { Settled } from './settle.ts';

const shape = /^([A-Z][A-Za-z]+)\?(.+)$/s;

/** What is written leads to one thing in one home, and perhaps to another elsewhere. */
export const inHome = (home: RecordId, text: string): string => `${home} ${text}`;

/**
 * What the conditional references (`Practitioner?identifier=…`) lead to, as `Type/id` by {@link inHome}: exactly one resource, among what
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
      if (type === undefined || query === undefined || found.has(inHome(home, text))) continue;
      if (type === 'Patient') {
        // Whose the resource is was decided by it.
        found.set(inHome(home, text), `Patient/${await nameOfPatient(desk, tx, home)}`);
        continue;
      }
      if (!desk.types.has(type)) throw refusals.unresolved(change.at);
      const sight = sights.get(home);
      const place = sharedTypes.has(type) ? sharedPlace : sight && placeOf(sight);
      const asked = askedFrom(new URLSearchParams(query));
      const matches = place === undefined ? [] : await matchesOf(desk, call, tx, type, asked, place);
      const [one, another] = matches;
      if (another !== undefined) throw refusals.severalMatches(change.at);
      if (one === undefined) throw refusals.unresolved(change.at);
      found.set(inHome(home, text), `${type}/${one.id}`);
    }
  }
  return found;
}
