import type { Call, RecordId } from '#kernel';
import { itemId } from '#kernel';
import type { Desk } from './desk.ts';
import { bodiesToMove, moved } from './documents.sql.ts';
import { placedRow } from './place.ts';

interface Row {
  readonly record_id: RecordId;
  readonly n: number;
  readonly version: number;
  readonly updated_at: Date;
  readonly depositor: string;
  readonly author_ids: readonly string[];
  readonly hidden_from_professionals: boolean;
  readonly hidden_from_patient: boolean;
  readonly body: string;
}

const operator = { kind: 'operator', id: 'socle', name: 'Socle' } as const;

/**
 * Brings the FHIR faces of entries that were written before they were kept with all other resources; finds nothing to do ever after. It may
 * be stopped and run again. Gives how many it brought.
 */
export async function moveBodies(desk: Desk): Promise<number> {
  let count = 0;
  for (;;) {
    const rows = await desk.store.query<Row>(bodiesToMove, [200]);
    if (rows.length === 0) return count;
    for (const [record, entries] of Map.groupBy(rows, (row) => row.record_id)) {
      await desk.store.transaction(async (tx) => {
        await desk.store.records.lock(tx, record);
        for (const entry of entries) await desk.fhir.place(tx, callAt(entry.updated_at), record, [faceOf(record, entry)]);
        tx.write(moved, [record, entries.map(({ n }) => n)]);
      });
      count += entries.length;
    }
  }
}

function callAt(at: Date): Call {
  return { actor: operator, at, requestId: 'move' };
}

function faceOf(record: RecordId, row: Row) {
  const { n, version, depositor, author_ids: authorIds, body } = row;
  const seen = { hiddenFromProfessionals: row.hidden_from_professionals, hiddenFromPatient: row.hidden_from_patient };
  const described = { json: JSON.parse(body) as Readonly<Record<string, unknown>>, text: body };
  return { ...placedRow(described, { id: itemId(record, n), n, version, depositor, authorIds, ...seen }), moved: true as const };
}
