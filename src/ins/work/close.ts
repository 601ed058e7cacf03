import { type Call, hexOfRecordId, Refusal, unknownId } from '#kernel';
import type { Desk } from '../desk.ts';
import { operatorOf, reasonWritten } from '../operator.ts';
import { itemOf, type WorkItem, type WorkRow } from './item.ts';
import { endWork, readWork } from './work.sql.ts';

const idShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function isWorkId(text: string): boolean {
  return idShape.test(text);
}

/**
 * Ends an item: `done`, what it asked for was done; `dismissed`, there was nothing to do. The note is the operator's, 10 to 500
 * characters; the person reads that somebody looked, not the note. Refuses `ins.operator-only`, `ins.why-needed`, `id.unknown`,
 * `ins.work-closed` when another was quicker.
 */
export async function closeWork(
  desk: Desk,
  call: Call,
  id: string,
  state: 'done' | 'dismissed',
  note: unknown,
): Promise<WorkItem> {
  const by = operatorOf(call);
  const words = reasonWritten(note);
  if (!isWorkId(id)) throw unknownId();
  return desk.store.transaction(async (tx) => {
    const [row] = await tx.query<WorkRow>(readWork, [id]);
    if (row === undefined) throw unknownId();
    await desk.store.records.lock(tx, row.record_id);
    if ((await tx.query(endWork, [id, state, call.at, by, words])).length === 0) throw closed();
    await desk.trace.append(tx, call, row.record_id, {
      action: 'identity',
      outcome: 'done',
      object: { kind: 'Patient', id: hexOfRecordId(row.record_id) },
      detail: { change: `work-${state}`, what: row.kind },
    });
    return { ...itemOf(row), state, closedAt: call.at, closedBy: by, note: words };
  });
}

function closed(): Refusal {
  return new Refusal('ins.work-closed', {
    fr: 'Quelqu’un a déjà traité cette ligne : relisez la liste.',
    en: 'Somebody settled this item already: read the list again.',
  });
}
