import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { insOids, parseInsDatamatrix, parseMatricule, writeInsDatamatrix } from '#ins';
import { hexOfRecordId, isRecordId, PLATFORM, type RecordId } from '#kernel';
import { printedCode } from '../printedCode.ts';
import { ambre, irene, makeKnown, type Person, person } from './cast.ts';
import { ask, type Ground, openGround, traceFrom, words } from './ground.ts';
import { operators } from './operators.ts';
import { enterCarnet, enterPro, type Space, toldPlainly } from './space.ts';

const solenn = person(
  { birthFamily: 'D’ŒUVRELANDE', firstBirthGiven: 'SOLENN', sex: 'F', birthDate: '1984-11-30', birthPlace: '29019' },
  '914',
);

let ground: Ground;
let pro: Space;
let odile: Space;
let record: RecordId;
before(async () => {
  ground = await openGround();
  pro = await enterPro(ground, irene.id);
  ({ odile } = await operators(ground));
  // The server's own INSi simulator knows her: it believes the operator.
  const token = await ground.token({ kind: 'operator', id: 'odile', name: 'Odile' });
  const made = await ask(`${ground.url}/api/operator/identities`, {
    method: 'POST',
    token,
    body: JSON.stringify(solenn),
    headers: { 'content-type': 'application/json' },
  });
  const found = made.as<{ record: string }>().record;
  assert.ok(isRecordId(found), made.bytes.toString());
  record = found;
});
after(() => ground.close());

function codeOf({ matricule, oid: _, ...traits }: Person): string {
  return writeInsDatamatrix({ status: 'QUAL', attributes: [], matricule: parseMatricule(matricule), oid: insOids.test, traits });
}

interface ScanAnswer {
  readonly read: { readonly birthFamily: string; readonly matricule?: string };
  readonly insi: string;
  readonly differs: readonly string[];
  readonly items: readonly { readonly record: string; readonly matricule?: string }[];
}
const scan = async (space: Space, path: string, code: string) => {
  const answer = await space(path, { method: 'POST', body: { code } });
  assert.equal(answer.status, 200, answer.bytes.toString());
  return answer.as<ScanAnswer>();
};

test('INS datamatrix, /pro: a code that INSi confirms opens the way to the person; traced', async () => {
  const lines = await traceFrom(ground, record);
  const found = await scan(pro, '/pro/patients/scan', codeOf(solenn));
  assert.equal(found.insi, 'confirmed');
  assert.deepEqual(found.differs, []);
  assert.deepEqual(
    found.items.map((one) => [one.record, one.matricule]),
    [[hexOfRecordId(record), solenn.matricule]],
  );
  assert.deepEqual((await lines()).map(words), ['identity done Dr Irène Stéthance']);
});

test('INS datamatrix, /exploitation: the desk scans too, and the matricule does not leave', async () => {
  const found = await odile('/exploitation/desk/scan', { method: 'POST', body: { code: codeOf(solenn) } });
  assert.equal(found.status, 200, found.bytes.toString());
  assert.equal(found.as<ScanAnswer>().items[0]?.record, hexOfRecordId(record));
  assert.ok(!found.bytes.toString().includes(solenn.matricule));
});

test('INS datamatrix: what INSi denies opens nothing, though the matricule is known here; traced as refused', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  // INSi of this server has never heard of Ambre.
  const found = await scan(pro, '/pro/patients/scan', codeOf(ambre));
  assert.deepEqual([found.insi, found.items], ['not-confirmed', []]);
  const desk = await scan(odile, '/exploitation/desk/scan', codeOf(ambre));
  assert.deepEqual([desk.insi, desk.items], ['not-confirmed', []]);
  assert.deepEqual((await lines()).map(words), [
    'identity refused ins.not-confirmed Dr Irène Stéthance',
    'identity refused ins.not-confirmed Odile Vigiemarine',
  ]);
});

test('INS datamatrix: somebody unknown here is told as such, under the platform', async () => {
  const lines = await traceFrom(ground, PLATFORM);
  const unknown = person({ ...ambre, birthFamily: 'INCONNUE' }, '999');
  assert.deepEqual((await scan(pro, '/pro/patients/scan', codeOf(unknown))).items, []);
  assert.equal((await lines()).at(-1)?.detail?.change, 'scan');
});

test('INS datamatrix, bad input: another code, a cut one, none, too much; nobody signed in', async () => {
  for (const [body, status, code] of [
    [{ code: '010340093000120517270131' }, 422, 'ins.code-other'],
    [{ code: codeOf(solenn).slice(0, 66) }, 422, 'ins.code-malformed'],
    [{ code: codeOf(solenn).replace('S5F', '') }, 422, 'ins.code-missing'],
    [{ code: codeOf(solenn).replace('IS01', 'IS09') }, 422, 'ins.code-version'],
    [{ code: 'IS01'.repeat(1000) }, 413, 'ins.code-too-long'],
    [{ code: 'IS01\0' }, 400, 'http.malformed'],
    [{ code: 12 }, 400, 'http.malformed'],
    [{}, 400, 'http.malformed'],
  ] as const) {
    toldPlainly(await pro('/pro/patients/scan', { method: 'POST', body }), status, code);
    toldPlainly(await odile('/exploitation/desk/scan', { method: 'POST', body }), status, code);
  }
  toldPlainly(await odile('/pro/patients/scan', { method: 'POST', body: { code: codeOf(solenn) } }), 403, 'session.wrong-kind');
  toldPlainly(
    await pro('/exploitation/desk/scan', { method: 'POST', body: { code: codeOf(solenn) } }),
    403,
    'session.wrong-kind',
  );
});

test('Guide INS, règle 32: the identity sheet is printed in the three spaces with a code that reads back, and each print is traced', async () => {
  const carnet = await enterCarnet(ground, record, solenn);
  const lines = await traceFrom(ground, record);
  const hex = hexOfRecordId(record);
  toldPlainly(await pro(`/pro/patients/${hex}/identity.pdf`), 403, 'rights.no-ground');
  await pro(`/pro/patients/${hex}/access`, { method: 'POST', body: { ground: 'equipe_de_soins' } });
  const check = await odile('/exploitation/desk/checks', {
    method: 'POST',
    body: { record: hex, document: 'CN', traits: ['birthFamily', 'firstBirthGiven', 'birthDate'] },
  });
  const { id } = check.as<{ id: string }>();
  for (const [space, path] of [
    [carnet, '/carnet/identity.pdf'],
    [pro, `/pro/patients/${hex}/identity.pdf`],
    [odile, `/exploitation/desk/checks/${id}/identity.pdf`],
  ] as const) {
    const paper = await space(path);
    assert.equal(paper.status, 200, paper.bytes.toString().slice(0, 200));
    assert.equal(paper.headers.get('content-type'), 'application/pdf');
    const { matricule, traits } = parseInsDatamatrix((await printedCode(paper.bytes)) ?? '');
    assert.deepEqual([matricule, traits.birthFamily], [solenn.matricule, "D'OEUVRELANDE"]);
  }
  const printed = (await lines()).filter(({ detail }) => detail?.change === 'printed');
  assert.deepEqual(
    printed.map(({ who }) => who.kind),
    ['citizen', 'professional', 'operator'],
  );
  const log = await carnet('/carnet/log');
  assert.match(log.bytes.toString(), /fiche d’identité imprimée/);
  assert.match(log.bytes.toString(), /code INS lu sur un papier/);
  assert.equal(await printedCode((await carnet('/carnet/log.pdf')).bytes), codeOf(solenn));
  assert.equal(await printedCode((await odile(`/exploitation/desk/checks/${id}/log.pdf`)).bytes), codeOf(solenn));
});

test('Guide INS, règle 28: the sheet of an identity that is not qualified carries neither code nor matricule', async () => {
  const recovered = person({ ...ambre, birthFamily: 'RECUPEREE' }, '915');
  const other = await makeKnown(ground, recovered, 'RECUP');
  const carnet = await enterCarnet(ground, other, { ...recovered, firstBirthGiven: 'Recuperee' });
  const paper = await carnet('/carnet/identity.pdf');
  assert.equal(paper.status, 200);
  assert.equal(await printedCode(paper.bytes), undefined);
});
