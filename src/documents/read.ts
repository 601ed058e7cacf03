import { type Call, PLATFORM, parseItemId, type RecordId, Refusal, unknownId } from '#kernel';
import type { Permit } from '#rights';
import type { Desk } from './desk.ts';
import { readEntry } from './documents.sql.ts';
import { type Entry, type EntryRow, entryOf } from './entry.ts';
import { keptFacts, type SectionFacts } from './facts/kept.ts';
import { readWithdrawn } from './life/life.sql.ts';
import { withdrawn } from './life/refusals.ts';
import { seenBy } from './seen.ts';

type Row = EntryRow & { readonly blob: string };

export interface ReadEntry extends Entry {
  /** The document's bytes, as deposited. */
  bytes(): Promise<Buffer>;
  /** What was drawn from it and kept, under the Permit of this read; undefined where that is not all (`facts/kept.ts`). */
  drawn(): Promise<readonly SectionFacts[] | undefined>;
}

/**
 * One document by its id, with a Permit asked for this call, traced before anything is given. Refuses `id.unknown` (also when it exists
 * but may not be seen), `documents.withdrawn` to who could see it, and what `rights.decide` refuses; refusals are traced on the record.
 */
export async function read(desk: Desk, call: Call, id: string): Promise<ReadEntry> {
  const { record, n } = parseItemId(id);
  const found = await withPermit(desk, call, record, 'item', async (permit) => {
    const { seen, values } = seenBy(permit, 3);
    const [row] = await desk.store.query<Row>(readEntry(seen), [record, n, ...values]);
    if (row !== undefined) return { row, permit };
    const [gone] = await desk.store.query(readWithdrawn(seen('e')), [record, n, ...values]);
    return gone === undefined ? undefined : 'withdrawn';
  });
  if (found === undefined || found === 'withdrawn') {
    const refusal = found === undefined ? unknownId() : withdrawn();
    const under = await tracedUnder(desk, record);
    await desk.trace.journal(call, under, { action: 'refusal', outcome: 'refused', code: refusal.code });
    throw refusal;
  }
  const entry = entryOf(record, found.row);
  const key = await desk.store.records.key(desk.store, record);
  const { title } = entry;
  const ground = found.permit.ground === undefined ? {} : { ground: found.permit.ground };
  await desk.trace.journal(call, record, {
    action: 'read',
    outcome: 'done',
    object: { kind: 'DocumentReference', id, title },
    ...ground,
  });
  return {
    ...entry,
    bytes: () => desk.store.blobs.get(record, key, found.row.blob),
    drawn: () => keptFacts(desk, found.permit, n),
  };
}

/**
 * Asks for the Permit and runs `look` with it; when `look` finds nothing, and the record's rights had changed since they were cached, once
 * more with the rights as they are now. Traces a refusal.
 */
export async function withPermit<T>(
  desk: Desk,
  call: Call,
  record: RecordId,
  what: 'list' | 'item',
  look: (permit: Permit) => Promise<T | undefined>,
): Promise<T | undefined> {
  try {
    const permit = await desk.rights.decide(call, record, what);
    const found = await look(permit);
    if (found !== undefined) return found;
    const renewed = await desk.rights.renewed(permit, what);
    if (renewed !== undefined) return look(renewed);
    if (permit.ownOnly && call.actor.kind === 'professional') await desk.rights.decide(call, record, 'list');
    return undefined;
  } catch (error) {
    if (error instanceof Refusal && error.code.startsWith('rights.')) {
      await desk.trace.journal(call, await tracedUnder(desk, record), {
        action: 'refusal',
        outcome: 'refused',
        code: error.code,
      });
    }
    throw error;
  }
}

/** A guessed record id must not start a chain of its own. */
export async function tracedUnder(desk: Desk, record: RecordId): Promise<RecordId> {
  return (await desk.trace.positions([record])).has(record) ? record : PLATFORM;
}
