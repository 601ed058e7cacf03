import type { Stream } from '../client/load.ts';
import { countedCpu, type Floor, type Measured, mark, type Row, type Scenario } from '../scenario.ts';
import { measureFloor } from '../testbed/floor.ts';
import { measure, rowOf } from '../testbed/measure.ts';
import { at } from '../testbed/population.ts';
import type { Testbed } from '../testbed/testbed.ts';
import { each, fillWards, people, thickDocuments, type Wards } from '../testbed/wards.ts';

/** As many as the screen of the day shows. */
const shown = 12;

/** What is new since a professional’s last visit, in records in which little of much is. */
export const since: Scenario = {
  name: 'since',
  what: `new since the last visit: a day of ${people.ofTheDay} patients with ${people.inView} in view, the synthesis and the chronology of one`,
  onlyNamed: true,
  async run(bed, { seconds, concurrency = 2 }): Promise<Measured> {
    const wards = await fillWards(bed);
    await refuseUnlessNew(bed, wards);
    const rows: Row[] = [];
    let othersCores: number | undefined;
    // A look is a visit: the day is asked before anybody is looked at.
    for (const { stream, floor } of worksOf(wards)) {
      const load = { streams: [stream], connections: concurrency };
      await measure(bed, { ...load, seconds: 3 });
      const timed = await measure(bed, { ...load, seconds: seconds / 2 });
      othersCores ??= timed.othersCores;
      rows.push(rowOf(timed, await floorOf(bed, wards, concurrency, floor)));
    }
    const [day, , synthesis, chronology] = rows;
    return {
      name: 'since',
      how: `${concurrency} at a time, by one professional in a session of the web space, traced; records of ${each.documents} documents and ${each.observations} observations, of which ${each.newDocuments} and ${each.newObservations} are new, and one of ${thickDocuments} documents`,
      rows,
      marks: [
        mark(
          'CPU of whom the professional saw last, with what is new, server and PostgreSQL',
          '≤',
          10,
          countedCpu(day?.cpuMs),
          'CPU-ms',
        ),
        mark('CPU of a synthesis', '≤', 150, countedCpu(synthesis?.cpuMs), 'CPU-ms'),
        mark(`CPU of a page of a chronology of ${thickDocuments}`, '≤', 600, countedCpu(chronology?.cpuMs), 'CPU-ms'),
      ],
      ...(othersCores === undefined ? {} : { othersCores }),
    };
  },
};

/** All documents that are new and at least a line of results: what is measured must have been found. */
async function refuseUnlessNew({ server }: Testbed, { cookie }: Wards): Promise<void> {
  const answer = await fetch(`${server.address}/api/pro/day/people`, { headers: { cookie } });
  const { items } = (await answer.json()) as { items: readonly { fresh?: number }[] };
  if (items.length !== shown || items.some(({ fresh = 0 }) => fresh <= each.newDocuments))
    throw new Error(`the day of the bench does not tell what is new: ${items.map(({ fresh }) => fresh).join(' ')}`);
}

interface Work {
  readonly stream: Stream;
  readonly floor: FloorOf;
}

/** What is read by the keys of the rows, in how many records. */
interface FloorOf {
  readonly what: string;
  readonly records: number;
  readonly entries: number;
  readonly resources: number;
}

function worksOf({ cookie, records, thick }: Wards): readonly Work[] {
  const hex = (record: string) => record.replaceAll('-', '');
  const [from, to] = [Date.now() - 12 * 3_600_000, Date.now() + 12 * 3_600_000].map((ms) => new Date(ms).toISOString());
  const few = { entries: each.newDocuments, resources: each.newObservations };
  const asks = (name: string, expects: string, targets: readonly { path: string; body?: string }[]): Stream => ({
    name,
    expects,
    requests: { kind: 'asks', cookie, targets },
  });
  const ofOne = records.slice(shown, people.ofTheDay).map(hex);
  return [
    {
      stream: asks('my day: people', '{"items":[{', [{ path: '/api/pro/day/people' }]),
      floor: { what: 'the new rows alone', records: shown, ...few },
    },
    {
      stream: asks('my day: appointments', '{"items":[{', [{ path: `/api/pro/day/appointments?from=${from}&to=${to}` }]),
      floor: { what: 'one entry of each record', records: people.ofTheDay, entries: 1, resources: 0 },
    },
    {
      stream: asks(
        'synthesis',
        '{"since":',
        ofOne.map((one) => ({ path: `/api/pro/patients/${one}/synthesis` })),
      ),
      floor: { what: 'all its observations', records: 1, entries: each.newDocuments, resources: each.observations },
    },
    {
      stream: asks(`chronology of ${thickDocuments}`, '{', [{ path: `/api/pro/patients/${hex(thick)}/chronology`, body: '{}' }]),
      floor: { what: 'as many of its rows as it reads', records: 1, entries: thickDocuments, resources: 1000 },
    },
  ];
}

/** The rows that the answer is made of, by their primary key. */
async function floorOf(bed: Testbed, { records, thick }: Wards, lanes: number, { what, ...of }: FloorOf): Promise<Floor> {
  const pool = bed.database(lanes);
  const whose = of.entries === thickDocuments ? [thick] : records.slice(0, of.records);
  const entries = `select n, date, deposited_at, title, media_type, facts from documents.entry where record_id = any($1) and n = any($2::bigint[])`;
  const resources = `select convert_to(body, 'UTF8') as body from fhir.resource where record_id = any($1) and n = any($2::bigint[])`;
  const last = (from: number, count: number, most: number) => Array.from({ length: count }, (_, n) => from + most - 1 - n);
  const asked = [
    { name: 'floor-entries', text: entries, values: [whose, last(1000, of.entries, Math.max(each.documents, of.entries))] },
    { name: 'floor-resources', text: resources, values: [whose, last(100_000, of.resources, each.observations)] },
  ].filter(({ values }) => at(values, 1).length > 0);
  const floor = await measureFloor(bed, `prepared SELECT by primary key of ${what}; no rights, no trace, no HTTP`, {
    seconds: 2,
    lanes,
    once: () => Promise.all(asked.map((one) => pool.query(one))),
  });
  await pool.end();
  return floor;
}
