import { type Call, type RecordId, Refusal } from '#kernel';
import type { Sql } from '#store';
import { type Asked, askedFrom } from '../../search/asked.ts';
import type { FhirDesk } from '../desk.ts';
import { spotOf } from '../home.ts';
import { matchesOf, placeOf } from '../match.ts';
import { sightOf } from '../permit.ts';
import * as refusals from '../refusals.ts';
import { ensurePatient } from './ensure.ts';
import { personsByIdentifier } from './find.ts';
import { withCurrentMatricules } from './formerly.ts';

/**
 * The records of the people whom a search of Patient finds and the caller may know, at most two: for conditions. The search names an
 * identifier, or an id. Refuses `fhir.patient-required` otherwise.
 */
export async function personsMatching(desk: FhirDesk, call: Call, query: string): Promise<Persons> {
  const asked = askedFrom(new URLSearchParams(query));
  const found: RecordId[] = [];
  const looked = await candidates(desk, desk.store, query);
  for (const record of looked) {
    if (found.length < 2 && (await meets(desk, call, record, asked))) found.push(record);
  }
  const current = found.length === 0 ? await withCurrentMatricules(desk, asked) : undefined;
  if (current !== undefined)
    for (const record of looked) if (found.length < 2 && (await meets(desk, call, record, current))) found.push(record);
  return { found, looked };
}

/** Those who match, and all those of whom it was asked. */
export interface Persons {
  readonly found: readonly RecordId[];
  readonly looked: readonly RecordId[];
}

/** Whom a search of Patient may be about, by its identifiers or ids; whether they match and may be known is another question. */
export async function candidates(desk: FhirDesk, sql: Sql, query: string): Promise<readonly RecordId[]> {
  const asked = askedFrom(new URLSearchParams(query));
  const listed = (name: string): readonly string[] => (asked.get(name) ?? []).flatMap((value) => value.split(','));
  const ids = listed('_id').flatMap((id) => spotOf('Patient', id)?.home ?? []);
  if (ids.length > 0) return ids;
  const tokens = listed('identifier');
  if (tokens.length === 0) throw refusals.patientRequired();
  return personsByIdentifier(desk, sql, tokens);
}

async function meets(desk: FhirDesk, call: Call, record: RecordId, asked: Asked): Promise<boolean> {
  if ((await ensurePatient(desk, call, record)) === undefined) return false;
  try {
    const sight = await sightOf(desk, call, record, 'identity');
    return (await matchesOf(desk, call, desk.store, 'Patient', asked, placeOf(sight))).length > 0;
  } catch (error) {
    if (error instanceof Refusal && error.code.startsWith('rights.')) return false;
    throw error;
  }
}
