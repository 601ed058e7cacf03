import { chart } from '../client/chart.ts';
import { countedCpu, type Measured, mark, type Scenario } from '../scenario.ts';
import { chartsOf } from '../testbed/charts.ts';
import { measure, rowOf } from '../testbed/measure.ts';
import { rowsFloor } from './rowsFloor.ts';

export const create: Scenario = {
  name: 'create',
  what: 'one Observation written, and one read',
  async run(bed, { seconds, concurrency = 8 }): Promise<Measured> {
    const { token, patients, resources } = await chartsOf(bed);
    const observations = chart(1).filter((one) => (one as { resourceType: string }).resourceType === 'Observation');
    const bodies = patients.flatMap((id, n) => {
      const { encounter: _, ...observation } = observations[n % observations.length] as Record<string, unknown>;
      return JSON.stringify({ ...observation, subject: { reference: `Patient/${id}` } });
    });
    const writes = {
      name: 'create',
      expects: '"Observation"',
      requests: { kind: 'posts' as const, path: '/fhir/Observation', token, bodies },
    };
    const targets = resources.map((path) => ({ path: `/fhir/${path}`, token }));
    const reads = { name: 'read', expects: '"resourceType"', requests: { kind: 'gets' as const, targets } };
    const rows = [];
    let othersCores: number | undefined;
    for (const stream of [writes, reads]) {
      const load = { streams: [stream], connections: concurrency };
      await measure(bed, { ...load, seconds: 3 });
      const timed = await measure(bed, { ...load, seconds: seconds / 2 });
      othersCores ??= timed.othersCores;
      rows.push(rowOf(timed, stream === writes ? await rowsFloor(bed, concurrency, 1) : undefined));
    }
    const [written, read] = rows;
    return {
      name: 'create',
      how: `${concurrency} at a time, by the software that wrote the record; every read is traced before its answer`,
      rows,
      marks: [
        mark('CPU of a create, server and PostgreSQL', '≤', 1.5, countedCpu(written?.cpuMs), 'CPU-ms'),
        mark('CPU of a read, server and PostgreSQL', '≤', 0.4, countedCpu(read?.cpuMs), 'CPU-ms'),
      ],
      ...(othersCores === undefined ? {} : { othersCores }),
    };
  },
};
