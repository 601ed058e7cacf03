import { countedCpu, type Measured, mark, type Scenario } from '../scenario.ts';
import { chartsOf, resourcesEach } from '../testbed/charts.ts';
import { measure, rowOf } from '../testbed/measure.ts';

export const everything: Scenario = {
  name: 'everything',
  what: `Patient/$everything, ${resourcesEach} resources`,
  async run(bed, { seconds, concurrency = 4 }): Promise<Measured> {
    const { token, patients } = await chartsOf(bed);
    const targets = patients.map((id) => ({ path: `/fhir/Patient/${id}/$everything?_count=1000`, token }));
    const stream = { name: '$everything', expects: '"searchset"', requests: { kind: 'gets' as const, targets } };
    const load = { streams: [stream], connections: concurrency };
    await measure(bed, { ...load, seconds: 3 });
    const timed = await measure(bed, { ...load, seconds });
    const row = rowOf(timed);
    return {
      name: 'everything',
      how: `${concurrency} at a time, by the software that wrote the records, each traced before its answer`,
      rows: [row],
      marks: [mark(`CPU of an $everything of ${resourcesEach}, server and PostgreSQL`, '≤', 3, countedCpu(row.cpuMs), 'CPU-ms')],
      ...(timed.othersCores === undefined ? {} : { othersCores: timed.othersCores }),
    };
  },
};
