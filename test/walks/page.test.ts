import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hexOfRecordId } from '#kernel';
import { ambre, basile, citizen, hector, irene } from './cast.ts';
import { type Bundle, type Ground, openGround, patientQuery, refused, traceFrom, words } from './ground.ts';
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

const posted = (body: string, token: string) =>
  ground.fhir('/DocumentReference/_search', {
    method: 'POST',
    token,
    body,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });

test('FHIR R4 §3.1.1.6: the filters of the first page hold on the next ones; POST _search too', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const token = await ground.onGround(irene, ground.ambre);
  const patient = `patient=Patient/${hexOfRecordId(ground.ambre)}`;
  const seen = await walk(`/DocumentReference?${patient}&date=2025-01-03&_count=2`, token);
  assert.deepEqual(seen.toSorted(), ids.slice(10, 15).toSorted());
  const first = await posted(`${patient}&date=2025-01-03&_count=3`, token);
  assert.equal((await walk(pathOf(first.as<Bundle>()) ?? '', token)).length, 2);
  assert.ok((await lines()).slice(1).every((line) => words(line) === 'search done Dr Irène Stéthance'));
});

test('Guide INS: the pages of a search by matricule go on under seal; none of their addresses tells who it is about', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const token = await ground.onGround(irene, ground.ambre);
  const first = (await posted(`${patientQuery(ambre)}&date=2025-01-03&_count=2`, token)).as<Bundle>();
  const next = pathOf(first) ?? '';
  assert.deepEqual([...new URLSearchParams(next.split('?')[1]).keys()], ['page']);
  const plain = Buffer.from(new URLSearchParams(next.split('?')[1]).get('page')?.slice(2) ?? '', 'base64url').toString('latin1');
  for (const told of [JSON.stringify(first.link), plain]) {
    for (const said of [ambre.matricule, hexOfRecordId(ground.ambre)]) assert.ok(!told.includes(said), told);
  }
  const rest = await walk(next, token);
  const all = [...(first.entry ?? []).map(({ resource }) => resource.id), ...rest];
  assert.deepEqual(all.toSorted(), ids.slice(10, 15).toSorted());
  // a letter of the seal changed, and who else holds the address
  const broken = next.replace(/.(?=.{30}$)/, (letter) => (letter === 'A' ? 'B' : 'A'));
  refused(await ground.fhir(broken, { token }), 400, 'fhir.bad-page');
  for (const other of [hector, citizen(ground.basile, basile)])
    refused(await ground.fhir(next, { token: await ground.token(other) }), 400, 'fhir.bad-page');
  refused(await ground.fhir(next, {}), 401, 'signin.token-missing');
  assert.ok((await lines()).slice(1).every((line) => words(line) === 'search done Dr Irène Stéthance'));
});

test('design §4.1: a page token reused by another person gives them their own things or a refusal, nothing else', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const patient = `patient=Patient/${hexOfRecordId(ground.ambre)}`;
  const own = await ground.token(citizen(ground.ambre, ambre));
  const others = await Promise.all([hector, citizen(ground.basile, basile)].map((actor) => ground.token(actor)));
  for (const query of [`${patient}&_count=10`, '_count=10']) {
    const next = pathOf((await ground.fhir(`/DocumentReference?${query}`, { token: own })).as<Bundle>()) ?? '';
    assert.equal((await ground.fhir(next, { token: own })).status, 200);
    for (const token of others) refused(await ground.fhir(next, { token }), 400, 'fhir.bad-page');
    // nor does it open another list to the one who has it
    refused(await ground.fhir(`${next}&status=current`, { token: own }), 400, 'fhir.bad-page');
    refused(await ground.fhir(next, {}), 401, 'signin.token-missing');
  }
  assert.deepEqual(await lines(), []);
  const [doctor = '', stranger = ''] = others;
  refused(await ground.fhir(`/DocumentReference?${patient}&_count=10`, { token: doctor }), 403, 'rights.no-ground');
  refused(await ground.fhir(`/DocumentReference?${patient}&_count=10`, { token: stranger }), 403, 'rights.not-yours');
  const bare = (await ground.fhir('/DocumentReference?_count=10', { token: stranger })).as<Bundle>();
  assert.deepEqual([bare.total, bare.entry], [0, undefined]);
  assert.deepEqual((await lines()).map(words), [
    'refusal refused rights.no-ground Dr Hector Pulsarelle',
    'refusal refused rights.not-yours BASILE ÉCUMEUR',
  ]);
});
