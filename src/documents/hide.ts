import { type Call, parseItemId, unknownId } from '#kernel';
import type { Permit } from '#rights';
import { describedAnew } from './describe.ts';
import type { Desk } from './desk.ts';
import { keepVersion, readEntry, setVisibility } from './documents.sql.ts';
import { type Entry, type EntryRow, entryOf } from './entry.ts';
import { withPermit } from './read.ts';

/**
 * The person hides one of their documents from professionals, or shows it again; its author still sees it. Kept as a new version of the
 * metadata. Refuses `rights.not-yours`, traced, and `id.unknown`.
 */
export async function setHidden(desk: Desk, call: Call, id: string, hidden: boolean): Promise<Entry> {
  const { record } = parseItemId(id);
  const entry = await withPermit(desk, call, record, 'item', async (permit) => {
    await desk.rights.choices(call, record); // only the person themself
    return change(desk, permit, id, hidden);
  });
  if (entry === undefined) throw unknownId();
  return entry;
}

/** Undefined when the Permit shows no such document. */
function change(desk: Desk, permit: Permit, id: string, hidden: boolean): Promise<Entry | undefined> {
  const { call, record } = permit;
  const { n } = parseItemId(id);
  return desk.store.transaction(async (tx) => {
    await desk.store.records.lock(tx, record);
    const { text, values } = permit.predicate(3);
    const [row] = await tx.query<EntryRow & { body: string }>(readEntry(text), [record, n, ...values]);
    if (row === undefined) return undefined;
    const before = entryOf(record, row);
    if (before.hiddenFromProfessionals === hidden) return before;
    const after: Entry = { ...before, version: before.version + 1, hiddenFromProfessionals: hidden };
    await tx.query(keepVersion, [record, n, call.at]);
    await tx.query(setVisibility, [
      record,
      n,
      hidden,
      call.at,
      describedAnew(row.body, { ...after, record, updatedAt: call.at }),
    ]);
    const object = { kind: 'DocumentReference', id, title: before.facts.title };
    await desk.trace.append(tx, call, record, {
      action: 'rights',
      outcome: 'done',
      object,
      detail: { change: hidden ? 'hide' : 'show' },
    });
    return after;
  });
}
