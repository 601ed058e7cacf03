import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { hexOfRecordId, type Operator, type RecordId } from '#kernel';
import { openMailboxes } from '#messaging';
import { openRights } from '#rights';
import { capucine, corentine, hector, irene, makeKnown, person } from './cast.ts';
import { askingAt, withStatus } from './fhir/asking.ts';
import { type Answer, census, type Ground, openGround, traceFrom } from './ground.ts';
import { codesOf, type Reference } from './lifeOf.ts';
import { pdfSaying, smallPdf } from './papers.ts';
import { enterCarnet, enterPro, type Space, toldPlainly } from './space.ts';

const domain = 'exemple.mssante.fr';
const operator: Operator = { kind: 'operator', id: 'operator', name: 'Exploitant' };
const call = () => ({ actor: operator, at: new Date(), requestId: 'test' });

let ground: Ground;
let space: Space;
const boxes: Record<string, RecordId> = {};
let openBox: (name: string, professional: string) => Promise<void>;

before(async () => {
  ground = await openGround();
  const rights = ground.rights();
  const mailboxes = openMailboxes({ ...ground, rights, domains: { professionals: domain, citizens: 'patient.mssante.fr' } });
  openBox = async (name, professional) => {
    const wanted = { address: `${name}@${domain}`, kind: 'PER', name, professional } as const;
    boxes[name] = (await mailboxes.open(call(), wanted)).id;
  };
  await openBox('irene', irene.id);
  await openBox('hector', hector.id);
  space = await enterPro(ground, irene.id);
  for (const record of [ground.ambre, ground.basile]) await declare(space, record);
});
after(() => ground?.close());

const declare = async (by: Space, record: RecordId): Promise<unknown> =>
  by(`/pro/patients/${hexOfRecordId(record)}/access`, { method: 'POST', body: { ground: 'equipe_de_soins' } });

const pdf = {
  what: 'pdf',
  typeCode: '11488-4',
  title: 'Consultation du soir',
  date: '2026-03-10T18:00:00Z',
  pdf: smallPdf.toString('base64'),
};
const letters = (to = 'hector') => ({
  mailbox: hexOfRecordId(boxes.irene ?? ground.ambre),
  recipients: [`${to}@${domain}`],
  toPatient: true,
  text: 'Voir la conclusion.',
  patientText: 'Bonne lecture.',
});
const publish = (body: object, by = space, record = ground.ambre): Promise<Answer> =>
  by(`/pro/patients/${hexOfRecordId(record)}/publications`, { method: 'POST', body });

interface Published {
  readonly document: { readonly id: string };
  readonly outcomes: readonly { to: string; state: string; delivered?: string[]; queued?: string[] }[];
}
const published = (answer: Answer): Published => {
  assert.ok(answer.status === 200 || answer.status === 201, answer.bytes.toString());
  return answer.as<Published>();
};
const states = ({ outcomes }: Published): string[] => outcomes.map(({ to, state }) => `${to} ${state}`);
const allSent = ['record kept', 'colleagues sent', 'patient sent'];

/** How many messages each of these mailboxes keeps. */
async function messages(...of: readonly (RecordId | undefined)[]): Promise<number[]> {
  const asked = 'select count(*)::int as n from messaging.content where record_id = $1';
  const found = await Promise.all(of.map((record) => ground.store.pool.query<{ n: number }>(asked, [record])));
  return found.map(({ rows }) => rows[0]?.n ?? 0);
}
const everywhere = () => messages(boxes.irene, boxes.hector, ground.ambre);
const more = (before: readonly number[], now: readonly number[]) => now.map((n, index) => n - (before[index] ?? 0));

test('publish with a key: asked three times at once and again later, it is one document, and one letter each; all answers name it', async () => {
  const body = { ...pdf, ...letters(), key: randomUUID() };
  const [kept, held] = [await census(ground), await everywhere()];
  const lines = await traceFrom(ground, ground.ambre);
  const answers = await Promise.all([publish(body), publish(body), publish(body)]);
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 200, 201]);
  answers.push(await publish({ ...body, key: body.key.toUpperCase() }));
  const all = answers.map(published);
  assert.equal(new Set(all.map(({ document }) => document.id)).size, 1);
  for (const one of all) {
    assert.deepEqual(states(one), allSent);
    assert.deepEqual(one.outcomes, all[0]?.outcomes);
  }
  const now = await census(ground);
  for (const what of ['entries', 'submissions', 'deposits']) assert.equal(Number(now[what]), Number(kept[what]) + 1, what);
  // The two that the author sent, the one that each received.
  assert.deepEqual(more(held, await everywhere()), [2, 1, 1]);
  const told = (await lines()).filter(({ action }) => action === 'deposit');
  assert.equal(told.length, 1);
});

test('publish with a key: what a lost letter left undone is done by the same key, and what left does not leave again', async () => {
  const body = { ...pdf, ...letters('capucine'), title: 'Pas encore de boîte', key: randomUUID() };
  const held = await everywhere();
  const first = published(await publish(body));
  assert.deepEqual(states(first), ['record kept', 'colleagues failed', 'patient sent']);
  await openBox('capucine', capucine.id);
  const answer = await publish(body);
  assert.equal(answer.status, 200);
  assert.deepEqual(states(published(answer)), allSent);
  assert.equal(published(answer).document.id, first.document.id);
  assert.deepEqual(states(published(await publish(body))), allSent);
  assert.deepEqual(more(held, await everywhere()), [2, 0, 1]);
  assert.deepEqual(await messages(boxes.capucine), [1]);
});

test('publish with a key: with anything else in the body it is refused, and nothing is kept or sent; a key is a UUID', async () => {
  const body = { ...pdf, ...letters(), title: 'La première', key: randomUUID() };
  published(await publish(body));
  const [kept, held] = [await census(ground), await everywhere()];
  for (const other of [
    { title: 'La seconde' },
    { pdf: pdfSaying('Tension 14/9.').toString('base64') },
    { hiddenFromProfessionals: true, recipients: [] },
    { recipients: [], toPatient: false },
    { patientText: 'Autre mot.' },
  ]) {
    toldPlainly(await publish({ ...body, ...other }), 409, 'documents.published-otherwise');
  }
  for (const key of ['', 'x', 7, null, `${randomUUID()}0`, randomUUID().replaceAll('-', ''), [randomUUID()]])
    toldPlainly(await publish({ ...body, key }), 400, 'http.malformed');
  toldPlainly(await publish({ ...body, key: randomUUID(), hiddenFromPatient: 'true' }), 400, 'http.malformed');
  assert.deepEqual(await census(ground), kept);
  assert.deepEqual(await everywhere(), held);
});

test('publish with a key: it is its author’s and the record’s: another’s, or in another record, it meets nothing', async () => {
  const body = { ...pdf, title: 'À chacun sa clé', key: randomUUID() };
  const own = published(await publish(body)).document.id;
  const colleague = await enterPro(ground, hector.id);
  await declare(colleague, ground.ambre);
  const answers = [await publish(body, colleague), await publish(body, space, ground.basile)];
  assert.deepEqual(
    answers.map(({ status }) => status),
    [201, 201],
  );
  assert.equal(new Set([own, ...answers.map((one) => published(one).document.id)]).size, 3);
  const found = await ground.store.pool.query('select distinct unique_id from documents.entry where title = $1', [body.title]);
  assert.equal(found.rowCount, 3);
});

test('publish with a key: a form is published once too; what its author withdrew does not come back by its key', async () => {
  const body = {
    what: 'form',
    kind: 'prescription',
    start: '2026-03-10',
    form: {
      medicines: [
        { medicine: { name: 'Amoxicilline 1 g' }, takes: [{ words: 'matin et soir' }], from: '2026-03-10', repeats: 0 },
      ],
    },
    key: randomUUID(),
  };
  const [first, again] = [await publish(body), await publish(body)];
  assert.deepEqual([first.status, again.status], [201, 200], again.bytes.toString());
  const { id } = published(first).document;
  assert.equal(published(again).document.id, id);
  const path = `/pro/patients/${hexOfRecordId(ground.ambre)}/documents/${id}/withdrawal`;
  assert.equal((await space(path, { method: 'POST', body: { reason: 'Écrite pour une autre personne' } })).status, 204);
  toldPlainly(await publish(body), 409, 'documents.duplicate-withdrawn');
});

test('publish, INVISIBLE_REPRESENTANTS_LEGAUX: the minor reads it, their parent does not and no letter carries it to them; a colleague is not sent it', async () => {
  const birthDate = `${new Date().getUTCFullYear() - 15}-03-04`;
  const teen = person({ birthFamily: 'MARÉE', firstBirthGiven: 'ELOUAN', sex: 'M', birthDate, birthPlace: '29019' }, '961');
  const record = await makeKnown(ground, teen);
  const mother = { id: await makeKnown(ground, corentine), name: 'Corentine' };
  const rights = openRights(ground.store, ground.trace, { about: async () => ({ name: 'Elouan', birthDate }) });
  const desk = { ...call(), reason: 'Livret de famille présenté' };
  await rights.onBehalfAtDesk.representLegally(desk, record, mother, new Date(Date.now() + 86_400_000));
  const own = await enterCarnet(ground, record, teen);
  const parent = await enterCarnet(ground, mother.id, corentine);
  withStatus(204, await parent(`/carnet/profiles/${record}/act`, { method: 'POST' }));
  await declare(space, record);

  const hidden = { ...pdf, title: 'Consultation confidentielle', hiddenFromRepresentatives: true };
  const kept = await census(ground);
  toldPlainly(
    await publish({ ...hidden, ...letters(), toPatient: false }, space, record),
    422,
    'messaging.not-for-professionals',
  );
  toldPlainly(await publish({ ...hidden, ...letters(), recipients: [] }, space, record), 422, 'messaging.not-for-patient');
  assert.deepEqual(await census(ground), kept);

  const { id } = published(await publish(hidden, space, record)).document;
  published(await publish({ ...pdf, title: 'Vu de tous' }, space, record));
  published(await publish({ ...hidden, title: 'À annoncer', hiddenFromPatient: true }, space, record));
  const titles = async (of: Space) =>
    (await of('/carnet/documents')).as<{ items: { title: string }[] }>().items.map(({ title }) => title);
  assert.deepEqual((await titles(own)).toSorted(), ['Consultation confidentielle', 'Vu de tous']);
  assert.deepEqual(await titles(parent), ['Vu de tous']);
  assert.equal((await own(`/carnet/documents/${id}`)).status, 200);
  toldPlainly(await parent(`/carnet/documents/${id}`), 404, 'id.unknown');
  const face = withStatus(200, await askingAt(ground)(irene, 'GET', `/DocumentReference/${id}`)).as<Reference>();
  assert.deepEqual(codesOf(face), ['N', 'INVISIBLE_REPRESENTANTS_LEGAUX']);
});
