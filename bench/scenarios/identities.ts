import { type Ins, openIns } from '#ins';
import { openInsiSimulator } from '#interop/insi';
import type { Statement, Store } from '#store';
import type { Trace } from '#trace';
import { chanceOf, writtenAgain } from '../../spec/ins/people.ts';
import { type Measured, mark, type Row, type Scenario, short } from '../scenario.ts';
import { loadPeople, matriculeAt, oidOfAll, personAt, recordAt } from '../testbed/people.ts';
import type { Testbed } from '../testbed/testbed.ts';

/** What loads in about three minutes; the country's size is asked for by `--people 5000000`. */
const usual = 500_000;
const looked = 2000;

export const identities: Scenario = {
  name: 'identities',
  what: 'one person found among many: by matricule, by traits written otherwise; `--people N` (500,000); 5,000,000 load in about seven minutes and take 6 GB',
  onlyNamed: true,
  async run(bed, { people = usual }): Promise<Measured> {
    const ins = await peopled(bed, people);
    const chance = chanceOf(42);
    const anybody = (): number => Math.floor(chance() * people);
    const matricule = await measured('matricule', async () => {
      const n = anybody();
      return (await ins.byMatricule(oidOfAll, matriculeAt(n)))?.record === recordAt(n);
    });
    const exact = await measured('traits as they are kept', async () => {
      const n = anybody();
      return met(ins, personAt(n), n);
    });
    let unmet = 0;
    const tolerant = await measured('traits with mistakes', async () => {
      const n = anybody();
      if (!(await met(ins, writtenAgain(personAt(n), chance).traits, n))) unmet += 1;
      return true;
    });
    const names = await measured('both names alone', async () => {
      const { birthFamily, firstBirthGiven } = personAt(anybody());
      return (await ins.byLikeness({ birthFamily, firstBirthGiven }, 20)).length > 0;
    });
    return {
      name: 'identities',
      how: `${people} made-up people; ${looked} look-ups of each kind, one at a time, the module and PostgreSQL without HTTP; of those looked for with mistakes ${short((100 * unmet) / looked)} % were not among the first 20`,
      rows: [matricule, exact, tolerant, names],
      marks: [
        mark('p99 by matricule', '≤', 10, matricule.p99, 'ms'),
        mark('p99 by traits with mistakes', '≤', 50, tolerant.p99, 'ms'),
        mark('p99 by both names alone', '≤', 50, names.p99, 'ms'),
        mark('found in spite of mistakes', '≥', 95, 100 - (100 * unmet) / looked, '%'),
      ],
    };
  },
};

const met = async (ins: Ins, sought: Parameters<Ins['byLikeness']>[0], n: number): Promise<boolean> =>
  (await ins.byLikeness(sought, 20)).some(({ identity }) => identity.record === recordAt(n));

/** The module on the server's own database, read only. */
async function peopled(bed: Testbed, people: number): Promise<Ins> {
  const pool = bed.database(2);
  const from = performance.now();
  await loadPeople(pool, people, bed.say);
  const { rows } = await pool.query<{ size: string; keys: string }>(
    `select pg_size_pretty(sum(pg_total_relation_size(c.oid))) as size, (select count(*) from ins.person_key) as keys
     from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'ins' and c.relkind = 'r'`,
  );
  bed.say(`${people} people and ${rows[0]?.keys} keys, ${rows[0]?.size}, in ${((performance.now() - from) / 1000).toFixed(0)} s`);
  const query = async ({ name, text }: Statement, values: readonly unknown[] = []): Promise<unknown[]> =>
    (await pool.query({ name, text, values: [...values] })).rows;
  return openIns({ query } as unknown as Store, {} as Trace, openInsiSimulator());
}

/** One after the other, after a tenth of them unmeasured. */
async function measured(name: string, once: () => Promise<boolean>): Promise<Row> {
  for (let n = 0; n < looked / 10; n++) await once();
  const latencies: number[] = [];
  let failed = 0;
  const began = performance.now();
  for (let n = 0; n < looked; n++) {
    const from = performance.now();
    if (!(await once())) failed += 1;
    latencies.push(performance.now() - from);
  }
  const seconds = (performance.now() - began) / 1000;
  latencies.sort((a, b) => a - b);
  const at = (share: number): number => latencies[Math.min(looked - 1, Math.floor(looked * share))] ?? Number.NaN;
  return { name, answered: looked - failed, failed, perSecond: looked / seconds, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}
