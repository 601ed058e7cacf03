import type { RecordId } from '#kernel';
import { project } from '../project.ts';
import { countResources, nextResources } from './indexing.sql.ts';
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
    const named = rows.map(({ record_id: record, n, type }) => ({ record, n, type }));
    await work.step({ record: last.record_id, n: last.n }, async (tx) => {
      await project(tx, parameters, named);
      return { processed: rows.length, failed: 0 };
    });
    if (!(await rest())) return false;
  }
}
