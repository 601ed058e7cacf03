import type { Stream } from '../client/load.ts';
import { type Mark, type Measured, mark, type Row, type Scenario } from '../scenario.ts';
import { measure, rowOfStream } from '../testbed/measure.ts';
import { depositor } from '../testbed/population.ts';
import { depositsOf, documentsEach, findPath, type Shelf, shelfOf } from '../testbed/shelf.ts';
import type { Testbed } from '../testbed/testbed.ts';
import { readsOf } from './read.ts';

/** 420 million documents in 2025: 13.3 a second on average, about 130 at the peak (design §8). */
const meanDeposits = 13.3;
const peakDeposits = 130;
/** 2.5 million visitors a month; each is taken to look at the list once and to read one document. The peak is that of the deposits. */
const meanVisits = 2_500_000 / (30 * 86_400);

export const national: Scenario = {
  name: 'national',
  what: 'the country’s load on this machine: mean, then peak; deposits, lists and reads mixed, at random moments',
  async run(bed, { seconds }): Promise<Measured> {
    const shelf = await shelfOf(bed);
    const mean = await hour(bed, shelf, 'mean', meanDeposits, meanVisits, seconds);
    const peak = await hour(bed, shelf, 'peak', peakDeposits, (meanVisits * peakDeposits) / meanDeposits, seconds);
    return {
      name: 'national',
      how: `open loop: arrivals at random moments whatever the server does, times from the moment a request was due; sign-in left out`,
      rows: [...mean.rows, ...peak.rows],
      marks: [...mean.marks, ...peak.marks],
      ...(peak.othersCores === undefined ? {} : { othersCores: peak.othersCores }),
    };
  },
};

async function hour(bed: Testbed, shelf: Shelf, name: string, deposits: number, visits: number, seconds: number) {
  const people = await bed.population.people(40, 100); // not those whose 18 documents are looked at
  const subjects = people.map((person, index) => bed.population.subject(person, index, 100 * 1024));
  const token = await bed.population.token(depositor);
  const lists = shelf.records.map(({ person, own }) => ({ path: findPath(person), token: own }));
  const streams: Stream[] = [
    { ...depositsOf({ kind: 'deposits', token, subjects }), name: `${name}: deposit`, perSecond: deposits },
    { name: `${name}: list`, expects: `"total":${documentsEach}`, requests: { kind: 'gets', targets: lists }, perSecond: visits },
    { ...readsOf(shelf), name: `${name}: read`, perSecond: visits },
  ];
  const timed = await measure(bed, { streams, connections: 200, seconds });
  const rows = timed.streams.map((stream) => rowOfStream(stream, timed.seconds));
  return { rows, marks: marksOf(name, rows), othersCores: timed.othersCores };
}

/** Held: everything that was due was started and answered. */
function marksOf(name: string, rows: readonly Row[]): Mark[] {
  const lost = rows.reduce((sum, row) => sum + row.failed + (row.missed ?? 0), 0);
  return [mark(`${name}: requests failed or never started`, '≤', 0, lost, 'requests')];
}
