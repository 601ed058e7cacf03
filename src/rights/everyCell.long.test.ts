import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Refusal } from '#kernel';
import { type Store, statement } from '#store';
import { traceMigrations } from '#trace';
import { testStore } from '../../test/store.ts';
import { papers, record, type Situation, situations } from './cells.check.ts';
import { decideRead, type Permit } from './decide.ts';
import { eachPermit } from './each.ts';
import { mayAsk } from './oracle.check.ts';
import { rightsMigrations } from './rights.schema.ts';

let store: Store;
before(async () => {
  store = await testStore([...traceMigrations, ...rightsMigrations]);
  await store.pool.query(
    `create table public.paper (record_id uuid, n int, author_ids text[], depositor text, hidden_from_professionals boolean,
       hidden_from_patient boolean, hidden_from_representatives boolean, document_type text)`,
  );
  const columns = [
    papers.map((_, n) => n),
    papers.map(({ author }) => author),
    papers.map(({ depositor }) => depositor),
    papers.map(({ masked }) => masked),
    papers.map(({ unannounced }) => unannounced),
    papers.map(({ withheldFromRepresentatives }) => withheldFromRepresentatives),
    papers.map(({ type }) => type ?? null),
  ];
  await store.pool.query(
    `insert into public.paper select $1::uuid, n, array[author], depositor, masked, unannounced, withheld, type
       from unnest($2::int[], $3::text[], $4::text[], $5::boolean[], $6::boolean[], $7::boolean[], $8::text[])
         as t(n, author, depositor, masked, unannounced, withheld, type)`,
    [record, ...columns],
  );
});
after(() => store.close());

/** The numbers of the papers that PostgreSQL lets through. */
async function shownBy(permit: Permit): Promise<ReadonlySet<number>> {
  const { text, values } = permit.predicate(2);
  const shown = statement(
    'test.shownPapers',
    `select coalesce(array_agg(e.n), '{}') as seen from public.paper e where e.record_id = $1 and ${text}`,
  );
  const [row] = await store.query<{ seen: number[] }>(shown, [record, ...values]);
  return new Set(row?.seen);
}

/** The same for several Permits in one statement, one after the other. */
async function shownByEach(permits: readonly Permit[]): Promise<readonly ReadonlySet<number>[]> {
  const { arrays, columns, values, predicate } = eachPermit(permits, 2);
  const shown = statement(
    'test.shownToEach',
    `select p.place, coalesce((select array_agg(e.n) from public.paper e where e.record_id = p.record_id and ${predicate('e')}), '{}') as seen
       from unnest($1::int[], ${arrays}) as p(place, ${columns}) order by p.place`,
    { acrossRecords: 'a test' },
  );
  const rows = await store.query<{ seen: number[] }>(shown, [permits.map((_, place) => place), ...values]);
  return rows.map(({ seen }) => new Set(seen));
}

function decided({ facts, call }: Situation, what: 'list' | 'item'): Permit | undefined {
  try {
    return decideRead(facts, call, record, what);
  } catch (error) {
    assert.ok(error instanceof Refusal && error.code.startsWith('rights.'), String(error));
    return undefined;
  }
}

test('Issue 5, proof: every profession × type × visibility × authorship × ground × mode × consent: decision and predicate say what the oracle says', async () => {
  let cells = 0;
  const count = { refused: 0, seen: 0, unseen: 0 };
  for (const situation of situations()) {
    const { asker, consent } = situation;
    const permits: { readonly permit: Permit; readonly shown: ReadonlySet<number> }[] = [];
    for (const [what, door] of [
      ['list', 'whole'],
      ['item', 'one'],
    ] as const) {
      const permit = decided(situation, what);
      const shown = permit && (await shownBy(permit));
      if (permit !== undefined && shown !== undefined) permits.push({ permit, shown });
      for (const [n, paper] of papers.entries()) {
        const told = shown === undefined ? 'refused' : shown.has(n) ? 'seen' : 'unseen';
        const expected = mayAsk(asker, consent, door, paper);
        if (told !== expected)
          assert.fail(`${told}, not ${expected}: ${door} ${JSON.stringify({ asker, consent, paper }).slice(0, 600)}`);
        count[told] += 1;
        cells += 1;
      }
    }
    if (permits.length === 0) continue;
    const each = await shownByEach(permits.map(({ permit }) => permit));
    for (const [place, { shown }] of permits.entries())
      assert.deepEqual(each[place], shown, `together as alone: ${JSON.stringify({ asker, consent })}`);
  }
  // 16 states of consent × (4 + 3 + 30 professions × 2 × 7 + 5 mandates × 16 × 3) askers × 2 doors × 1,840 papers
  assert.equal(cells, 16 * (7 + 30 * 14 + 240) * 2 * papers.length);
  assert.equal(papers.length, 1840);
  // each answer is there in numbers: a table that only refuses proves nothing
  assert.ok(Math.min(count.refused, count.seen, count.unseen) > 100_000, JSON.stringify(count));
});
