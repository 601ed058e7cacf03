import { isObject, type PlacedRow } from '#fhir';
import { type Call, type ItemId, itemId, parseItemId, type RecordId, Refusal, unknownId } from '#kernel';
import type { Tx } from '#store';
import { describedAnew } from '../describe.ts';
import type { Desk } from '../desk.ts';
import { type KeptRow, titleOf } from '../entry.ts';
import { followDocument } from '../facts/follow.ts';
import { unpack } from '../packed.ts';
import { placedRow } from '../place.ts';
import { tracedUnder } from '../read.ts';
import { depositedTopic } from '../register.ts';
import { change, followedOf, isCurrent, placeOf, type Standing, stateOf } from './change.ts';
import { bringBack, dropWithdrawn, endedWith, entryThere, withdrawnWith } from './life.sql.ts';
import * as refusals from './refusals.ts';

interface WithdrawnRow extends Standing, KeptRow {
  readonly withdrawn_with: number;
  /** What the versions of its FHIR face said, oldest first: a packed list of texts. */
  readonly faces: Buffer;
}

/**
 * The operator restores a document that was withdrawn by mistake, with all that went with it in the same act: as it was, rights and labels
 * included, its history too, two versions on. What was drawn from it and its words come back with the job that a deposit has
 * (`documents.deposited`). `why`, 10 to 500 characters, is in the log of the record; the operator sees nothing of the document.
 *
 * Refuses `documents.restore-operator-only`, `documents.reason-required`, `documents.not-withdrawn`, `id.unknown`; traced when the record is
 * there.
 */
export async function restore(desk: Desk, call: Call, id: string, why: string): Promise<readonly ItemId[]> {
  const { record, n } = parseItemId(id);
  try {
    if (call.actor.kind !== 'operator') throw refusals.operatorOnly();
    const reason = why.trim();
    if (reason.length < 10 || reason.length > 500) throw refusals.reasonRequired();
    return await desk.store.transaction(async (tx) => {
      await desk.store.records.lock(tx, record);
      const rows = await tx.query<WithdrawnRow>(withdrawnWith, [record, n]);
      if (rows.length === 0) {
        const there = await tx.query(entryThere, [record, n]);
        throw there.length > 0 ? refusals.notWithdrawn() : unknownId();
      }
      await putBack(desk, tx, call, record, rows);
      for (const row of rows) {
        await desk.trace.append(tx, call, record, {
          action: 'write',
          outcome: 'done',
          object: { kind: 'DocumentReference', id: itemId(record, row.n), title: titleOf(row) },
          reason,
          detail: { change: 'restore' },
        });
      }
      return rows.map((row) => itemId(record, row.n));
    });
  } catch (error) {
    if (error instanceof Refusal && error.code !== 'store.unavailable') {
      const under = await tracedUnder(desk, record);
      await desk.trace.journal(call, under, { action: 'write', outcome: 'refused', code: error.code });
    }
    throw error;
  }
}

async function putBack(desk: Desk, tx: Tx, call: Call, record: RecordId, rows: readonly WithdrawnRow[]): Promise<void> {
  const main = rows[0]?.withdrawn_with ?? 0;
  tx.write(bringBack, [record, main]);
  tx.write(dropWithdrawn, [record, main]);
  const back = rows.map((row) => ({ ...row, version: row.version + 2, bodies: JSON.parse(unpack(row.faces)) as string[] }));
  const faces = back.map((row): PlacedRow => {
    const face = describedAnew(row.bodies.at(-1) ?? '{}', stateOf(call, record, row));
    return { ...placedRow(face, placeOf(record, row)), moved: true };
  });
  await desk.fhir.place(tx, call, record, faces);
  for (const { n, bodies } of back) desk.fhir.remember(tx, record, n, bodies.map(versionOf));
  const again = back.some((row) => row.n === main && isCurrent(row)) ? await tx.query<Standing>(endedWith, [record, main]) : [];
  // What went along is back as it was; what had only ended with it, being another's, comes into force again.
  const others = again.filter((row) => !back.some(({ n }) => n === row.n));
  if (others.length > 0) {
    const changes = others.map((row) => ({ row, to: { superseded_with: null } }));
    await change(desk, tx, call, record, changes);
  }
  await Promise.all(back.map((row) => followDocument(desk, tx, call, record, row.n, followedOf(row))));
  for (const { n } of [...back, ...others]) desk.store.outbox.emit(tx, record, call.at, depositedTopic, { n });
}

function versionOf(body: string): { version: number; at: Date; body: string } {
  const { meta } = JSON.parse(body) as { readonly meta?: unknown };
  const { versionId, lastUpdated } = isObject(meta) ? meta : {};
  return { version: Number(versionId), at: new Date(String(lastUpdated)), body };
}
