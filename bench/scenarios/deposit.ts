import type { Deposits } from '../client/load.ts';
import { countedCpu, type Measured, mark, type Scenario } from '../scenario.ts';
import { measure, rowOf } from '../testbed/measure.ts';
import { depositor } from '../testbed/population.ts';
import { depositsOf } from '../testbed/shelf.ts';
import { depositFloor } from './depositFloor.ts';

const peopleCount = 60;
const bytes = 100 * 1024;

/** The mark is the country's estimated peak: 130 documents a second. */
export const deposit: Scenario = {
  name: 'deposit',
  what: 'a CDA of 100 KB (N1 and N3), the whole walk through ITI-65',
  async run(bed, { seconds, concurrency = 8 }): Promise<Measured> {
    const people = await bed.population.people(40, 40 + peopleCount); // not those whose 18 documents are looked at
    const subjects = people.map((person, index) => bed.population.subject(person, index, bytes));
    const requests: Deposits = { kind: 'deposits', token: await bed.population.token(depositor), subjects };
    const load = { streams: [depositsOf(requests)], connections: concurrency };
    await measure(bed, { ...load, seconds: 3 }); // warms the server
    const timed = await measure(bed, { ...load, seconds });
    const row = rowOf(timed, await depositFloor(bed, bytes, concurrency));
    return {
      name: 'deposit',
      how: `100 KB CDA through ITI-65, ${concurrency} at a time, ${peopleCount} people`,
      rows: [row],
      marks: [
        mark('deposits a second, client on the same cores', '≥', 130, row.perSecond, '/s'),
        mark('CPU of a deposit that 130/s on 2 cores leaves, client apart', '≤', 15, countedCpu(row.cpuMs), 'CPU-ms'),
      ],
      ...(timed.othersCores === undefined ? {} : { othersCores: timed.othersCores }),
    };
  },
};
