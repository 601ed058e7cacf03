import { randomBytes } from 'node:crypto';
import type { Stream } from '../client/load.ts';
import { countedCpu, type Floor, type Measured, mark, type Scenario } from '../scenario.ts';
import { measureFloor } from '../testbed/floor.ts';
import { measure, rowOf, type Timed } from '../testbed/measure.ts';
import { documentsEach, type Shelf, shelfOf } from '../testbed/shelf.ts';
import type { Testbed } from '../testbed/testbed.ts';

export const read: Scenario = {
  name: 'read',
  what: 'one document’s bytes (ITI-68, 20 to 100 KB), and its DocumentReference, by citizens and by professionals with a ground',
  async run(bed, { seconds, concurrency = 16 }): Promise<Measured> {
    const shelf = await shelfOf(bed);
    const timeds: Timed[] = [];
    for (const stream of [readsOf(shelf), resourcesOf(shelf)]) {
      const load = { streams: [stream], connections: concurrency };
      await measure(bed, { ...load, seconds: 3 });
      timeds.push(await measure(bed, { ...load, seconds: seconds / 2 }));
    }
    const [bytes, resource] = timeds.map((timed) => rowOf(timed));
    if (bytes === undefined || resource === undefined) throw new Error('nothing was measured');
    const othersCores = timeds[0]?.othersCores;
    return {
      name: 'read',
      how: `${concurrency} at a time, half by the person, half by a professional, each traced before its answer`,
      rows: [{ ...bytes, floor: await readFloor(bed, concurrency) }, resource],
      marks: [
        mark('CPU of reading one resource, server and PostgreSQL', '≤', 0.4, countedCpu(resource.cpuMs), 'CPU-ms'),
        mark('CPU of reading a document of 20 to 100 KB, server and PostgreSQL', '≤', 0.4, countedCpu(bytes.cpuMs), 'CPU-ms'),
      ],
      ...(othersCores === undefined ? {} : { othersCores }),
    };
  },
};

export function readsOf(shelf: Shelf): Stream {
  return { name: 'document', expects: '<?xml', requests: { kind: 'gets', targets: targetsOf(shelf, 'Binary') } };
}

function resourcesOf(shelf: Shelf): Stream {
  const targets = targetsOf(shelf, 'DocumentReference');
  return { name: 'DocumentReference', expects: '"DocumentReference"', requests: { kind: 'gets', targets } };
}

function targetsOf({ records }: Shelf, type: string): { path: string; token: string }[] {
  return records.flatMap(({ own, team, ids }) =>
    ids.flatMap((id) => [own, team].map((token) => ({ path: `/fhir/${type}/${id}`, token }))),
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
