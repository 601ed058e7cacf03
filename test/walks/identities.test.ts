import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hexOfRecordId, newRecordId, recordIdOfHex } from '#kernel';
import { ambre, irene, makeKnown, type Person, person } from './cast.ts';
import { ask, type Ground, openGround, refused, traceFrom } from './ground.ts';
import { operators } from './operators.ts';
import { n3, provide } from './papers.ts';
import { enterCarnet, enterPro, type Space, toldPlainly } from './space.ts';

let ground: Ground;
let odile: Space;
before(async () => {
  ground = await openGround();
  ({ odile } = await operators(ground));
});
after(() => ground.close());

interface Shown {
  readonly record: string;
  readonly status: string;
  readonly attributes: string[];
  readonly matricule?: { text: string; nature: string };
  readonly traits: { birthFamily: string; firstBirthGiven: string; birthPlace: string; birthDate: string };
}
interface History {
  readonly identity: Shown;
  readonly versions: { status: string; change?: string; by?: string; why?: string; identityDocument?: string }[];
  readonly matricules: { nature: string; matricule?: string; why: string }[];
  readonly work: { kind: string }[];
}

const post = (path: string, body: object = {}, who = odile) => who(`/exploitation${path}`, { method: 'POST', body });
const read = async (record: string): Promise<History> => (await odile(`/exploitation/identities/${record}`)).as<History>();
const why = 'Vérifié avec la personne au téléphone.';
let order = 500;
const someone = (birthFamily: string): Person =>
  person({ birthFamily, firstBirthGiven: 'LOUIS', sex: 'M', birthDate: '1984-11-30', birthPlace: '35238' }, String(++order));
const traitsOf = ({ oid: _, matricule: __, ...traits }: Person) => traits;

/** Known to the server, and to its INSi. */
async function known(one: Person): Promise<string> {
  const operator = { kind: 'operator', id: 'op', name: 'Exploitant' } as const;
  const token = await ground.token(operator);
  const made = await ask(`${ground.url}/api/operator/identities`, {
    method: 'POST',
    token,
    body: JSON.stringify(one),
    headers: { 'content-type': 'application/json' },
  });
  assert.equal(made.status, 201, made.bytes.toString());
  return hexOfRecordId(made.as<{ record: never }>().record);
}
const changes = async (lines: () => Promise<readonly { detail?: Readonly<Record<string, string>> }[]>) =>
  (await lines()).map(({ detail }) => detail?.change);

test('Issue 6, 1: an operator finds a person, doubts the identity, and deposits are refused until a new check lifts the doubt', async () => {
  const one = someone('DOUTEUR');
  const record = await known(one);
  const found = await post('/identities/search', { birthDate: one.birthDate, birthFamily: 'dou' });
  assert.deepEqual(
    found.as<{ items: Shown[] }>().items.map((item) => item.record),
    [record],
  );
  const lines = await traceFrom(ground, recordIdOfHex(record));
  const doubted = await post(`/identities/${record}/attributes`, { attributes: ['douteux'], why });
  assert.deepEqual([doubted.as<Shown>().status, doubted.as<Shown>().matricule], ['PROV', undefined]);
  const pro = await enterPro(ground, irene.id);
  const warned = (await pro(`/pro/patients/${record}`)).as<{ status: string; attributes?: string[]; matricule?: string }>();
  assert.deepEqual(
    [warned.status, warned.attributes, warned.matricule],
    ['PROV', ['douteux'], undefined],
    'professionals are warned',
  );
  refused(await ground.send(provide(n3(one))), 422, 'ins.not-qualified');
  const now = await read(record);
  assert.deepEqual(
    now.work.map(({ kind }) => kind),
    ['to-qualify'],
  );
  assert.ok(!JSON.stringify(now).includes(one.matricule), 'a doubtful identity shows no matricule');
  toldPlainly(await post(`/identities/${record}/attributes`, { attributes: [], why }), 422, 'ins.new-check-needed');
  toldPlainly(await post(`/identities/${record}/verify`), 422, 'ins.insi-not-asked');
  const lifted = await post(`/identities/${record}/attributes`, { attributes: [], identityDocument: 'PA', why });
  assert.equal(lifted.as<Shown>().status, 'QUAL', lifted.bytes.toString());
  assert.equal(lifted.as<Shown>().matricule?.text.replaceAll('\u00a0', ''), one.matricule);
  await ground.deposited(provide(n3(one)));
  const { versions, work } = await read(record);
  assert.deepEqual(work, [], 'what was waited for is done');
  assert.deepEqual(
    versions.map(({ status, change, by, why: told, identityDocument }) => [status, change, by, told, identityDocument]),
    [
      ['QUAL', 'marked', 'Odile Vigiemarine', why, 'PA'],
      ['PROV', 'doubted', 'Odile Vigiemarine', why, undefined],
      ['QUAL', 'created', 'Exploitant', undefined, 'CN'],
    ],
  );
  assert.deepEqual(await changes(lines), ['doubted', 'looked-up', 'marked', undefined, 'looked-up']);
});

test('Issue 6, 1: the person reads in their log, in plain words, what was done about their identity, and why', async () => {
  const one = someone('LECTEUR');
  const record = await known(one);
  await post(`/identities/${record}/attributes`, { attributes: ['homonyme'], why });
  await post(`/identities/${record}/verify`);
  const citizen = await enterCarnet(ground, recordIdOfHex(record), one);
  const log = (await citizen('/carnet/log')).bytes.toString();
  for (const told of ['homonyme', 'vérifiée auprès d’INSi : INSi la confirme', why]) assert.ok(log.includes(told), told);
});

test('Issue 6, 1: traits are corrected with INSi’s word, and the identity as it was stays in the history', async () => {
  const one = someone('ANCIEN');
  const record = await known(one);
  const traits = { ...traitsOf(one), birthPlace: '63220' };
  toldPlainly(await post(`/identities/${record}/traits`, { traits, why }), 422, 'ins.not-confirmed');
  toldPlainly(
    await post(`/identities/${record}/traits`, { traits: { ...traits, birthFamily: 'R2D2' }, why }),
    422,
    'ins.malformed-trait',
  );
  toldPlainly(await post(`/identities/${record}/traits`, { traits: traitsOf(one) }), 422, 'ins.why-needed');
  const renamed = await post(`/identities/${record}/traits`, {
    traits: { ...traitsOf(one), usedFamily: 'DURAND' },
    insi: false,
    why,
  });
  assert.equal(renamed.status, 200, renamed.bytes.toString());
  const { versions } = await read(record);
  assert.deepEqual(
    versions.map(({ change, why: told }) => [change, told]),
    [
      ['corrected', why],
      ['created', undefined],
    ],
  );
});

test('Issue 6, 1: people without an INS are created at the desk: foreign, newborn, anonymous', async () => {
  const create = (body: object) => post('/identities', body);
  const foreign = await create({
    circumstance: 'foreign',
    identityDocument: 'PA',
    traits: { birthFamily: 'N’GUESSAN-ØSTERGÅRD', firstBirthGiven: 'Zoë', sex: 'F', birthDate: '1990-02-28' },
  });
  assert.equal(foreign.status, 201, foreign.bytes.toString());
  assert.deepEqual([foreign.as<Shown>().status, foreign.as<Shown>().traits.birthPlace], ['VALI', '99999']);
  const today = new Date().toISOString().slice(0, 10);
  const born = { birthFamily: 'MARÉE', sex: 'F', birthDate: today, birthPlace: '35238' };
  const newborn = await create({ circumstance: 'newborn', traits: born });
  assert.deepEqual([newborn.as<Shown>().status, newborn.as<Shown>().traits.firstBirthGiven], ['PROV', 'SANS PRENOM']);
  assert.deepEqual(
    (await read(newborn.as<Shown>().record)).work.map(({ kind }) => kind),
    ['to-qualify'],
  );
  const named = await post(`/identities/${newborn.as<Shown>().record}/traits`, {
    traits: { ...born, firstBirthGiven: 'ANOUK' },
    identityDocument: 'AN',
    why,
  });
  assert.deepEqual([named.as<Shown>().status, named.as<Shown>().traits.firstBirthGiven], ['VALI', 'ANOUK']);
  const anonymous = await create({ circumstance: 'anonymous', identityDocument: 'CN', traits: { sex: 'F', birthDate: '1999' } });
  const { status, attributes, traits } = anonymous.as<Shown>();
  assert.deepEqual([status, attributes, traits.birthFamily, traits.birthDate], ['PROV', ['fictif'], 'ANONYME', '1999-01-01']);
  const pro = await enterPro(ground, irene.id);
  for (const made of [foreign, newborn, anonymous]) {
    const { record } = made.as<Shown>();
    const declared = await pro(`/pro/patients/${record}/access`, { method: 'POST', body: { ground: 'equipe_de_soins' } });
    assert.ok(declared.status < 300, declared.bytes.toString());
    assert.equal((await pro(`/pro/patients/${record}/documents`)).status, 200, 'served like others');
  }
  toldPlainly(await create({ circumstance: 'newborn', traits: { ...born, birthDate: '2020-01-01' } }), 422, 'ins.not-newborn');
  toldPlainly(await create({ circumstance: 'anonymous', traits: { ...born } }), 422, 'ins.anonymous-named');
  toldPlainly(await create({ circumstance: 'elsewhere', traits: born }), 400, 'http.malformed');
  toldPlainly(await create({ traits: born }), 422, 'ins.missing-trait');
});

test('Issue 6, 1: the work list: seen by kind, closed once with a note, told to the person without the note', async () => {
  const one = someone('ATTENDU');
  const record = await makeKnown(ground, one, 'RECUP');
  const lines = await traceFrom(ground, record);
  const list = async (query: string) =>
    (await odile(`/exploitation/work-items?${query}`)).as<{ items: { id: string; record: string; kind: string }[] }>().items;
  const [item] = (await list('kind=to-qualify')).filter((found) => found.record === hexOfRecordId(record));
  assert.ok(item !== undefined);
  const counts = (await odile('/exploitation/work-items/counts')).as<Record<string, number>>();
  assert.ok((counts['to-qualify'] ?? 0) >= 1);
  toldPlainly(await odile('/exploitation/work-items?kind=sosie'), 400, 'http.malformed');
  toldPlainly(await post(`/work-items/${item.id}/done`, { note: 'non' }), 422, 'ins.why-needed');
  const done = await post(`/work-items/${item.id}/dismiss`, { note: 'La personne est venue ce matin.' });
  assert.equal(done.as<{ state: string }>().state, 'dismissed');
  toldPlainly(await post(`/work-items/${item.id}/done`, { note: 'La personne est venue ce matin.' }), 409, 'ins.work-closed');
  assert.ok((await list('closed=true')).some(({ id }) => id === item.id));
  assert.deepEqual(await changes(lines), ['work-dismissed']);
});

test('Référentiel INS, NIA then NIR: documents reach the record under the old matricule and under the new one, and no other', async () => {
  const [one, moved, other] = [someone('MUTÉE'), someone('MUTÉE'), someone('MUTÉE')];
  const record = await makeKnown(ground, one);
  ground.insi.register({ oid: one.oid, matricule: moved.matricule, traits: traitsOf(one), formerly: [one] });
  assert.equal(
    (
      await ground.ins.vigilance.verify(
        { actor: { kind: 'operator', id: 'o', name: 'O' }, at: new Date(), requestId: 't' },
        record,
      )
    ).outcome,
    'replaced',
  );
  const { matricules, identity } = await read(hexOfRecordId(record));
  assert.equal(identity.matricule?.text.replaceAll('\u00a0', ''), moved.matricule);
  assert.deepEqual(
    matricules.map(({ matricule, why: told }) => [matricule, told]),
    [[one.matricule, 'replaced']],
  );
  for (const as of [one, moved]) {
    const [id = ''] = await ground.deposited(provide(n3(as)));
    assert.ok(id.startsWith(hexOfRecordId(record)), 'one record');
  }
  refused(await ground.send(provide(n3(other))), 404, 'ins.not-found');
});

test('SEL-MP-043, batch: an operator verifies several at once, and those whom INSi knows are confirmed', async () => {
  const records = [await known(someone('LOT UN')), await known(someone('LOT DEUX'))];
  const outcome = await post('/identities/verify', { records: [...records, hexOfRecordId(newRecordId())] });
  assert.deepEqual(outcome.as<object>(), { asked: 2, confirmed: 2, replaced: 0, denied: 0, skipped: 1 });
  toldPlainly(
    await post('/identities/verify', { records: Array.from({ length: 501 }, () => hexOfRecordId(newRecordId())) }),
    413,
    'ins.batch-too-large',
  );
  for (const wrong of [{ records: 'x' }, { olderThanDays: -1 }, { olderThanDays: 'x' }])
    toldPlainly(await post('/identities/verify', wrong), 400, 'http.malformed');
});

test('Issue 6, 1: nobody but an operator comes near, and no other site may send', async () => {
  const record = await known(someone('GARDÉE'));
  const citizen = await enterCarnet(ground, recordIdOfHex(record), { ...someone('GARDÉE'), firstBirthGiven: 'GARDEE' });
  const pro = await enterPro(ground, irene.id);
  for (const path of [
    `/identities/${record}`,
    `/identities/${record}/history`,
    '/work-items',
    '/work-items/counts',
    '/identities/words',
  ])
    for (const who of [citizen, pro]) assert.equal((await who(`/exploitation${path}`)).status, 403, path);
  for (const path of [
    '/identities',
    '/identities/search',
    '/identities/verify',
    `/identities/${record}/attributes`,
    `/identities/${record}/traits`,
    `/identities/${record}/verify`,
  ]) {
    for (const who of [citizen, pro]) assert.equal((await post(path, {}, who)).status, 403, path);
    const forged = await odile(`/exploitation${path}`, {
      method: 'POST',
      body: {},
      headers: { 'x-socle': '', origin: 'https://ailleurs.example' },
    });
    toldPlainly(forged, 403, 'session.forged');
  }
});

test('Issue 6, bad input: names with hyphens, apostrophes, particles, ligatures, 100 characters are kept; malformed ones are refused', async () => {
  const base = { firstBirthGiven: 'LOU', sex: 'F', birthDate: '1970-05-05', birthPlace: '99350' };
  const good = ['d’Ærø-L’Œuvre', 'DE LA FAYE DU PLESSIS', 'Le Goff--Guézennec', 'O’NEILL-ʼN', `Y${'É'.repeat(99)}`, 'Ng'];
  for (const birthFamily of good) {
    const made = await post('/identities', { traits: { ...base, birthFamily } });
    assert.equal(made.status, 201, `${birthFamily}: ${made.bytes}`);
    assert.equal(made.as<Shown>().traits.birthFamily, birthFamily);
    const { birthDate } = base;
    const found = (await post('/identities/search', { birthFamily, birthDate })).as<{ items: Shown[] }>().items;
    assert.ok(
      found.some(({ record }) => record === made.as<Shown>().record),
      birthFamily,
    );
  }
  const bad = [
    '',
    ' ',
    '-',
    'A'.repeat(101),
    'ANNE<b>',
    'ANNE\u0000',
    'AN\nNE',
    'R2D2',
    'A;B',
    'éé\u202eb',
    7,
    null,
    ['A'],
    { a: 1 },
  ];
  for (const birthFamily of bad) {
    const said = await post('/identities', { traits: { ...base, birthFamily } });
    assert.equal(said.status, 422, `${JSON.stringify(birthFamily)}: ${said.bytes}`);
    assert.match(said.as<{ code: string }>().code, /^ins\.(missing|malformed)-trait$/);
  }
  for (const body of [
    {},
    { traits: [] },
    { traits: 'x' },
    { traits: { ...base, birthFamily: 'A' }, identityDocument: 'toString' },
    { traits: { ...base, birthFamily: 'A' }, insi: 'oui' },
  ])
    toldPlainly(await post('/identities', body), 400, 'http.malformed');
  toldPlainly(await post('/identities/search', { birthDate: '1970-05-05' }), 422, 'ins.search-too-broad');
  toldPlainly(await post('/identities/search', { matricule: 'x' }), 422, 'ins.malformed');
  for (const record of ['x', hexOfRecordId(newRecordId()), hexOfRecordId(ground.ambre).slice(1)])
    assert.ok((await odile(`/exploitation/identities/${record}`)).status >= 400, record);
  assert.equal((await ground.ins.byRecord(ground.ambre))?.traits.birthFamily, ambre.birthFamily);
});
