import { randomBytes } from 'node:crypto';
import { countedCpu, type Floor, type Measured, mark, type Scenario } from '../scenario.ts';
import { measureFloor } from '../testbed/floor.ts';
import { measure, rowOf } from '../testbed/measure.ts';
import { documentsEach, type Shelf, shelfOf } from '../testbed/shelf.ts';
import type { Testbed } from '../testbed/testbed.ts';

export const read: Scenario = {
  name: 'read',
  what: 'Binary (ITI-68) of 20 to 100 KB, by citizens and by professionals with a ground',
  async run(bed, { seconds, concurrency = 4 }): Promise<Measured> {
    const shelf = await shelfOf(bed);
    const load = {
      streams: [{ name: 'read', expects: '<?xml', requests: { kind: 'gets' as const, targets: targetsOf(shelf) } }],
      connections: concurrency,
    };
    await measure(bed, { ...load, seconds: 2 });
    const timed = await measure(bed, { ...load, seconds });
    const row = rowOf(timed, await readFloor(bed, concurrency));
    return {
      name: 'read',
      how: `Binary of 20 to 100 KB, ${concurrency} at a time, half by the person, half by a professional, each traced before its bytes`,
      rows: [row],
      marks: [mark('CPU of a read, server and PostgreSQL', '≤', 0.4, countedCpu(row.cpuMs), 'CPU-ms')],
      ...(timed.othersCores === undefined ? {} : { othersCores: timed.othersCores }),
    };
  },
};

export function targetsOf({ records }: Shelf): { path: string; token: string }[] {
  return records.flatMap(({ own, team, ids }) =>
    ids.flatMap((id) => [own, team].map((token) => ({ path: `/fhir/Binary/${id}`, token }))),
  );
}

async function readFloor(bed: Testbed, lanes: number): Promise<Floor> {
  const pool = bed.database(lanes);
  await pool.query('create schema if not exists floor');
  await pool.query('create table if not exists floor.document (n int primary key, bytes bytea not null)');
  const sizes = [20, 30, 40, 60, 80, 100];
  const count = sizes.length * documentsEach;
  for (let n = 0; n < count; n++) {
    const bytes = randomBytes((sizes[n % sizes.length] ?? 0) * 1024);
    await pool.query('insert into floor.document (n, bytes) values ($1, $2) on conflict do nothing', [n, bytes]);
  }
  const floor = await measureFloor(bed, 'prepared SELECT of documents of the same sizes by pg; no rights, no trace, no HTTP', {
    seconds: 2,
    lanes,
    once: (n) => pool.query({ name: 'floor-read', text: 'select bytes from floor.document where n = $1', values: [n % count] }),
  });
  await pool.end();
  return floor;
}
