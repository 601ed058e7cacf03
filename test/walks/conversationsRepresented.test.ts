import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { RecordId } from '#kernel';
import { comesOfAge } from '#rights';
import { corentine, hector, irene, makeKnown, person } from './cast.ts';
import { addressOf, conversationOn, listOf, openMailboxOf, readOf, until, write } from './conversationsGround.ts';
import { type Ground, openGround, traceFrom } from './ground.ts';
import { enterCarnet, enterPro, type Space, toldPlainly } from './space.ts';

const year = new Date().getUTCFullYear();
const lou = person(
  { birthFamily: 'SANTONI-FICTIVE', firstBirthGiven: 'LOU', sex: 'F', birthDate: `${year - 16}-02-11`, birthPlace: '2A004' },
  '904',
);

let ground: Ground;
let child: RecordId;
let mother: RecordId;
let childs: Space;
let mothers: Space;
let doctor: Space;
let irenes: string;
before(async () => {
  ground = await openGround();
  child = await makeKnown(ground, lou);
  mother = await makeKnown(ground, corentine);
  childs = await enterCarnet(ground, child, lou);
  mothers = await enterCarnet(ground, mother, corentine);
  irenes = await openMailboxOf(ground, irene, 'irene.stethance');
  await openMailboxOf(ground, hector, 'hector.pulsarelle');
  doctor = await enterPro(ground, irene.id);
  const until = comesOfAge(lou.birthDate) ?? new Date(0);
  const desk = {
    actor: { kind: 'operator', id: 'guichet-1', name: 'Guichet' } as const,
    at: new Date(),
    requestId: 'test',
    reason: 'Livret de famille et pièce d’identité vus au guichet',
  };
  await ground.rights().onBehalfAtDesk.representLegally(desk, child, { id: mother, name: 'CORENTINE SANTONI-FICTIVE' }, until);
  await mothers('/carnet/messaging', { method: 'PUT', body: { email: 'corentine@exemple.fr' } });
  const code = /Votre code : (\d{6})/.exec(await mails())?.[1];
  assert.equal((await mothers('/carnet/messaging/email', { method: 'POST', body: { code } })).status, 200);
  assert.equal((await mothers(`/carnet/profiles/${child}/act`, { method: 'POST', body: {} })).status, 204);
});
after(() => ground.close());

const mails = async (): Promise<string> => (await fetch(`${ground.url}/oidc/courriels`)).text();
const to = [{ address: addressOf(lou) }];
const answering = (space: Space, id: string, text: string) =>
  space(`/carnet/conversations/${id}/messages`, { method: 'POST', body: { text } });

test('Issue 7, 5: who represents a minor is told of a message, not of one for the minor alone', async () => {
  const lines = await traceFrom(ground, child);
  // What is done after a message is done before the next one of the same mailbox is looked at.
  for (const subject of ['Seulement toi', 'Encore toi']) {
    await write(doctor, irenes, { to, subject, text: 'Pour toi seul.', alone: true });
    await conversationOn(childs, subject);
  }
  assert.ok(!(await mails()).includes('Vous avez un message'));
  await write(doctor, irenes, { to, subject: 'Vaccin de Lou', text: 'Le rappel est à faire.' });
  await until(async () => (await mails()).includes('Vous avez un message'));
  assert.match(await mails(), /corentine@exemple\.fr/);
  const received = (await lines()).filter(({ action }) => action === 'receive');
  assert.deepEqual(
    received.map(({ secret }) => secret ?? false),
    [true, true, false],
  );
});

test('Issue 7, 5: a minor has an address of their own; the teenager and who represents them read and answer, each as who they are', async () => {
  const lines = await traceFrom(ground, child);
  const { id } = await conversationOn(mothers, 'Vaccin de Lou');
  assert.equal((await answering(mothers, id, 'D’accord, je prends rendez-vous.')).status, 204);
  assert.equal((await answering(childs, id, 'Je préfère le mercredi.')).status, 204);
  const shown = (await readOf(childs, id)).shown.map(({ text }) => text);
  assert.match(shown[1] ?? '', /— Écrit par CORENTINE SANTONI-FICTIVE, pour LOU SANTONI-FICTIVE\.$/);
  assert.equal(shown[2], 'Je préfère le mercredi.');
  const sent = (await lines()).filter(({ action }) => action === 'send' || action === 'receive');
  assert.deepEqual(
    sent.map(({ action, who }) => `${action} ${who.kind}`),
    ['send delegate', 'send citizen'],
  );
});

test('Issue 7, 5: what is for the minor alone is in no list, count, file or log of who represents them', async () => {
  const lines = await traceFrom(ground, child);
  await write(doctor, irenes, { to, subject: 'Pour toi', text: 'Comme convenu, seulement pour toi.', alone: true });
  const { id, isPrivate } = await conversationOn(childs, 'Pour toi');
  assert.equal(isPrivate, true);
  assert.ok((await listOf(mothers)).items.every(({ subject }) => subject !== 'Pour toi'));
  toldPlainly(await mothers(`/carnet/conversations/${id}`), 404, 'messaging.unknown-conversation');
  toldPlainly(await answering(mothers, id, 'Qui est-ce ?'), 404, 'messaging.unknown-conversation');
  toldPlainly(await mothers(`/carnet/conversations/${id}/read`, { method: 'POST' }), 404, 'messaging.unknown-conversation');
  assert.deepEqual(
    await Promise.all([childs, mothers].map(async (space) => (await space('/carnet/messaging')).as<{ unread: number }>().unread)),
    [4, 1],
  );
  await readOf(childs, id);
  assert.equal((await answering(childs, id, 'Merci.')).status, 204);
  // The professional answers without saying again that it is private: the conversation is.
  const threads = (await doctor(`/pro/mail/${irenes}/threads?folder=1`)).as<{
    items: { subject: string; newest: { folder: number; uid: number; content: number } }[];
  }>();
  const answers = threads.items.find(({ subject }) => /Pour toi/.test(subject))?.newest;
  await write(doctor, irenes, { to, subject: 'Re: Pour toi', text: 'À mercredi.', answers: answers ?? {} });
  await until(async () => (await readOf(childs, id)).shown.length === 3);
  assert.ok((await listOf(mothers)).items.every(({ subject }) => !/Pour toi/.test(subject)));
  const before = (await lines()).filter(
    ({ action, detail }) => ['send', 'receive', 'read'].includes(action) && detail?.name !== undefined,
  );
  assert.ok(
    before.length >= 4 && before.every(({ secret }) => secret === true),
    JSON.stringify(before.map(({ action, secret }) => [action, secret])),
  );
  const log = (await mothers('/carnet/log')).as<{ items: { sentence: { fr: string } }[] }>();
  const told = log.items.map(({ sentence }) => sentence.fr).filter((line) => /a écrit|message envoyé/.test(line));
  assert.equal(told.length, 3, told.join('\n'));

  const act = (value: boolean) =>
    doctor(`/pro/mail/${irenes}/conversations/${id}/private`, { method: 'POST', body: { private: value } });
  assert.equal((await act(false)).status, 200);
  assert.equal((await conversationOn(mothers, 'Pour toi')).isPrivate, false);
  assert.equal((await act(true)).status, 200);
  assert.ok((await listOf(mothers)).items.every(({ subject }) => subject !== 'Pour toi'));
});

test('Issue 7, 5: connexion secrète: what the professional writes then is for the minor alone', async () => {
  const declared = await doctor(`/pro/patients/${child.replaceAll('-', '')}/access`, {
    method: 'POST',
    body: { ground: 'equipe_de_soins', secret: true },
  });
  assert.equal(declared.status, 200, declared.bytes.toString());
  const lines = await traceFrom(ground, child);
  await write(doctor, irenes, { to, subject: 'Consultation', text: 'Vu ce matin.' });
  assert.equal((await conversationOn(childs, 'Consultation')).isPrivate, true);
  assert.ok((await listOf(mothers)).items.every(({ subject }) => subject !== 'Consultation'));
  const received = (await lines()).filter(({ action }) => action === 'receive');
  assert.deepEqual(
    received.map(({ secret }) => secret),
    [true],
  );
});
