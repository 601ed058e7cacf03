import type { RecordId } from '#kernel';
import { keptOf } from '../kept.ts';
import { projectRecords } from '../project.sql.ts';
import { countResources, nextResources } from './indexing.sql.ts';
import { lockRecords } from './lock.ts';
import type { IndexingDesk, Work } from './work.ts';

const atOnce = 200;

interface Row {
  readonly record_id: RecordId;
  readonly n: number;
  readonly type: string;
}

/** Lists all that is stored: for a projection that was lost, or was not there yet. What is written meanwhile is listed as ever. */
export async function projectAll(
  { store, parameters }: IndexingDesk,
  work: Work,
  rest: () => Promise<boolean>,
): Promise<boolean> {
  if (work.begins) work.total = (await store.query<{ total: number }>(countResources))[0]?.total ?? 0;
  for (;;) {
    const rows = await store.query<Row>(nextResources, [work.position.record, work.position.n, atOnce]);
    const last = rows.at(-1);
    if (last === undefined) return true;
    const records = rows.map(({ record_id: record }) => record);
    const kept = keptOf(
      parameters,
      rows.map(({ type }) => type),
    );
    await work.step({ record: last.record_id, n: last.n }, async (tx) => {
      await lockRecords(store, tx, records);
      await tx.query(projectRecords, [records, rows.map(({ n }) => n), ...kept]);
      return { processed: rows.length, failed: 0 };
    });
    if (!(await rest())) return false;
  }
}
