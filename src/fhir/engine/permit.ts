import { type Call, PLATFORM, type RecordId, Refusal, unknownId } from '#kernel';
import type { AskedOfRecord, Permit } from '#rights';
import type { FhirDesk, Place } from './desk.ts';
import { kindOf, ownHome } from './home.ts';

/** What of a home a caller may see: a Permit for a record; all of it for what is shared and for what is their own. */
export interface Sight {
  readonly home: RecordId;
  readonly permit?: Permit;
  readonly place: Place;
  /** The part of a WHERE that leaves out what may not be seen. */
  narrow(alias: string, first: number): { readonly text: string; readonly values: readonly unknown[] };
}

const everything = { text: 'true', values: [] };

/** Refuses what `rights.decide` refuses, and `id.unknown` for what is another's own. Traces nothing. */
export async function sightOf(desk: FhirDesk, call: Call, home: RecordId, what: AskedOfRecord): Promise<Sight> {
  const kind = kindOf(home);
  if (kind === 'record') return sightBy(home, await desk.rights.decide(call, home, what));
  if (kind === 'own' && home !== ownHome(call.actor)) throw unknownId();
  return { home, place: { home }, narrow: () => everything };
}

function sightBy(home: RecordId, permit: Permit): Sight {
  const narrow: Sight['narrow'] = (alias, first) => permit.predicate(first, alias);
  return { home, permit, place: { home, narrow }, narrow };
}

/**
 * Runs `look` with what the caller may see; when it finds nothing, and the record's rights had changed since they were cached, once more
 * with the rights as they are now. A professional without a ground who finds nothing of their own is told that a ground is missing. A
 * refusal is traced.
 */
export async function withSight<T>(
  desk: FhirDesk,
  call: Call,
  home: RecordId,
  what: AskedOfRecord,
  look: (sight: Sight) => Promise<T | undefined>,
): Promise<T | undefined> {
  try {
    const sight = await sightOf(desk, call, home, what);
    const found = await look(sight);
    const { permit } = sight;
    if (found !== undefined || permit === undefined) return found;
    const renewed = await desk.rights.renewed(permit, what);
    if (renewed !== undefined) return look(sightBy(home, renewed));
    if (permit.ownOnly && call.actor.kind === 'professional') await desk.rights.decide(call, home, 'list');
    return undefined;
  } catch (error) {
    if (error instanceof Refusal && error.code.startsWith('rights.')) await traceRefusal(desk, call, home, error.code);
    throw error;
  }
}

/** A guessed id must not start a chain of its own. */
export async function tracedUnder(desk: FhirDesk, home: RecordId): Promise<RecordId> {
  return home === PLATFORM || (await desk.trace.positions([home])).has(home) ? home : PLATFORM;
}

export async function traceRefusal(desk: FhirDesk, call: Call, home: RecordId, code: string): Promise<void> {
  await desk.trace.journal(call, await tracedUnder(desk, home), { action: 'refusal', outcome: 'refused', code });
}
