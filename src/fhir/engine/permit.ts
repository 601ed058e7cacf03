import { type Call, PLATFORM, type RecordId, Refusal, unknownId } from '#kernel';
import type { AskedOfRecord, Permit } from '#rights';
import type { Seen } from '../fhir.sql.ts';
import type { Narrow } from '../search/index.ts';
import type { FhirDesk } from './desk.ts';
import { kindOf, ownHome } from './home.ts';

/** What of a home a caller may see: a Permit for a record; all of it for what is shared and for what is their own. */
export interface Sight {
  readonly home: RecordId;
  readonly permit?: Permit;
  /** Which text {@link narrow} gives: sights of one name differ in its values only. */
  readonly name: 'all' | 'permit' | 'identity' | 'permit-and-patient';
  /** The part of a WHERE that leaves out what may not be seen. */
  narrow(alias: string, first: number): Narrow;
}

/** As a statement takes it whose own parameters end before `first`. */
export function seenBy({ name, narrow }: Sight, first: number): { readonly seen: Seen; readonly values: readonly unknown[] } {
  const { text, values } = narrow('e', first);
  return { seen: { name, text: (alias) => (alias === 'e' ? text : narrow(alias, first).text) }, values };
}

const everything: Narrow = { text: 'true', values: [] };

/** Refuses what `rights.decide` refuses, and `id.unknown` for what is another's own. Traces nothing. */
export async function sightOf(desk: FhirDesk, call: Call, home: RecordId, what: AskedOfRecord): Promise<Sight> {
  const kind = kindOf(home);
  if (kind === 'record') return sightBy(home, await desk.rights.decide(call, home, what), what);
  if (kind === 'own' && (call.within !== undefined || home !== ownHome(call.actor))) throw unknownId();
  return { home, name: 'all', narrow: () => everything };
}

/** Who may know who a record is about sees its Patient, which is number 0, and nothing else. */
export function sightBy(home: RecordId, permit: Permit, what: AskedOfRecord): Sight {
  const narrow = (alias: string, first: number): Narrow => permit.predicate(first, alias);
  if (what !== 'identity') return { home, permit, name: 'permit', narrow };
  return {
    home,
    permit,
    name: 'identity',
    narrow(alias, first) {
      const { text, values } = permit.predicate(first, alias);
      return { text: `${alias}.n = 0 and ${text}`, values };
    },
  };
}

/** The same, and the Patient whoever deposited it: who may see things of a record may see who it is about. */
export async function withPatient(desk: FhirDesk, call: Call, sight: Sight): Promise<Sight> {
  if (sight.permit === undefined) return sight;
  const identity = await sightOf(desk, call, sight.home, 'identity');
  return {
    ...sight,
    name: 'permit-and-patient',
    narrow(alias, first) {
      const things = sight.narrow(alias, first);
      const patient = identity.narrow(alias, first + things.values.length);
      return { text: `(${patient.text} or ${things.text})`, values: [...things.values, ...patient.values] };
    },
  };
}

/**
 * Runs `look` with what the caller may see; when it finds nothing, and the record's rights had changed since they were cached, once more
 * with the rights as they are now. A professional without a ground who finds nothing of their own is told that a ground is missing.
 */
export async function looking<T>(
  desk: FhirDesk,
  call: Call,
  home: RecordId,
  what: AskedOfRecord,
  look: (sight: Sight) => Promise<T | undefined>,
): Promise<T | undefined> {
  const sight = await sightOf(desk, call, home, what);
  const found = await look(sight);
  const { permit } = sight;
  if (found !== undefined || permit === undefined) return found;
  const renewed = await renewedSight(desk, sight, what);
  if (renewed !== undefined) return look(renewed);
  if (permit.ownOnly && call.actor.kind === 'professional') await desk.rights.decide(call, home, 'list');
  return undefined;
}

/** As {@link looking}; a refusal is traced. */
export async function withSight<T>(
  desk: FhirDesk,
  call: Call,
  home: RecordId,
  what: AskedOfRecord,
  look: (sight: Sight) => Promise<T | undefined>,
): Promise<T | undefined> {
  try {
    return await looking(desk, call, home, what, look);
  } catch (error) {
    if (error instanceof Refusal && error.code.startsWith('rights.')) await traceRefusal(desk, call, home, error.code);
    throw error;
  }
}

/** What may be seen now, when that has changed since it was decided; undefined otherwise. */
export async function renewedSight(desk: FhirDesk, { home, permit }: Sight, what: AskedOfRecord): Promise<Sight | undefined> {
  const renewed = permit && (await desk.rights.renewed(permit, what));
  return renewed && sightBy(home, renewed, what);
}

/** A guessed id must not start a chain of its own. */
export async function tracedUnder(desk: FhirDesk, home: RecordId): Promise<RecordId> {
  return home === PLATFORM || (await desk.trace.positions([home])).has(home) ? home : PLATFORM;
}

export async function traceRefusal(desk: FhirDesk, call: Call, home: RecordId, code: string): Promise<void> {
  await desk.trace.journal(call, await tracedUnder(desk, home), { action: 'refusal', outcome: 'refused', code });
}
