import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hexOfRecordId } from '#kernel';
import { ambre, basile, citizen, hector, irene } from './cast.ts';
import { type Bundle, type Ground, openGround, refused, traceFrom, words } from './ground.ts';
import { n3, provide } from './papers.ts';

let ground: Ground;
const ids: string[] = [];
before(async () => {
  ground = await openGround();
  // five share one instant: only the second key of the order tells them apart
  for (let n = 0; n < 55; n++) {
    const at = new Date(Date.UTC(2025, 0, 1 + Math.floor(n / 5)));
    ids.push(...(await ground.deposited(provide(n3(ambre, { at, title: `Document ${n}` })))));
  }
});
after(() => ground.close());

const pathOf = (bundle: Bundle): string | undefined =>
  bundle.link?.find(({ relation }) => relation === 'next')?.url.slice(`${ground.url}/fhir`.length);

async function walk(first: string, token: string, between: () => Promise<unknown> = async () => undefined): Promise<string[]> {
  const seen: string[] = [];
  for (let path: string | undefined = first; path !== undefined; await between()) {
    const answer = await ground.fhir(path, { token });
    assert.equal(answer.status, 200, answer.bytes.toString());
    const page = answer.as<Bundle>();
    seen.push(...(page.entry ?? []).map(({ resource }) => resource.id));
    path = pathOf(page);
  }
  return seen;
}

for (const sort of ['-date', 'date', '-_lastUpdated', 'period']) {
  test(`FHIR R4 §3.1.1.6, _sort=${sort}: 55 documents over pages of 10, none lost, none twice, while others come`, async () => {
    const lines = await traceFrom(ground, ground.ambre);
    const token = await ground.token(citizen(ground.ambre, ambre));
    let come = 0;
    const between = async (): Promise<void> => {
      const at = new Date(Date.UTC(come % 2 === 0 ? 2020 : 2026, 0, 1));
      if (come++ < 4) await ground.deposited(provide(n3(ambre, { at })));
    };
    const seen = await walk(`/DocumentReference?_sort=${sort}&_count=10`, token, between);
    assert.equal(new Set(seen).size, seen.length, 'none twice');
    const missing = ids.filter((id) => !seen.includes(id));
    assert.deepEqual(missing, [], 'none lost');
    if (sort === '-date') {
      const dates = await ground.store.pool.query<{ n: number }>(
        'select n from documents.entry where record_id = $1 order by date desc, n desc',
        [ground.ambre],
      );
      const order = dates.rows
        .map(({ n }) => n)
        .filter((n) => seen.some((id) => Number.parseInt(id.split('-')[1] ?? '', 36) === n));
      assert.deepEqual(
        seen.map((id) => Number.parseInt(id.split('-')[1] ?? '', 36)),
        order,
      );
    }
    assert.ok((await lines()).every(({ action }) => action === 'deposit'));
  });
}

test('FHIR R4 §3.1.1.6: the filters of the first page hold on the next ones; POST _search too', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const token = await ground.onGround(irene, ground.ambre);
  const patient = `patient=Patient/${hexOfRecordId(ground.ambre)}`;
  const seen = await walk(`/DocumentReference?${patient}&date=2025-01-03&_count=2`, token);
  assert.deepEqual(seen.toSorted(), ids.slice(10, 15).toSorted());
  const first = await ground.fhir('/DocumentReference/_search', {
    method: 'POST',
    token,
    body: `${patient}&date=2025-01-03&_count=3`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  assert.equal((await walk(pathOf(first.as<Bundle>()) ?? '', token)).length, 2);
  assert.ok((await lines()).slice(1).every((line) => words(line) === 'list done Dr Irène Stéthance'));
});

test('design §4.1: a page token reused by another person gives them their own things or a refusal, nothing else', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const page = (
    await ground.fhir('/DocumentReference?_count=10', { token: await ground.token(citizen(ground.ambre, ambre)) })
  ).as<Bundle>();
  const next = pathOf(page) ?? '';
  refused(await ground.fhir(next, { token: await ground.token(citizen(ground.basile, basile)) }), 403, 'rights.not-yours');
  refused(await ground.fhir(next, { token: await ground.token(hector) }), 403, 'rights.no-ground');
  const bare = next.replace(/patient=[^&]*&?/, '');
  const own = await ground.fhir(bare, { token: await ground.token(citizen(ground.basile, basile)) });
  assert.deepEqual([own.status, own.as<Bundle>().total, own.as<Bundle>().entry], [200, 0, undefined]);
  refused(await ground.fhir(next, {}), 401, 'signin.token-missing');
  assert.deepEqual((await lines()).map(words), [
    'refusal refused rights.not-yours BASILE ÉCUMEUR',
    'refusal refused rights.no-ground Dr Hector Pulsarelle',
  ]);
});
