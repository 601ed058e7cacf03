import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { type Documents, openDocuments, openTexts } from '#documents';
import { type Actor, hexOfRecordId, type RecordId } from '#kernel';
import { ambre, capucine, citizen, hector, irene, makeKnown, nuees, orme, type Person, person } from './cast.ts';
import { ask, type Bundle, type Ground, openGround, patientQuery, refused, traceFrom, words } from './ground.ts';
import { extensions } from './lifeOf.ts';
import { change, type Loose, n1, n3, provide } from './papers.ts';

let ground: Ground;
before(async () => {
  ground = await openGround();
});
after(() => ground.close());

/** Until every document of a record was read, as the job does after a deposit. */
async function read(record: RecordId): Promise<void> {
  const text = `select count(*) as waiting from documents.entry e left join documents.text t on t.record_id = e.record_id and t.n = e.n
    where e.record_id = $1 and t.n is null`;
  for (;;) {
    const { rows } = await ground.store.pool.query<{ waiting: number }>(text, [record]);
    if (rows[0]?.waiting === 0) return;
    await pause(50);
  }
}

/** The face of the module on the same database, as the spaces use it. */
const documents = (): Documents =>
  openDocuments({ ...ground, fhir: ground.engine, rights: ground.rights(), texts: openTexts(ground) });

let order = 500;
async function somebody(): Promise<{ record: RecordId; one: Person }> {
  const one = person({ ...ambre, birthFamily: 'BRUMAILLE' }, String(++order));
  return { record: await makeKnown(ground, one), one };
}

type Hidden = { hiddenFromProfessionals?: boolean; hiddenFromPatient?: boolean; replaces?: string; id?: string };
async function deposited(one: Person, text: string, { id, ...how }: Hidden = {}, by = nuees, author = irene): Promise<string> {
  const paper = n3(one, { text, author, ...(id === undefined ? {} : { id }) });
  const answer = await ground.send(provide(paper, how), await ground.token(by));
  assert.equal(answer.status, 200, answer.bytes.toString());
  const [, place] = answer.as<Bundle>().entry ?? [];
  return place?.response.location.split('/')[1] ?? '';
}

const search = async (actor: Actor, path: string) => ground.fhir(`/${path}`, { token: await ground.token(actor) });
const matches = (bundle: Bundle): string[] =>
  (bundle.entry ?? []).filter(({ search: how }) => how.mode === 'match').map(({ resource }) => resource.id);
const inRecord = (record: RecordId): string => `DocumentReference?patient=Patient/${hexOfRecordId(record)}`;

test('ITI-67, _text and _content: what the document says, its PDF, its labels; with slips, plurals, accents; total and pages', async () => {
  const { record, one } = await somebody();
  const ids = [
    await deposited(one, 'Suspicion de fièvre typhoïde, antibiothérapie.'),
    await deposited(one, 'Pas de fièvre ce jour. Toux sèche.'),
    ...(await ground.deposited(provide(n1(one, { title: 'Lettre de l’œdème' })))),
  ];
  await read(record);
  const self = citizen(record, one);
  const of = async (query: string) => {
    const answer = await search(self, `${inRecord(record)}&${query}`);
    assert.equal(answer.status, 200, answer.bytes.toString());
    return answer.as<Bundle>();
  };
  const found = async (query: string) => matches(await of(query)).map((id) => ids.indexOf(id));
  for (const name of ['_text', '_content'])
    for (const [value, expected] of [
      ['fièvres', [1, 0]],
      ['FIEVRE', [1, 0]],
      ['typhoide', [0]],
      ['tiphoïde', [0]],
      ['antibioth', [0]],
      ['"fièvre typhoïde"', [0]],
      ['toux,typhoïde', [1, 0]],
      ['toux typhoïde', []],
      ['oedeme', [2]],
      ['tension 13', [2]],
      ['stethance', [2, 1, 0]],
      ['hémoptysie', []],
    ] as const)
      assert.deepEqual(await found(`${name}=${encodeURIComponent(value)}`), expected, `${name}=${value}`);
  assert.deepEqual(await found('_content=fièvre&_content=toux'), [1]);
  assert.deepEqual(await found('_content=fièvre&status=superseded'), []);
  assert.deepEqual(await found('_content=fièvre&_sort=_lastUpdated'), [0, 1]);
  assert.equal((await of('_content=fièvre&_summary=count')).total, 2);
  const first = await of('_content=fièvre&_count=1');
  assert.deepEqual([first.total, matches(first)], [2, [ids[1]]]);
  const next = first.link?.find(({ relation }) => relation === 'next')?.url ?? '';
  const second = (await ground.fhir(next.replace(`${ground.url}/fhir`, ''), { token: await ground.token(self) })).as<Bundle>();
  assert.deepEqual([second.total, matches(second)], [2, [ids[0]]]);
  const form = { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' } };
  const posted = await ground.fhir('/DocumentReference/_search', {
    ...form,
    body: '_content=typhoide',
    token: await ground.token(self),
  });
  assert.deepEqual(matches(posted.as<Bundle>()), [ids[0]]);
});

test('FHIR R4 §3.1.1.4.13 and .14: words of documents in _has, in a search of several types, in a compartment', async () => {
  const { record, one } = await somebody();
  const id = await deposited(one, 'Fracture du scaphoïde.');
  await read(record);
  const hex = hexOfRecordId(record);
  const self = citizen(record, one);
  const ids = async (path: string) => matches((await search(self, path)).as<Bundle>());
  assert.deepEqual(await ids(`Patient?_id=${hex}&_has:DocumentReference:subject:_content=scaphoide`), [hex]);
  assert.deepEqual(await ids(`Patient?_id=${hex}&_has:DocumentReference:subject:_content=tibia`), []);
  assert.deepEqual(await ids(`?_type=DocumentReference,Observation&patient=Patient/${hex}&_content=scaphoide`), [id]);
  assert.deepEqual(await ids(`?_type=Condition,Observation&patient=Patient/${hex}&_content=scaphoide`), []);
  assert.deepEqual(await ids(`Patient/${hex}/DocumentReference?_content=scaphoide`), [id]);
  assert.deepEqual(await ids(`Patient/${hex}/*?_content=scaphoide`), [id]);
  // somebody who may know who this is, and no more
  const stranger = (await search(hector, `Patient?_id=${hex}&_has:DocumentReference:subject:_content=scaphoide`)).as<Bundle>();
  assert.equal(stranger.total, 0);
});

test('ITI-67, _text and _content: what cannot be done as asked is refused', async () => {
  const { record } = await somebody();
  const self = citizen(record, ambre);
  const of = (query: string) => search(self, `${inRecord(record)}&${query}`);
  refused(await of('_content:exact=fievre'), 400, 'fhir.bad-modifier');
  refused(await of('_text:contains=fievre'), 400, 'fhir.bad-modifier');
  refused(await of('_content=%2C'), 400, 'fhir.bad-value');
  refused(await of(`_content=${encodeURIComponent('de la ')}`), 400, 'documents.search-without-words');
  refused(await of(`_content=${encodeURIComponent('🙂')}`), 400, 'documents.search-without-words');
  refused(await of(`_content=${'mot '.repeat(17)}`), 400, 'documents.search-too-long');
  refused(await of(`_content=${'m'.repeat(301)}`), 400, 'documents.search-too-long');
  const many = Array.from({ length: 21 }, (_, n) => `mot${n}`).join();
  refused(await of(`_content=${many}`), 400, 'fhir.search-too-complex');
  refused(await search(nuees, 'DocumentReference?_content=fievre'), 400, 'fhir.not-across');
  refused(await search(irene, 'DocumentReference?_text=fievre'), 400, 'fhir.not-across');
  // somebody nobody knows has no documents, as somebody without any
  const nobody = (
    await search(nuees, `DocumentReference?${patientQuery(person({ ...ambre, birthFamily: 'PERSONNE' }, '499'))}&_content=x`)
  ).as<Bundle>();
  assert.equal(nobody.total, 0);
});

test('design §3, no Permit no byte: words find only what each may see, and the log says that words were looked for, never which', async () => {
  const { record, one } = await somebody();
  const other = await somebody();
  const names = new Map([
    [await deposited(one, 'migraine visible'), 'open'],
    [await deposited(one, 'migraine masquée', { hiddenFromProfessionals: true }), 'masked'],
    [await deposited(one, 'migraine à annoncer', { hiddenFromPatient: true }), 'invisible'],
    [await deposited(one, 'migraine de la clinique', {}, orme, hector), 'clinic'],
    [await deposited(other.one, 'migraine ailleurs'), 'other'],
  ]);
  await read(record);
  await read(other.record);
  const rights = ground.rights();
  const call = (actor: Actor) => ({ actor, at: new Date(), requestId: 'test' });
  const self = citizen(record, one);
  const lines = await traceFrom(ground, record);
  const sees = async (actor: Actor) => {
    const answer = await search(actor, `${inRecord(record)}&_content=migraines`);
    if (answer.status !== 200)
      return answer.as<{ issue: { details: { coding: { code: string }[] } }[] }>().issue[0]?.details.coding[0]?.code;
    const bundle = answer.as<Bundle>();
    const found = matches(bundle).map((id) => names.get(id));
    assert.equal(bundle.total, found.length);
    return found.toSorted();
  };
  assert.deepEqual(await sees(self), ['clinic', 'masked', 'open']);
  assert.deepEqual(await sees(nuees), ['invisible', 'masked', 'open']);
  assert.deepEqual(await sees(orme), ['clinic']);
  assert.equal(await sees(citizen(other.record, other.one)), 'rights.not-yours');
  assert.equal(await sees(capucine), 'rights.no-ground');
  await rights.declare(call(capucine), record, 'bris_de_glace', 'Personne inconsciente aux urgences');
  assert.deepEqual(await sees(capucine), ['clinic', 'invisible', 'open']);
  await rights.declare(call(irene), record, 'equipe_de_soins');
  assert.deepEqual(await sees(irene), ['clinic', 'invisible', 'masked', 'open']);
  await rights.block(call(self), record, irene);
  assert.equal(await sees(irene), 'rights.blocked');
  await rights.oppose(call(self), record, { emergency: true });
  assert.equal(await sees(capucine), 'rights.opposed');
  const told = await lines();
  assert.deepEqual(told.map(words), [
    'search done Nuées Logiciel',
    'search done Orme Logiciel',
    'refusal refused rights.not-yours AMBRE BRUMAILLE',
    'refusal refused rights.no-ground Capucine Pansemille',
    'rights done Capucine Pansemille',
    'search done Capucine Pansemille',
    'rights done Dr Irène Stéthance',
    'search done Dr Irène Stéthance',
    'rights done AMBRE BRUMAILLE',
    'refusal refused rights.blocked Dr Irène Stéthance',
    'rights done AMBRE BRUMAILLE',
    'refusal refused rights.opposed Capucine Pansemille',
  ]);
  assert.ok(told.filter(({ action }) => action === 'search').every(({ detail }) => detail?.by === 'words'));
  assert.ok(!JSON.stringify(told).includes('migraine') && !ground.said.join().includes('migraine'));
});

test('PDSm, replaced and hidden documents: found as lists show them, at once', async () => {
  const { record, one } = await somebody();
  const uid = randomUUID().toUpperCase();
  const old = await deposited(one, 'Embolie pulmonaire suspectée.', { id: uid });
  const fresh = await deposited(one, 'Embolie pulmonaire écartée.', { replaces: uid.toLowerCase() });
  await read(record);
  await ground.onGround(irene, record);
  await ground.onGround(hector, record);
  const of = async (actor: Actor, query: string) => matches((await search(actor, `${inRecord(record)}&${query}`)).as<Bundle>());
  assert.deepEqual(await of(hector, '_content=embolie'), [fresh, old]);
  assert.deepEqual(await of(hector, '_content=embolie&status=current'), [fresh]);
  assert.deepEqual(await of(hector, '_content=suspecte&status=superseded'), [old]);
  const lines = await traceFrom(ground, record);
  await ground.hide(citizen(record, one), fresh, true);
  assert.deepEqual(await of(hector, '_content=embolie&status=current'), []);
  assert.deepEqual(await of(irene, '_content=embolie&status=current'), [fresh]);
  await ground.hide(citizen(record, one), fresh, false);
  assert.deepEqual(await of(hector, '_content=embolie&status=current'), [fresh]);
  assert.deepEqual((await lines()).map(words), [
    'rights done AMBRE BRUMAILLE',
    'search done Dr Hector Pulsarelle',
    'search done Dr Irène Stéthance',
    'rights done AMBRE BRUMAILLE',
    'search done Dr Hector Pulsarelle',
  ]);
});

test('issue 4 §5 and §7: withdrawn, a document leaves no word; restored it is found again; archived it comes last; corrected, by its new title', async () => {
  const { record, one } = await somebody();
  const [id, other] = [await deposited(one, 'Entorse de la cheville.'), await deposited(one, 'Autre entorse.')];
  await read(record);
  const self = citizen(record, one);
  const of = async (word: string) => matches((await search(self, `${inRecord(record)}&_content=${word}`)).as<Bundle>());
  const lines = await traceFrom(ground, record);
  const token = await ground.token(nuees);
  const patch = (path: string, value: unknown) =>
    ground.fhir(`/DocumentReference/${other}`, {
      method: 'PATCH',
      token,
      headers: { 'content-type': 'application/json-patch+json' },
      body: JSON.stringify([{ op: 'add', path, value }]),
    });

  assert.equal((await ground.fhir(`/DocumentReference/${id}`, { method: 'DELETE', token })).status, 204);
  assert.deepEqual(await of('entorse'), [other]);
  const { rows } = await ground.store.pool.query('select n from documents.text where record_id = $1', [record]);
  assert.deepEqual(rows, [{ n: Number(other.split('-')[1]) }]);
  const operator: Actor = { kind: 'operator', id: 'operator', name: 'Exploitant' };
  const restored = await ask(`${ground.url}/api/operator/documents/${id}/restore`, {
    method: 'POST',
    token: await ground.token(operator),
    body: { why: 'Retiré par erreur.' },
    headers: { 'content-type': 'application/json' },
  });
  assert.equal(restored.status, 200, restored.bytes.toString());
  await read(record);
  assert.deepEqual(await of('cheville'), [id]);

  const space = (typed: string) =>
    documents().find({ actor: self, at: new Date(), requestId: 'test' }, record, typed, { limit: 20 });
  assert.deepEqual(
    (await space('entorse')).items.map(({ entry }) => entry.id),
    [other, id],
  );
  const archived = await patch('/extension', [{ url: extensions.archived, valueBoolean: true }]);
  assert.equal(archived.status, 200, archived.bytes.toString());
  const found = (await space('entorse')).items;
  assert.deepEqual(
    found.map(({ entry }) => [entry.id, entry.archived]),
    [
      [id, false],
      [other, true],
    ],
  );
  const face = (await ground.fhir(`/DocumentReference/${id}`, { token })).as<Loose>();
  const titled = change(face, 'content.0.attachment.title', 'Rééducation du ligament');
  const put = await ground.fhir(`/DocumentReference/${id}`, { method: 'PUT', token, body: titled });
  assert.equal(put.status, 200, put.bytes.toString());
  while ((await of('ligaments')).length === 0) await pause(50);
  assert.deepEqual([await of('ligaments'), await of('cheville')], [[id], [id]]);
  assert.deepEqual(
    (await lines())
      .map(({ action, outcome }) => `${action} ${outcome}`)
      .filter((said) => said !== 'write done' && said !== 'read done'),
    [],
  );
});

test('issue 4 §5: a search tells how many documents it could not look into', async () => {
  const { record, one } = await somebody();
  await deposited(one, 'Rhinite.');
  const late = await deposited(one, 'Rhinite aussi.');
  await read(record);
  await ground.store.pool.query('delete from documents.text where record_id = $1 and n = $2', [
    record,
    Number(late.split('-')[1]),
  ]);
  const { total, entry = [] } = (await search(citizen(record, one), `${inRecord(record)}&_content=rhinite`)).as<Bundle>();
  assert.equal(total, 1);
  const [told] = entry.filter(({ search: how }) => how.mode === 'outcome');
  assert.match(JSON.stringify(told?.resource), /1 document\(s\) pas encore lus.*1 document\(s\) not read yet/);
});

test('issue 4 §5: another server of the same database finds what this one has read', async () => {
  const { record, one } = await somebody();
  const beside = await ground.beside();
  try {
    const ids = await Promise.all(['varicelle', 'rougeole', 'oreillons'].map((word) => deposited(one, word)));
    await read(record);
    const token = await ground.tokenAt(beside.url, citizen(record, one));
    for (const [i, word] of ['varicelle', 'rougeole', 'oreillons'].entries()) {
      const response = await fetch(`${beside.url}/fhir/${inRecord(record)}&_content=${word}`, {
        headers: { authorization: `Bearer ${token}` },
      });
      assert.deepEqual(matches((await response.json()) as Bundle), [ids[i]]);
    }
  } finally {
    await beside.close();
  }
});
