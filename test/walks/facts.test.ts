import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Actor, hexOfRecordId, parseItemId } from '#kernel';
import { ambre, capucine, citizen, hector, irene, nuees, orme } from './cast.ts';
import { type Bundle, everyLineFrom, type Ground, openGround, refused, words } from './ground.ts';
import { biology, change, type Loose, n1, provide, type Result } from './papers.ts';
import { enterCarnet } from './space.ts';

let ground: Ground;
before(async () => {
  ground = await openGround();
});
after(() => ground.close());

const glucose: Result = ['2345-7', 'Glucose', '0.95', 'g/L', '0.70', '1.10'];
const potassium: Result = ['2823-3', 'Potassium', '5.6', 'mmol/L', '3.5', '5.1'];
const patient = () => `Patient/${hexOfRecordId(ground.ambre)}`;

/** Waits until the job has understood the document: what comes after the answer takes its time. */
async function understood(id: string, form = 2): Promise<void> {
  const { record, n } = parseItemId(id);
  const asked = `select 1 from documents.text t left join documents.facts f using (record_id, n)
    where record_id = $1 and n = $2 and coalesce(f.form, t.facts_form) = $3`;
  for (let i = 0; i < 3000; i++) {
    if ((await ground.store.pool.query(asked, [record, n, form])).rows.length > 0) return;
    await sleep(20);
  }
  assert.fail(`${id} is not understood: ${ground.said.join('\n')}`);
}

async function deposited(...results: Result[]): Promise<string> {
  const [id = ''] = await ground.deposited(provide(biology(ambre, results)));
  await understood(id);
  return id;
}

interface Fact extends Loose {
  readonly id: string;
  readonly meta: { readonly versionId: string; readonly source: string };
}

/** What somebody finds of the observations of a document. */
async function found(document: string, token: string): Promise<readonly Fact[]> {
  const query = new URLSearchParams({ patient: patient(), _source: `DocumentReference/${document}`, _count: '100' });
  const answer = await ground.fhir(`/Observation?${query}`, { token });
  assert.equal(answer.status, 200, answer.bytes.toString());
  return (answer.as<Bundle>().entry ?? []).map(({ resource }) => resource as unknown as Fact);
}
const codes = (facts: readonly Fact[]) =>
  facts.map(({ code }) => (code as { coding: { code: string }[] }).coding[0]?.code).sort();
const self = () => ground.token(citizen(ground.ambre, ambre));

test('Issue 4, 3: a report of biology becomes results that ordinary searches find, with their Provenance to document and section', async () => {
  const lines = await everyLineFrom(ground, ground.ambre);
  const id = await deposited(glucose, potassium);
  const done = (await lines()).filter(({ action }) => action === 'write');
  assert.deepEqual(done.map(words), ['write done Socle']);
  assert.deepEqual(done[0]?.object, { kind: 'DocumentReference', id, title: 'CR d’examens biologiques' });
  assert.deepEqual(done[0]?.detail, { change: 'facts', created: 'Observation 2, DiagnosticReport 1, Provenance 1' });
  const token = await self();
  const results = await found(id, token);
  assert.deepEqual(codes(results), ['2345-7', '2823-3']);
  const byCode = (
    await ground.fhir(`/Observation?patient=${patient()}&code=http://loinc.org|2823-3&_source=DocumentReference/${id}`, { token })
  ).as<Bundle>();
  const [one] = byCode.entry ?? [];
  assert.ok(one !== undefined);
  assert.deepEqual(one.resource.valueQuantity, {
    value: 5.6,
    unit: 'mmol/L',
    system: 'http://unitsofmeasure.org',
    code: 'mmol/L',
  });
  assert.deepEqual((one.resource.referenceRange as Loose[])[0]?.low, {
    value: 3.5,
    unit: 'mmol/L',
    system: 'http://unitsofmeasure.org',
    code: 'mmol/L',
  });
  assert.equal((one.resource.subject as Loose).reference, patient());
  const traced = new URLSearchParams({ patient: patient(), _id: one.resource.id ?? '', _revinclude: 'Provenance:target' });
  const beside = (await ground.fhir(`/Observation?${traced}`, { token })).as<Bundle>();
  const provenance = beside.entry?.find(({ resource }) => resource.resourceType === 'Provenance')?.resource;
  const said = JSON.stringify(provenance?.entity);
  assert.ok(said.includes(`"reference":"DocumentReference/${id}"`) && said.includes('"18719-5"'), said);
  const report = (
    await ground.fhir(`/DiagnosticReport?patient=${patient()}&result=Observation/${one.resource.id}`, { token })
  ).as<Bundle>();
  assert.equal(report.total, 1);
  const last = (await ground.fhir(`/Observation/$lastn?patient=${patient()}&code=2823-3`, { token })).as<Bundle>();
  assert.ok(last.entry?.some(({ resource }) => resource.id === one.resource.id));
  const all = (await ground.fhir(`/${patient()}/$everything?_type=Observation`, { token })).as<Bundle>();
  assert.ok(all.entry?.some(({ resource }) => resource.id === one.resource.id));
});

test('Issue 4, 3: understood again the same ids and versions stand, and nothing is said to have been written', async () => {
  const id = await deposited(glucose);
  const { record, n } = parseItemId(id);
  const token = await self();
  const before = await found(id, token);
  const lines = await everyLineFrom(ground, ground.ambre);
  await ground.store.pool.query('update documents.facts set form = 0 where record_id = $1 and n = $2', [record, n]);
  await ground.store.transaction(async (tx) => {
    await ground.store.records.lock(tx, record);
    for (let i = 0; i < 2; i++) ground.store.outbox.emit(tx, record, new Date(), 'documents.deposited', { n });
  });
  await understood(id);
  assert.deepEqual(await found(id, token), before);
  assert.deepEqual(
    (await lines()).map(words).filter((line) => line.startsWith('write')),
    [],
  );
});

test('Issue 4, 3: documents of an earlier version are understood at the start, and only then', async () => {
  const id = await deposited(glucose, potassium);
  const { record, n } = parseItemId(id);
  const before = await found(id, await self());
  for (const table of ['facts', 'text'])
    await ground.store.pool.query(`delete from documents.${table} where record_id = $1 and n = $2`, [record, n]);
  await ground.store.mark('documents.understood', 'of an earlier form');
  const other = await ground.beside();
  await understood(id);
  for (let i = 0; i < 3000 && !(await ground.store.marked('documents.understood'))?.endsWith('done'); i++) await sleep(20);
  assert.match((await ground.store.marked('documents.understood')) ?? '', / done$/);
  await other.close();
  assert.deepEqual(await found(id, await self()), before);
});

test('Issue 4, 3: replaced, a document takes its results with it, and the new version gives its own', async () => {
  const old = await deposited(glucose, potassium);
  const token = await self();
  const [gone] = await found(old, token);
  const next = change(provide(biology(ambre, [['2345-7', 'Glucose', '1.05', 'g/L']])), 'entry.1.resource.relatesTo', [
    { code: 'replaces', target: { reference: `DocumentReference/${old}` } },
  ]);
  const [made = ''] = await ground.deposited(next);
  // at once, before any job
  assert.deepEqual(await found(old, token), []);
  refused(await ground.fhir(`/Observation/${gone?.id}`, { token }), 410, 'fhir.gone');
  // what it said is in no version any more
  refused(await ground.fhir(`/Observation/${gone?.id}/_history/1`, { token }), 410, 'fhir.gone');
  const ended = await ground.fhir(`/DocumentReference/${old}/$facts`, { token });
  assert.match(ended.bytes.toString(), /"name":"ended","valueBoolean":true/);
  assert.doesNotMatch(ended.bytes.toString(), /"name":"fact"/);
  await understood(made);
  assert.deepEqual(
    (await found(made, token)).map(({ valueQuantity }) => (valueQuantity as Loose).value),
    [1.05],
  );
  assert.deepEqual(await found(old, token), []);
});

for (const [who, hide, sees] of [
  ['professionals', { hiddenFromProfessionals: true }, { self: 1, author: 1, other: 0, depositor: 1 }],
  ['the person', { hiddenFromPatient: true }, { self: 0, author: 1, other: 1, depositor: 1 }],
  ['nobody', {}, { self: 1, author: 1, other: 1, depositor: 1 }],
] as const)
  test(`DMP, visibility: results of a document hidden from ${who} are seen exactly as far as the document`, async () => {
    const [id = ''] = await ground.deposited(provide(biology(ambre, [glucose]), hide));
    await understood(id);
    const tokens: Record<keyof typeof sees, string> = {
      self: await self(),
      author: await ground.onGround(irene, ground.ambre),
      other: await ground.onGround(hector, ground.ambre),
      depositor: await ground.token(nuees),
    };
    for (const [name, token] of Object.entries(tokens)) {
      const count = sees[name as keyof typeof sees];
      assert.equal((await found(id, token)).length, count, name);
      assert.equal((await ground.fhir(`/DocumentReference/${id}`, { token })).status, count === 1 ? 200 : 404, name);
      assert.equal((await ground.fhir(`/DocumentReference/${id}/$facts`, { token })).status, count === 1 ? 200 : 404, name);
    }
    assert.equal((await found(id, await ground.token(orme))).length, 0, 'other software');
  });

test('DMP, masquage: hidden and shown again, its results follow in the same act, and in every version', async () => {
  const id = await deposited(glucose);
  const other = await ground.onGround(hector, ground.ambre);
  const [fact] = await found(id, other);
  assert.ok(fact !== undefined);
  await ground.hide(citizen(ground.ambre, ambre), id, true);
  assert.deepEqual(await found(id, other), []);
  refused(await ground.fhir(`/Observation/${fact.id}`, { token: other }), 404, 'id.unknown');
  refused(await ground.fhir(`/Observation/${fact.id}/_history/1`, { token: other }), 404, 'id.unknown');
  assert.equal((await found(id, await self())).length, 1);
  await ground.hide(citizen(ground.ambre, ambre), id, false);
  assert.deepEqual(await found(id, other), [fact]);
});

test('Rights, blocked: whom the person blocked finds none of the results', async () => {
  const id = await deposited(glucose);
  const token = await ground.onGround(capucine, ground.ambre);
  assert.equal((await found(id, token)).length, 1);
  const actor: Actor = citizen(ground.ambre, ambre);
  const { id: blocked, name, structure, profession } = capucine;
  await ground.rights().block({ actor, at: new Date(), requestId: 'test' }, ground.ambre, {
    id: blocked,
    name,
    structure: structure.name,
    profession,
  } as never);
  const query = `/Observation?patient=${patient()}&_source=DocumentReference/${id}`;
  for (let i = 0; i < 2; i++) await ground.fhir(query, { token });
  refused(await ground.fhir(query, { token }), 403, 'rights.blocked');
});

test('Issue 4, 3: nobody writes over what was drawn from a document, its depositor neither, and nothing passes for it', async () => {
  const id = await deposited(glucose);
  const depositor = await ground.token(nuees);
  const [fact] = await found(id, depositor);
  assert.ok(fact !== undefined);
  const path = `/Observation/${fact.id}`;
  const { meta: _, ...bare } = fact;
  refused(await ground.fhir(path, { method: 'PUT', token: depositor, body: { ...fact, status: 'amended' } }), 405, 'fhir.owned');
  refused(await ground.fhir(path, { method: 'PUT', token: depositor, body: { ...bare, status: 'amended' } }), 405, 'fhir.owned');
  refused(await ground.fhir(path, { method: 'DELETE', token: depositor }), 405, 'fhir.owned');
  const patched = [{ op: 'replace', path: '/status', value: 'amended' }];
  const headers = { 'content-type': 'application/json-patch+json' };
  refused(
    await ground.fhir(path, { method: 'PATCH', token: depositor, body: JSON.stringify(patched), headers }),
    405,
    'fhir.owned',
  );
  const tag = { resourceType: 'Parameters', parameter: [{ name: 'meta', valueMeta: { tag: [{ system: 'urn:x', code: 'y' }] } }] };
  refused(await ground.fhir(`${path}/$meta-add`, { method: 'POST', token: depositor, body: tag }), 405, 'fhir.owned');
  const entry = [{ request: { method: 'DELETE', url: `Observation/${fact.id}` } }];
  refused(
    await ground.fhir('', { method: 'POST', token: depositor, body: { resourceType: 'Bundle', type: 'transaction', entry } }),
    405,
    'fhir.owned',
  );
  refused(await ground.fhir(`/Observation?_id=${fact.id}`, { method: 'DELETE', token: depositor }), 405, 'fhir.owned');
  const { id: __, ...copy } = fact;
  refused(await ground.fhir('/Observation', { method: 'POST', token: depositor, body: copy }), 405, 'fhir.owned');
  refused(
    await ground.fhir(path, { method: 'DELETE', token: await ground.onGround(hector, ground.ambre) }),
    403,
    'fhir.not-yours',
  );
  assert.deepEqual(await found(id, depositor), [fact]);
});

test('Issue 4, 4: the page of a document shows the facts that were kept, and the same from its bytes where they are not', async () => {
  const id = await deposited(glucose, potassium);
  const { record, n } = parseItemId(id);
  const carnet = await enterCarnet(ground, ground.ambre, ambre);
  const page = async () => (await carnet(`/carnet/documents/${id}`)).as<{ html: string }>().html;
  const fromKept = await page();
  assert.match(fromKept, /Données structurées de ce document \(2\)[\s\S]*Potassium[\s\S]*5,6 mmol\/L/);
  const { pool } = ground.store;
  const first = (await found(id, await self())).find((one) => JSON.stringify(one).includes('Glucose'));
  const change = 'update fhir.resource set body = replace(body, $3, $4) where record_id = $1 and id = $2';
  const swapped = (from: string, to: string) => pool.query(change, [record, first?.id, from, to]);
  await swapped('"Glucose"', '"Glucose kept"');
  assert.match(await page(), /<details[\s\S]*Glucose kept/);
  await pool.query('update documents.facts set form = 0 where record_id = $1 and n = $2', [record, n]);
  assert.equal(await page(), fromKept, 'of an earlier form: drawn from the bytes, to the same page');
  await pool.query('update documents.facts set form = 2 where record_id = $1 and n = $2', [record, n]);
  await swapped('"Glucose kept"', '"Glucose"');
  assert.equal(await page(), fromKept);
});

test('$facts: a document that gives nothing keeps no row that says so, and one from before that has a row is told alike', async () => {
  const [id = ''] = await ground.deposited(provide(n1(ambre)));
  await understood(id);
  const { record, n } = parseItemId(id);
  const { pool } = ground.store;
  const place = [record, n];
  const rows = 'select state from documents.facts where record_id = $1 and n = $2';
  assert.deepEqual((await pool.query(rows, place)).rows, []);
  const token = await ground.onGround(hector, ground.ambre);
  const asked = async () => {
    const answer = await ground.fhir(`/DocumentReference/${id}/$facts`, { token });
    assert.equal(answer.status, 200, answer.bytes.toString());
    const { parameter } = answer.as<{ parameter: { name: string }[] }>();
    return parameter.filter(({ name }) => name !== 'drawn');
  };
  const told = await asked();
  assert.match(JSON.stringify(told), /"nothing".*urn:oid:1\.3\.6\.1\.4\.1\.19376\.1\.2\.20.*"not-structured"/);
  const result = {
    model: '1.3.6.1.4.1.19376.1.2.20',
    counts: { resources: {}, kept: { 'not-structured': 1 } },
    kept: [{ code: '', title: '', reason: 'not-structured', at: '/ClinicalDocument' }],
  };
  const before =
    "insert into documents.facts (record_id, n, form, state, drawn_at, result) values ($1, $2, 2, 'nothing', now(), $3)";
  await pool.query(before, [...place, JSON.stringify(result)]);
  await pool.query('update documents.text set facts_form = null where record_id = $1 and n = $2', place);
  assert.deepEqual(await asked(), told);
  await pool.query('delete from documents.facts where record_id = $1 and n = $2', place);
  assert.match(JSON.stringify(await asked()), /"waiting"/);
  // Not known to have been looked into: it is understood at the next start.
  await ground.store.mark('documents.understood', 'of an earlier form');
  const other = await ground.beside();
  await understood(id);
  await other.close();
  assert.deepEqual([await asked(), (await pool.query(rows, place)).rows], [told, []]);
});

test('$facts: what was drawn, what stays in the narrative, and how much; read and traced as the document', async () => {
  const id = await deposited(glucose, potassium);
  const token = await ground.onGround(hector, ground.ambre);
  const lines = await everyLineFrom(ground, ground.ambre);
  const answer = await ground.fhir(`/DocumentReference/${id}/$facts`, { token });
  assert.equal(answer.status, 200, answer.bytes.toString());
  const { parameter } = answer.as<{ parameter: { name: string; valueCode?: string; resource?: Loose; part?: Loose[] }[] }>();
  const named = (name: string) => parameter.filter((one) => one.name === name);
  assert.equal(named('state')[0]?.valueCode, 'drawn');
  assert.deepEqual(
    named('count').map(({ part }) => part?.map(({ valueCode, valueInteger }) => valueCode ?? valueInteger)),
    [
      ['DiagnosticReport', 1],
      ['Observation', 2],
      ['Provenance', 1],
    ],
  );
  assert.deepEqual(
    named('fact')
      .map(({ resource }) => resource?.resourceType)
      .sort(),
    ['DiagnosticReport', 'Observation', 'Observation', 'Provenance'],
  );
  assert.deepEqual(
    (await lines()).map(({ action, object }) => [action, object?.id]),
    [['read', id]],
  );
  const [flat = ''] = await ground.deposited(provide(n1(ambre)));
  await understood(flat);
  const none = (await ground.fhir(`/DocumentReference/${flat}/$facts`, { token })).as<{
    parameter: { name: string; valueCode?: string }[];
  }>();
  assert.equal(none.parameter.find(({ name }) => name === 'state')?.valueCode, 'nothing');
});
