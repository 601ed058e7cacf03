import { parseItemId } from '#kernel';
import { countedCpu, type Floor, type Measured, mark, type Scenario } from '../scenario.ts';
import { measureFloor } from '../testbed/floor.ts';
import { measure, rowOf } from '../testbed/measure.ts';
import { at } from '../testbed/population.ts';
import { documentsEach, findPath, type Shelf, shelfOf } from '../testbed/shelf.ts';
import type { Testbed } from '../testbed/testbed.ts';

export const find: Scenario = {
  name: 'find',
  what: 'a patient’s 18 documents, newest first (ITI-67), by professionals with a ground and by the person',
  async run(bed, { seconds, concurrency = 4 }): Promise<Measured> {
    const shelf = await shelfOf(bed);
    const rows = [];
    let othersCores: number | undefined;
    for (const who of ['team', 'own'] as const) {
      const requests = {
        kind: 'gets' as const,
        targets: shelf.records.map((one) => ({ path: findPath(one.person), token: one[who] })),
      };
      const name = who === 'team' ? 'find, professional' : 'find, citizen';
      const load = { streams: [{ name, expects: `"total":${documentsEach}`, requests }], connections: concurrency };
      await measure(bed, { ...load, seconds: 1.5 });
      const timed = await measure(bed, { ...load, seconds: seconds / 2 });
      othersCores ??= timed.othersCores;
      rows.push(rowOf(timed, who === 'team' ? await findFloor(bed, shelf, concurrency) : undefined));
    }
    return {
      name: 'find',
      how: `18 documents of one patient, newest first, ${concurrency} at a time; a professional’s look is traced, the person’s own is not`,
      rows,
      marks: rows.flatMap((row) => [
        mark(`${row.name}: CPU, server and PostgreSQL`, '≤', 1, countedCpu(row.cpuMs), 'CPU-ms'),
        mark(`${row.name}: p99`, '≤', 10, row.p99, 'ms'),
      ]),
      ...(othersCores === undefined ? {} : { othersCores }),
    };
  },
};

async function findFloor(bed: Testbed, { records }: Shelf, lanes: number): Promise<Floor> {
  const pool = bed.database(lanes);
  const known = records.flatMap(({ ids }) => ids.slice(0, 1).map((id) => parseItemId(id).record));
  const text = 'select body from documents.entry where record_id = $1 order by date desc, n desc limit 18';
  const floor = await measureFloor(bed, 'prepared SELECT of the same 18 bodies by pg; no rights, no trace, no HTTP', {
    seconds: 2,
    lanes,
    once: (n) => pool.query({ name: 'floor-find', text, values: [at(known, n)] }),
  });
  await pool.end();
  return floor;
}
