import { type CpuPerOperation, countedCpu, type Measured, mark, type Row, type Scenario } from '../scenario.ts';
import { resourcesEach, transactions } from '../testbed/charts.ts';
import { measure, rowOf } from '../testbed/measure.ts';
import { depositor } from '../testbed/population.ts';
import { rowsFloor } from './rowsFloor.ts';

export const transaction: Scenario = {
  name: 'transaction',
  what: `a person’s structured record, ${resourcesEach} resources in one FHIR transaction`,
  async run(bed, { seconds, concurrency = 4 }): Promise<Measured> {
    const token = await bed.population.token(depositor);
    const stream = {
      name: `transaction of ${resourcesEach}`,
      expects: '"transaction-response"',
      requests: { kind: 'posts' as const, path: '/fhir', token, bodies: transactions },
    };
    const load = { streams: [stream], connections: concurrency };
    await measure(bed, { ...load, seconds: 4 });
    const timed = await measure(bed, { ...load, seconds });
    const each = perResource(rowOf(timed));
    const row = { ...each, floor: await rowsFloor(bed, concurrency, resourcesEach) };
    return {
      name: 'transaction',
      how: `${concurrency} at a time, by a software; a row is one resource, its latency that of the whole transaction`,
      rows: [row],
      marks: [
        mark('CPU of a resource, server and PostgreSQL', '≤', 1, countedCpu(row.cpuMs), 'CPU-ms'),
        mark('resources a second, client on the same cores', '≥', 1500, row.perSecond, '/s'),
      ],
      ...(timed.othersCores === undefined ? {} : { othersCores: timed.othersCores }),
    };
  },
};

function perResource(row: Row): Row {
  const part = (ms: number): number => ms / resourcesEach;
  const { cpuMs } = row;
  const each: CpuPerOperation | undefined = cpuMs && {
    server: part(cpuMs.server),
    postgresql: cpuMs.postgresql === undefined ? undefined : part(cpuMs.postgresql),
    client: part(cpuMs.client),
  };
  return { ...row, perSecond: row.perSecond * resourcesEach, ...(each === undefined ? {} : { cpuMs: each }) };
}
