import { type Call, parseItemId, unknownId } from '#kernel';
import type { Permit } from '#rights';
import { describedAnew } from './describe.ts';
import type { Desk } from './desk.ts';
import { readEntry, setVisibility } from './documents.sql.ts';
import { type Entry, type EntryRow, entryOf } from './entry.ts';
import { placedRow } from './place.ts';
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

type Row = EntryRow & { readonly depositor: string; readonly author_ids: readonly string[] };

/** Undefined when the Permit shows no such document. */
function change(desk: Desk, permit: Permit, id: string, hidden: boolean): Promise<Entry | undefined> {
  const { call, record } = permit;
  const { n } = parseItemId(id);
  return desk.store.transaction(async (tx) => {
    await desk.store.records.lock(tx, record);
    const { text, values } = permit.predicate(3);
    const [row] = await tx.query<Row>(readEntry(text), [record, n, ...values]);
    if (row === undefined) return undefined;
    const before = entryOf(record, row);
    if (before.hiddenFromProfessionals === hidden) return before;
    const after: Entry = { ...before, version: before.version + 1, hiddenFromProfessionals: hidden };
    tx.write(setVisibility, [record, n, hidden]);
    const body = (await desk.fhir.bodies(tx, record, [n])).get(n) ?? '';
    const described = describedAnew(body, { ...after, record, updatedAt: call.at });
    const { depositor, author_ids: authorIds } = row;
    await desk.fhir.place(tx, call, record, [placedRow(described, { ...after, depositor, authorIds })]);
    const object = { kind: 'DocumentReference', id, title: before.title };
    await desk.trace.append(tx, call, record, {
      action: 'rights',
      outcome: 'done',
      object,
      detail: { change: hidden ? 'hide' : 'show' },
    });
    return after;
  });
}
