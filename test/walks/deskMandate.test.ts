import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hexOfRecordId, type RecordId } from '#kernel';
import { comesOfAge } from '#rights';
import { ambre, corentine, hector, irene, makeKnown, person } from './cast.ts';
import { type Ground, openGround, traceFrom } from './ground.ts';
import { eventually, operators } from './operators.ts';
import { n3, provide } from './papers.ts';
import { inBundle, readLink } from './shareReader.ts';
import { enterCarnet, enterPro, type Space, toldPlainly } from './space.ts';

const lou = person(
  {
    birthFamily: 'SANTONI-FICTIVE',
    firstBirthGiven: 'LOU',
    sex: 'F',
    birthDate: `${new Date().getUTCFullYear() - 15}-02-11`,
    birthPlace: '2A004',
  },
  '905',
);
const traits = ['birthFamily', 'firstBirthGiven', 'birthDate'];
const reason = 'Livret de famille et pièce d’identité vus au guichet';

let ground: Ground;
let child: RecordId;
let mother: RecordId;
let childs: Space;
let mothers: Space;
let ambres: Space;
let odile: Space;
let tanguy: Space;
before(async () => {
  ground = await openGround();
  child = await makeKnown(ground, lou);
  mother = await makeKnown(ground, corentine);
  childs = await enterCarnet(ground, child, lou);
  mothers = await enterCarnet(ground, mother, corentine);
  ambres = await enterCarnet(ground, ground.ambre, ambre);
  ({ odile, tanguy } = await operators(ground));
});
after(() => ground?.close());

const post = (space: Space, path: string, body: object = {}) => space(path, { method: 'POST', body });
async function made<T>(space: Space, path: string, body: object, status = 201): Promise<T> {
  const answer = await post(space, path, body);
  assert.equal(answer.status, status, answer.bytes.toString());
  return answer.as<T>();
}
interface Line {
  readonly seq: number;
  readonly action: string;
  readonly who: { readonly id: string; readonly name: string };
}
const logOf = async (space: Space) => (await space('/carnet/log')).as<{ items: readonly Line[] }>().items;

test('Issue 5, 3, 4, 5 and 6: two operators record a parent, who acts, contests and shares for the child, and never learns of a secret access', async () => {
  const lines = await traceFrom(ground, child);
  const [open = ''] = await ground.deposited(provide(n3(lou, { title: 'Vu de tous' })));
  const doctor = await enterPro(ground, irene.id);
  const other = await enterPro(ground, hector.id);
  const patient = `/pro/patients/${hexOfRecordId(child)}`;
  const secretly = { ground: 'equipe_de_soins', secret: true };
  assert.equal((await post(doctor, `${patient}/access`, secretly)).status, 200);
  assert.equal((await doctor(`${patient}/documents/${open}`)).status, 200);
  assert.equal((await post(other, `${patient}/access`, { ground: 'equipe_de_soins' })).status, 200);
  assert.equal((await other(`${patient}/documents/${open}`)).status, 200);

  // Both have shown who they are; one operator asks, another confirms.
  const checked = (record: RecordId) =>
    made<{ id: string }>(odile, '/exploitation/desk/checks', { record: hexOfRecordId(record), document: 'CN', traits });
  const { id: check } = await checked(child);
  const far = new Date(Date.now() + 10 * 366 * 86_400_000).toISOString();
  const wish = { kind: 'represent', delegate: hexOfRecordId(mother), until: far, reason };
  toldPlainly(await post(odile, `/exploitation/desk/checks/${check}/acts`, wish), 422, 'oversight.delegate-unchecked');
  await checked(mother);
  const { id: act } = await made<{ id: string }>(odile, `/exploitation/desk/checks/${check}/acts`, wish);
  toldPlainly(await post(mothers, `/carnet/profiles/${child}/act`), 403, 'rights.no-mandate');
  toldPlainly(await post(odile, `/exploitation/desk/acts/${act}/confirm`), 403, 'oversight.same-person');
  assert.equal((await made<{ state: string }>(tanguy, `/exploitation/desk/acts/${act}/confirm`, {}, 200)).state, 'done');

  const { given } = (await childs('/carnet/mandates')).as<{ given: { id: string; kind: string; until: string }[] }>();
  assert.deepEqual(
    given.map(({ id, kind, until }) => [id, kind, until]),
    [[mother, 'legal', comesOfAge(lou.birthDate)?.toISOString()]],
    'until the child comes of age, whatever was asked for',
  );
  assert.equal((await post(mothers, `/carnet/profiles/${child}/act`)).status, 204);
  const { items } = (await mothers('/carnet/documents')).as<{ items: { id: string }[] }>();
  assert.deepEqual(
    items.map(({ id }) => id),
    [open],
  );

  // She contests what she does not recognise; what is secret is neither in her log nor found by its number.
  const hers = await logOf(mothers);
  assert.ok(!hers.some(({ who }) => who.id === irene.id));
  const reading = hers.find(({ who, action }) => who.id === hector.id && action === 'read') ?? assert.fail('not told');
  const secret = (await logOf(childs)).filter(({ who }) => who.id === irene.id);
  assert.deepEqual(
    secret.map(({ action }) => action),
    ['read', 'rights'],
    'the child reads it',
  );
  for (const { seq } of secret) toldPlainly(await post(mothers, '/carnet/contests', { seq }), 404, 'id.unknown');
  const { id: contest } = await made<{ id: string }>(mothers, '/carnet/contests', { seq: reading.seq, words: 'Qui est-ce ?' });
  await eventually(
    async () => (await odile('/exploitation/tasks/contest')).as<{ items: { id: string }[] }>().items,
    (all) => all.some(({ id }) => id === contest),
  );
  const answer = 'Ce médecin a suivi votre enfant ce jour-là.';
  await made(odile, `/exploitation/contests/${contest}/answer`, { answer }, 200);
  assert.equal((await mothers('/carnet/contests')).as<{ answer: string }[]>()[0]?.answer, answer);

  // She hands the document over, which her mandate lets her; a link opens under her rights as they are.
  const link = { label: 'Pour l’école', documents: [open] };
  const { shlink } = await made<{ shlink: string }>(mothers, '/carnet/shares', link, 200);
  const { resources } = await readLink(shlink, { recipient: 'Infirmerie' });
  assert.equal(inBundle(resources[0], 'DocumentReference')[0]?.description, 'Vu de tous');

  assert.deepEqual(
    (await lines()).map(({ action, code, detail, who, secret: kept }) =>
      [who.kind, code ?? detail?.change ?? action, kept ? 'secret' : ''].join(' ').trim(),
    ),
    [
      'software deposit',
      'professional declare secret',
      'professional read secret',
      'professional declare',
      'professional read',
      'operator desk-check',
      'operator desk-asked',
      'delegate rights.no-mandate',
      'operator desk-confirmed',
      'operator represent',
      'delegate acting',
      'delegate list',
      'delegate list',
      'delegate opened',
      'operator answered',
      'delegate make',
      'guest open',
      'guest read',
    ],
  );
});

test('Issue 5, 3 and 4: who may read for a person and no more makes no link of their record', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const [id = ''] = await ground.deposited(provide(n3(ambre)));
  const until = new Date(Date.now() + 86_400_000).toISOString();
  const { code } = await made<{ code: string }>(ambres, '/carnet/mandates', { purposes: ['read'], until });
  assert.equal((await post(mothers, '/carnet/profiles/own/act')).status, 204);
  assert.equal((await post(mothers, '/carnet/mandates/accept', { code })).status, 200);
  assert.equal((await post(mothers, `/carnet/profiles/${ground.ambre}/act`)).status, 204);
  assert.equal((await mothers(`/carnet/documents/${id}`)).status, 200);
  toldPlainly(await post(mothers, '/carnet/shares', { label: 'Sans droit', documents: [id] }), 403, 'rights.purpose');
  toldPlainly(await mothers('/carnet/shares'), 403, 'rights.purpose');
  assert.deepEqual(
    (await lines()).map(({ action, code: refused, detail, who }) => `${who.kind} ${refused ?? detail?.change ?? action}`),
    [
      'software deposit',
      'citizen invite',
      'citizen mandate',
      'delegate acting',
      'delegate read',
      'delegate rights.purpose',
      'delegate rights.purpose',
    ],
  );
});
