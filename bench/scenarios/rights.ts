import { join } from 'node:path';
import { type Call, type Professional, parseItemId } from '#kernel';
import { openRights } from '#rights';
import { openStore } from '#store';
import { openTrace } from '#trace';
import { migrations } from '../../src/main.ts';
import type { Stream } from '../client/load.ts';
import { countedCpu, type Measured, mark, type Scenario } from '../scenario.ts';
import { measureFloor } from '../testbed/floor.ts';
import { measure, rowOf } from '../testbed/measure.ts';
import { at } from '../testbed/population.ts';
import { documentsEach, findPath, type Shelf, shelfOf } from '../testbed/shelf.ts';
import type { Testbed } from '../testbed/testbed.ts';

const decisions = 200_000;
const rounds = 8;

export const rights: Scenario = {
  name: 'rights',
  what: 'a decision with a warm cache, and what its predicate costs a search of 18 documents',
  async run(bed, { seconds }): Promise<Measured> {
    const shelf = await shelfOf(bed);
    const store = await openStore(
      { home: bed.home, blobs: `file:${join(bed.home, 'blobs')}`, keyFile: join(bed.home, 'operator.key') },
      { migrations, log: bed.say, mode: 'join' },
    );
    try {
      const asked = askedOf(bed, shelf);
      const open = openRights(store, await openTrace(store));
      const decide = async (count: number): Promise<void> => {
        for (let n = 0; n < count; n++) {
          const { call, record } = at(asked, n);
          (await open.decide(call, record, 'list')).predicate(2);
        }
      };
      await decide(20_000);
      const before = process.cpuUsage();
      await decide(decisions);
      const { user, system } = process.cpuUsage(before);
      const permits = await Promise.all(asked.map(({ call, record }) => open.decide(call, record, 'list')));
      const finds: Stream = {
        name: 'find by a professional',
        expects: `"total":${documentsEach}`,
        requests: { kind: 'gets', targets: shelf.records.map(({ person, team }) => ({ path: findPath(person), token: team })) },
      };
      const row = rowOf(await measure(bed, { streams: [finds], connections: 8, seconds: seconds / 2 }));
      const { added, percent } = await costOfPredicate(
        bed,
        permits.map((permit) => permit.record),
        permits.map((permit) => permit.predicate(2)),
        seconds,
      );
      return {
        name: 'rights',
        how: `${decisions} decisions for professionals with a ground, one after the other, in the process that decides; then the same SELECT of ${documentsEach} DocumentReferences, newest first, with the predicate and without, turn by turn, the least of ${rounds} rounds each, straight to PostgreSQL: what it adds there, against that SELECT alone and against the whole find`,
        rows: [row],
        marks: [
          mark('CPU of a decision and its predicate, warm', '≤', 50, (user + system) / decisions, 'µs'),
          mark('CPU that the predicate adds to a find', '≤', 15, ofWhole(added, countedCpu(row.cpuMs)), '%'),
          mark('CPU that it adds to the bare SELECT', '≤', 15, percent, '%'),
        ],
      };
    } finally {
      await store.close();
    }
  },
};

/** Each person of the shelf, and the professional of their team who declared a ground. */
function askedOf(
  { population }: Testbed,
  { records }: Shelf,
): { call: Call; record: ReturnType<typeof parseItemId>['record'] }[] {
  return records.map(({ ids }, index) => {
    const { id, profession, structureId } = at(population.professionals, index % 4);
    const structure = { id: structureId, name: '' };
    const actor: Professional = { kind: 'professional', id, name: id, profession, structure, software: 'bench' };
    return {
      call: { actor, at: new Date(), requestId: 'bench', ground: 'equipe_de_soins' },
      record: parseItemId(at(ids, 0)).record,
    };
  });
}

/** Against what is left of the whole without it. */
function ofWhole(added: number | undefined, whole: number | undefined): number | undefined {
  return added === undefined || whole === undefined ? undefined : (added / (whole - added)) * 100;
}

/** PostgreSQL's and the driver's CPU together, in milliseconds and in percent; undefined where the system does not tell it. */
async function costOfPredicate(
  bed: Testbed,
  records: readonly string[],
  predicates: readonly { text: string; values: readonly unknown[] }[],
  seconds: number,
): Promise<{ added: number | undefined; percent: number | undefined }> {
  const pool = bed.database(2);
  const { text } = at(predicates, 0);
  const search = (where: string) =>
    `select e.body from fhir.resource e where e.record_id = $1 and e.type = 'DocumentReference' and ${where} order by e.at desc, e.n desc limit ${documentsEach}`;
  const once = (name: string, where: string, values: (n: number) => readonly unknown[]) => (n: number) =>
    pool.query({ name, text: search(where), values: [at(records, n), ...values(n)] });
  const kinds = {
    with: once('rights-with', text, (n) => at(predicates, n).values),
    without: once('rights-without', 'true', () => []),
  };
  const spent: Record<keyof typeof kinds, number[]> = { with: [], without: [] };
  for (let round = 0; round < rounds * 2; round++) {
    const kind = round % 2 === 0 ? 'with' : 'without';
    const { cpuMs } = await measureFloor(bed, kind, { seconds: Math.max(1, seconds / 4), lanes: 1, once: kinds[kind] });
    if (cpuMs !== undefined) spent[kind].push(cpuMs);
  }
  await pool.end();
  // The least of the rounds: what other programs do meanwhile only adds.
  const [more, less] = [Math.min(...spent.with), Math.min(...spent.without)];
  if (!Number.isFinite(more) || !Number.isFinite(less)) return { added: undefined, percent: undefined };
  return { added: more - less, percent: (more / less - 1) * 100 };
}
