import { parseItemId } from '#kernel';
import type { Stream } from '../client/load.ts';
import { countedCpu, type Floor, type Measured, mark, type Row, type Scenario } from '../scenario.ts';
import { measureFloor } from '../testbed/floor.ts';
import { measure, rowOf } from '../testbed/measure.ts';
import { at } from '../testbed/population.ts';
import { documentsEach, findPath, type Shelf, shelfOf } from '../testbed/shelf.ts';
import type { Testbed } from '../testbed/testbed.ts';

/** Moderate: far above what the country asks of one list (10 a second at its peak), far below what this server can do. */
const moderate = 150;

export const find: Scenario = {
  name: 'find',
  what: 'a patient’s 18 documents, newest first (ITI-67), by professionals with a ground and by the person',
  async run(bed, { seconds, concurrency = 8 }): Promise<Measured> {
    const shelf = await shelfOf(bed);
    const rows: Row[] = [];
    let othersCores: number | undefined;
    for (const who of ['own', 'team'] as const) {
      const stream = finds(shelf, who === 'team' ? 'professional' : 'citizen', [who]);
      const load = { streams: [stream], connections: concurrency };
      await measure(bed, { ...load, seconds: 3 });
      const timed = await measure(bed, { ...load, seconds: seconds / 2 });
      othersCores ??= timed.othersCores;
      rows.push(rowOf(timed, who === 'team' ? await findFloor(bed, shelf, concurrency) : undefined));
    }
    const both = { ...finds(shelf, `both, at ${moderate}/s`, ['team', 'own']), perSecond: moderate };
    const unhurried = rowOf(await measure(bed, { streams: [both], connections: 200, seconds: seconds / 2 }));
    return {
      name: 'find',
      how: `18 documents of one patient, newest first, ${concurrency} at a time, then at random moments; a professional’s look is traced, the person’s own is not`,
      rows: [...rows, unhurried],
      marks: [
        ...rows.map((row) =>
          mark(`CPU of a find by a ${row.name}, server and PostgreSQL`, '≤', 1, countedCpu(row.cpuMs), 'CPU-ms'),
        ),
        mark(`p99 at ${moderate} finds a second`, '≤', 10, unhurried.p99, 'ms'),
      ],
      ...(othersCores === undefined ? {} : { othersCores }),
    };
  },
};

function finds({ records }: Shelf, name: string, by: readonly ('team' | 'own')[]): Stream {
  const targets = records.flatMap((one) => by.map((who) => ({ path: findPath(one.person), token: one[who] })));
  return { name, expects: `"total":${documentsEach}`, requests: { kind: 'gets', targets } };
}

async function findFloor(bed: Testbed, { records }: Shelf, lanes: number): Promise<Floor> {
  const pool = bed.database(lanes);
  const text = 'select body from fhir.resource where record_id = $1 and n = any($2::bigint[])';
  const values = records.map(({ ids }) => {
    const items = ids.map((id) => parseItemId(id));
    return [items[0]?.record, items.map(({ n }) => n)];
  });
  const floor = await measureFloor(bed, 'prepared SELECT of the same 18 bodies by pg; no rights, no trace, no HTTP', {
    seconds: 2,
    lanes,
    once: (n) => pool.query({ name: 'floor-find', text, values: at(values, n) }),
  });
  await pool.end();
  return floor;
}
