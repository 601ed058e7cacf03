import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hexOfRecordId } from '#kernel';
import { ambre, basile, citizen, corentine, hector, irene, makeKnown, person } from './cast.ts';
import { census, type Ground, openGround, traceFrom, words } from './ground.ts';
import { n3, provide, smallPdf } from './papers.ts';
import { enterCarnet, enterPro, listen, type Space, toldPlainly } from './space.ts';

let ground: Ground;
let pro: Space;
let here = '';
before(async () => {
  ground = await openGround();
  pro = await enterPro(ground, irene.id);
  here = `/pro/patients/${hexOfRecordId(ground.ambre)}`;
});
after(() => ground.close());

const post = (path: string, body: object, space = pro) => space(path, { method: 'POST', body });
const form = {
  typeCode: '11488-4',
  title: 'Consultation du matin',
  date: '2026-03-10T09:30:00Z',
  pdf: smallPdf.toString('base64'),
};

interface Patient {
  readonly record: string;
  readonly status: string;
  readonly matricule?: string;
  readonly access: { ground: { code: string } } | null;
}
interface Summary {
  readonly id: string;
  readonly title: string;
  readonly author: { name: string };
}

test('Web API, /api/pro/patients/search: by matricule or by traits; a matricule is shown only when qualified', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const search = async (body: object) =>
    (await post('/pro/patients/search', body)).as<{ items: Patient[]; truncated: boolean }>();
  const [byMatricule] = (await search({ matricule: ambre.matricule })).items;
  assert.deepEqual(
    [byMatricule?.record, byMatricule?.matricule, byMatricule?.access],
    [hexOfRecordId(ground.ambre), ambre.matricule, null],
  );
  for (const traits of [
    { birthFamily: 'de la brumaille' },
    { birthFamily: ambre.birthFamily, firstBirthGiven: 'Ambre', birthDate: ambre.birthDate, sex: 'F' },
  ])
    assert.deepEqual(
      (await search(traits)).items.map(({ record }) => record),
      [hexOfRecordId(ground.ambre)],
    );
  assert.deepEqual(await search({ birthFamily: 'PERSONNE' }), { items: [], truncated: false });
  assert.deepEqual(await search({ matricule: corentine.matricule }), { items: [], truncated: false });
  const provisional = person({ ...ambre, birthFamily: 'PROVISOIRE' }, '700');
  await makeKnown(ground, provisional, 'RECUP');
  const [found] = (await search({ birthFamily: 'PROVISOIRE' })).items;
  assert.deepEqual([found?.status, found?.matricule], ['RECUP', undefined]);
  for (const [body, status, code] of [
    [{}, 400, 'http.malformed'],
    [{ matricule: '123' }, 422, 'ins.malformed'],
    [{ matricule: `${ambre.matricule.slice(0, 13)}${ambre.matricule.endsWith('11') ? '12' : '11'}` }, 422, 'ins.bad-key'],
    [{ birthFamily: '%' }, 422, 'ins.search-too-broad'],
    [{ birthFamily: 'A\0B' }, 400, 'http.malformed'],
    [{ birthFamily: 'A', birthDate: '\0' }, 400, 'http.malformed'],
  ] as const)
    toldPlainly(await post('/pro/patients/search', body), status, code);
  assert.deepEqual(await lines(), []);
});

test('Web API, /api/pro: no ground, no list; with a ground declared, list, HTML, PDF and attachments; all of it traced', async () => {
  const [id = ''] = await ground.deposited(provide(n3(ambre, { author: hector, title: 'De Hector' })));
  const lines = await traceFrom(ground, ground.ambre);
  toldPlainly(await pro(`${here}/documents`), 403, 'rights.no-ground');
  toldPlainly(await pro(`${here}/documents/${id}`), 403, 'rights.no-ground');
  toldPlainly(await post(`${here}/access`, { ground: 'curiosité' }), 400, 'http.malformed');
  toldPlainly(await post(`${here}/access`, { ground: 'bris_de_glace', reason: 'urgence' }), 422, 'rights.reason-required');
  const given = (await post(`${here}/access`, { ground: 'equipe_de_soins' })).as<{ ground: { code: string }; until: string }>();
  assert.equal(given.ground.code, 'equipe_de_soins');
  const days = (Date.parse(given.until) - Date.now()) / 86_400_000;
  assert.ok(days > 89 && days <= 90);
  assert.equal((await pro(here)).as<Patient>().access?.ground.code, 'equipe_de_soins');
  const list = (await pro(`${here}/documents`)).as<{ items: Summary[] }>();
  assert.deepEqual(
    list.items.map((item) => item.id),
    [id],
  );
  assert.match((await pro(`${here}/documents/${id}`)).as<{ html: string }>().html, /Tension 13\/8/);
  toldPlainly(await pro(`${here}/documents/${id}/pdf`), 404, 'id.unknown');
  toldPlainly(await pro(`/pro/patients/${hexOfRecordId(ground.basile)}/documents/${id}`), 404, 'id.unknown');
  toldPlainly(await pro(`/pro/patients/${'f'.repeat(32)}`), 404, 'id.unknown');
  toldPlainly(await post(`/pro/patients/${'f'.repeat(32)}/access`, { ground: 'equipe_de_soins' }), 404, 'id.unknown');
  const refusal = 'refusal refused';
  assert.deepEqual(
    (await lines()).map(({ action, outcome, code }) => `${action} ${outcome} ${code ?? ''}`.trim()),
    [
      `${refusal} rights.no-ground`,
      `${refusal} rights.no-ground`,
      `${refusal} rights.reason-required`,
      'rights done',
      'list done',
      'read done',
      'read done',
    ],
  );
});

test('Web API, /api/pro: a PDF is published as a CDA N1; the person hears of it at once and reads it', async () => {
  const carnet = await enterCarnet(ground, ground.ambre, ambre);
  const live = await listen(carnet, `${ground.url}/api/carnet/live`);
  const lines = await traceFrom(ground, ground.ambre);
  const answer = await post(`${here}/documents`, form);
  assert.equal(answer.status, 201, answer.bytes.toString());
  const { id, title, author } = answer.as<Summary>();
  assert.deepEqual([title, author.name], ['Consultation du matin', 'Irène Stéthance']);
  assert.equal(await live.next(), 'document');
  live.stop();
  const cda = await ground.fhir(`/Binary/${id}`, { token: await ground.token(citizen(ground.ambre, ambre)) });
  assert.match(cda.bytes.toString(), /<nonXMLBody>[\s\S]*mediaType="application\/pdf"/);
  assert.deepEqual((await carnet(`/carnet/documents/${id}/pdf`)).bytes, smallPdf);
  assert.deepEqual((await lines()).map(words), [
    'deposit done Dr Irène Stéthance',
    'read done Dr Irène Stéthance',
    'read done AMBRE DE LA BRUMAILLE',
    'read done AMBRE DE LA BRUMAILLE',
  ]);
});

test('Web API, /api/pro: every type that the form offers can be published', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const { types } = (await pro('/pro/publishable')).as<{ types: { code: string }[] }>();
  assert.ok(types.length > 50);
  assert.equal(types[0]?.code, '11488-4', 'a consultation, which most want to tell of');
  assert.equal(new Set(types.map(({ code }) => code)).size, types.length);
  const answers = [];
  for (const { code } of types) answers.push([code, (await post(`${here}/documents`, { ...form, typeCode: code })).status]);
  assert.deepEqual(
    answers.filter(([, status]) => status !== 201),
    [],
  );
  assert.ok((await lines()).every(({ outcome }) => outcome === 'done'));
});

test('Web API, /api/pro: what cannot be published is refused with its place, and nothing stays', async () => {
  const counted = await census(ground);
  const lines = await traceFrom(ground, ground.ambre);
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
  const wrong: readonly (readonly [change: object, status: number, code: string, at?: string])[] = [
    [{ pdf: Buffer.from('not a pdf').toString('base64') }, 422, 'documents.not-a-pdf', 'pdf'],
    [{ pdf: '' }, 422, 'documents.not-a-pdf', 'pdf'],
    [{ pdf: undefined }, 400, 'http.malformed', 'pdf'],
    [{ title: 'x' }, 422, 'documents.bad-title', 'title'],
    [{ title: 'x'.repeat(201) }, 422, 'documents.bad-title', 'title'],
    [{ title: 'Un\0deux' }, 422, 'documents.bad-title', 'title'],
    [{ date: 'demain' }, 422, 'documents.future-date', 'date'],
    [{ date: tomorrow }, 422, 'documents.future-date', 'date'],
    [{ typeCode: '00000-0' }, 422, 'documents.unknown-code', 'type'],
    [{ pdf: Buffer.concat([smallPdf, Buffer.alloc(10 << 20)]).toString('base64') }, 413, 'documents.too-large'],
  ];
  for (const [change, status, code, at] of wrong) {
    const answer = await post(`${here}/documents`, { ...form, ...change });
    toldPlainly(answer, status, code);
    assert.equal(answer.as<{ at?: string }>().at, at, code);
  }
  toldPlainly(await post(`${here}/documents`, { pdf: 'A'.repeat(16 << 20) }), 413, 'http.too-large');
  assert.deepEqual([await census(ground), await lines()], [counted, []]);
});

test('Web API, /api/pro: blocked, opposed or not qualified, nothing is read or published; another site changes nothing', async () => {
  const rights = ground.rights();
  const self = { actor: citizen(ground.basile, basile), at: new Date(), requestId: 'test' };
  const there = `/pro/patients/${hexOfRecordId(ground.basile)}`;
  await rights.oppose(self, ground.basile, { deposit: true, consultation: true });
  const lines = await traceFrom(ground, ground.basile);
  toldPlainly(await post(`${there}/documents`, form), 403, 'rights.opposed-deposit');
  toldPlainly(await post(`${there}/access`, { ground: 'equipe_de_soins' }), 403, 'rights.opposed');
  assert.equal((await post(`${there}/access`, { ground: 'centre_15' })).status, 200);
  const standing = async () => {
    const { access, refused } = (await pro(there)).as<Patient & { refused?: true }>();
    return [access !== null, refused];
  };
  assert.deepEqual(await standing(), [true, undefined]);
  await rights.block(self, ground.basile, irene);
  toldPlainly(await post(`${there}/access`, { ground: 'centre_15' }), 403, 'rights.blocked');
  toldPlainly(await pro(`${there}/documents`), 403, 'rights.blocked');
  assert.deepEqual(await standing(), [false, true]);
  toldPlainly(await pro(`${there}/live`), 403, 'rights.blocked'); // a stream without content: it leaves no line of its own
  const forged = { method: 'POST', body: form, headers: { 'x-socle': '' } };
  toldPlainly(await pro(`${there}/documents`, forged), 403, 'session.forged');
  const carnet = await enterCarnet(ground, ground.basile, basile);
  toldPlainly(await carnet(`${there}/documents`), 403, 'session.wrong-kind');
  const found = (await post('/pro/patients/search', { birthFamily: 'PROVISOIRE' })).as<{ items: Patient[] }>();
  toldPlainly(await post(`/pro/patients/${found.items[0]?.record}/documents`, form), 422, 'ins.not-qualified');
  assert.deepEqual(
    (await lines()).map(({ action, code }) => `${action} ${code ?? ''}`.trim()),
    [
      'deposit rights.opposed-deposit',
      'refusal rights.opposed',
      'rights',
      'rights',
      'refusal rights.blocked',
      'refusal rights.blocked',
      'sign-in',
    ],
  );
});
