import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ownRecords, parametersOf, projectChanges, type SearchAnswer } from '#fhir';
import { type Actor, hexOfRecordId, PLATFORM } from '#kernel';
import { baseShelf } from '#packages';
import { terminologyOf } from '#terminology';
import { irene, nuees, orme } from '../cast.ts';
import { ambreHerself, asked, type EngineGround, input, linesFrom, openEngineGround } from './engineGround.ts';
import { identifier, patientOf, practice, weight } from './resources.ts';

/** What is written by the interactions of the engine is followed through the outbox, and found across records by its search. */
let ground: EngineGround;
const parameters = parametersOf(baseShelf(), terminologyOf(baseShelf()));

before(async () => {
  ground = await openEngineGround();
});
after(() => ground.close());

async function follow(): Promise<void> {
  const project = projectChanges(ground.store, parameters);
  await ground.store.outbox.drain(async (messages) => {
    await project(messages.filter(({ topic }) => topic === 'fhir.changed'));
  });
}

const find = (actor: Actor, type: string, query: string): Promise<SearchAnswer> =>
  ground.fhir.search(ground.call(actor), { type }, asked(query));
const found = async (actor: Actor, type: string, query: string): Promise<string[]> =>
  (await find(actor, type, query)).matches.map(({ id }) => id);

test('FHIR R4 §3.1.1, across records: what software deposited for several people is found by identifier and by code over time', async () => {
  const { fhir, call, ambre, basile } = ground;
  const dated = (day: string, more: object = {}) => ({ effectiveDateTime: `2026-02-${day}T09:00:00+01:00`, ...more });
  const made = [
    await fhir.create(call(), 'Observation', input(weight(patientOf(ambre), dated('01', identifier('P-1'))))),
    await fhir.create(call(), 'Observation', input(weight(patientOf(basile), dated('03', identifier('P-2'))))),
    await fhir.create(call(), 'Observation', input(weight(patientOf(ambre), dated('05')))),
    await fhir.create(call(orme), 'Observation', input(weight(patientOf(ambre), dated('06', identifier('P-1'))))),
  ].map(({ id }) => id);
  assert.deepEqual(await found(nuees, 'Observation', ''), [], 'not yet listed');
  await follow();
  assert.deepEqual(await found(nuees, 'Observation', ''), [made[2], made[1], made[0]]);
  assert.deepEqual(await found(nuees, 'Observation', 'identifier=urn:oid:1.2.3.4|P-1'), [made[0]]);
  assert.deepEqual(await found(orme, 'Observation', 'identifier=P-1'), [made[3]]);
  assert.deepEqual(await found(nuees, 'Observation', 'code=29463-7&date=ge2026-02-02'), [made[2], made[1]]);
  const answer = await find(nuees, 'Observation', 'code=29463-7&_count=1');
  assert.equal(answer.total, 3);
  assert.deepEqual(await found(nuees, 'Observation', `code=29463-7&_count=1&page=${answer.next}`), [made[1]]);
  await assert.rejects(find(orme, 'Observation', `code=29463-7&_count=1&page=${answer.next}`), { code: 'fhir.bad-page' });
  assert.deepEqual(
    answer.matches.map(({ record, version }) => [record, version]),
    [[ambre, 1]],
  );
});

test('FHIR R4 §3.1.0, across records: an update, a patch, a transaction and a deletion are followed', async () => {
  const { fhir, call, ambre, basile } = ground;
  const report = (subject: object, code: string) => ({
    resourceType: 'DiagnosticReport',
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code }] },
    subject,
    effectiveDateTime: '2026-02-01',
  });
  const entry = [ambre, basile].map((record) => ({
    resource: report(patientOf(record), '58410-2'),
    request: { method: 'POST', url: 'DiagnosticReport' },
  }));
  await fhir.bundle(call(), input({ resourceType: 'Bundle', type: 'transaction', entry }));
  await follow();
  const both = await find(nuees, 'DiagnosticReport', 'code=58410-2&_sort=date');
  assert.equal(both.total, 2);
  const mine = both.matches.find(({ record }) => record === ambre);
  assert.ok(mine);
  await fhir.update(call(), 'DiagnosticReport', mine.id, input({ id: mine.id, ...report(patientOf(ambre), '24331-1') }));
  await follow();
  assert.equal((await find(nuees, 'DiagnosticReport', 'code=58410-2')).total, 1);
  assert.deepEqual(await found(nuees, 'DiagnosticReport', 'code=24331-1'), [mine.id]);
  const patch = JSON.stringify([{ op: 'replace', path: '/status', value: 'amended' }]);
  await fhir.patch(call(), 'DiagnosticReport', mine.id, { kind: 'json', text: patch });
  await follow();
  assert.deepEqual(await found(nuees, 'DiagnosticReport', 'status=amended'), [mine.id]);
  await fhir.remove(call(), 'DiagnosticReport', mine.id);
  await follow();
  assert.deepEqual(await found(nuees, 'DiagnosticReport', 'code=24331-1'), []);
  const { rows } = await ground.store.pool.query('select 1 from fhir.across where record_id = $1 and n = 0', [ambre]);
  assert.equal(rows.length, 0, 'a Patient is in no list');
});

test('rights, across records: a professional finds what they wrote until the person blocks them', async () => {
  const { fhir, call, rights, ambre, basile } = ground;
  const performer = [
    { identifier: { system: 'urn:oid:1.2.250.1.71.4.2.1', value: irene.id } },
    { reference: 'Organization/brumes' },
  ];
  await fhir.update(call(), 'Organization', 'brumes', input({ id: 'brumes', ...practice('Cabinet des Brumes') }));
  const written = [
    await fhir.create(call(), 'Observation', input(weight(patientOf(ambre), { performer }))),
    await fhir.create(call(), 'Observation', input(weight(patientOf(basile), { performer }))),
  ].map(({ id }) => id);
  await follow();
  assert.deepEqual((await found(irene, 'Observation', 'code=29463-7')).toSorted(), written.toSorted());
  const { included } = await find(irene, 'Observation', '_include=Observation:performer:Organization');
  assert.deepEqual(
    included.map(({ type, id, record }) => [type, id, record]),
    [['Organization', 'brumes', undefined]],
  );
  const within = { type: 'Observation', compartment: { type: 'Practitioner', id: 'irene' } };
  await fhir.update(call(), 'Practitioner', 'irene', input({ resourceType: 'Practitioner', id: 'irene', active: true }));
  const named = { performer: [...performer, { reference: 'Practitioner/irene' }] };
  const { id } = await fhir.create(call(), 'Observation', input(weight(patientOf(basile), named)));
  await follow();
  const inCompartment = await fhir.search(call(irene), within, asked(''));
  assert.deepEqual([inCompartment.matches.map((one) => one.id), inCompartment.total], [[id], 1]);
  await fhir.remove(call(), 'Observation', id);
  await rights.block(call(ambreHerself(ground)), ambre, irene);
  assert.deepEqual(await found(irene, 'Observation', 'code=29463-7'), [written[1]]);
  await rights.unblock(call(ambreHerself(ground)), ambre, irene.id);
});

test('design §3, across records: what names nobody is its depositor’s own, and found with the rest', async () => {
  const { fhir, call, ambre, store } = ground;
  const nobody = await fhir.create(
    call(),
    'Media',
    input({ resourceType: 'Media', status: 'completed', content: { title: 'Cliché' } }),
  );
  const theirs = { resourceType: 'Media', status: 'completed', content: { title: 'Cliché' }, subject: patientOf(ambre) };
  const somebody = await fhir.create(call(), 'Media', input(theirs));
  await follow();
  const { matches } = await find(nuees, 'Media', '');
  assert.deepEqual(
    matches.map(({ id, record }) => [id, record]),
    [
      [somebody.id, ambre],
      [nobody.id, undefined],
    ],
  );
  const records = [];
  for await (const record of ownRecords(store)(call(), undefined)) records.push(record);
  assert.equal(records.length, 3, 'Ambre’s, Basile’s and its own');
});

test('trace, across records: each person reads in their log who saw something of theirs, and the search has a line of its own', async () => {
  const { ambre, basile, trace } = ground;
  const [platform, ofAmbre, ofBasile] = await Promise.all([PLATFORM, ambre, basile].map((home) => linesFrom(ground, home)));
  await find(nuees, 'Observation', 'identifier=P-2');
  const line = 'search done type=Observation scope=across software';
  assert.deepEqual([await platform?.(), await ofAmbre?.(), await ofBasile?.()], [[line], [], [line]]);
  await find(nuees, 'Observation', 'identifier=P-2&_summary=count');
  assert.deepEqual([await platform?.(), await ofBasile?.()], [[line, line], [line]], 'a number shows nothing of anybody');
  await assert.rejects(find(nuees, 'Observation', '_include=Observation:subject'), { code: 'fhir.not-across' });
  await assert.rejects(find(nuees, 'Observation', `_filter=subject eq Patient/${hexOfRecordId(ambre)}`), {
    code: 'fhir.not-across',
  });
  assert.deepEqual((await trace.verify()).faults, []);
});
