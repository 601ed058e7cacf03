import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hexOfRecordId } from '#kernel';
import { ambre, basile, corentine, hector, irene, makeKnown, person } from './cast.ts';
import { addressOf, conversationOn, listOf, openMailboxOf, readOf, until, write } from './conversationsGround.ts';
import { type Ground, openGround, traceFrom } from './ground.ts';
import { n3, provide } from './papers.ts';
import { enterCarnet, enterPro, type Space, toldPlainly } from './space.ts';

let ground: Ground;
let irenes: string;
let hectors: string;
let doctor: Space;
let other: Space;
let hers: Space;
let his: Space;
before(async () => {
  ground = await openGround();
  irenes = await openMailboxOf(ground, irene, 'irene.stethance');
  hectors = await openMailboxOf(ground, hector, 'hector.pulsarelle');
  doctor = await enterPro(ground, irene.id);
  other = await enterPro(ground, hector.id);
  hers = await enterCarnet(ground, ground.ambre, ambre);
  his = await enterCarnet(ground, ground.basile, basile);
});
after(() => ground.close());

const to = [{ address: addressOf(ambre) }];
const answering = (space: Space, id: string, body: object) =>
  space(`/carnet/conversations/${id}/messages`, { method: 'POST', body });
const ofPro = async (space: Space, mailbox: string, id: string, act: string, body?: object) =>
  space(`/pro/mail/${mailbox}/conversations/${id}/${act}`, { method: 'POST', ...(body === undefined ? {} : { body }) });
/** The smallest JPEG file that is one by its first bytes. */
const photo = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 2, 0xff, 0xd9]).toString('base64');

test('Issue 7, 5: nobody wrote yet: nothing to read, nobody to write to', async () => {
  const { items, correspondents } = await listOf(hers);
  assert.deepEqual([items, correspondents], [[], []]);
  const asked = { to: 'irene.stethance@exemple.mssante.fr', subject: 'Bonjour', text: 'Bonjour' };
  toldPlainly(await hers('/carnet/conversations', { method: 'POST', body: asked }), 422, 'messaging.citizen-not-open');
  const choices = (await hers('/carnet/messaging')).as<{ address: string; unread: number; closedBy?: string }>();
  assert.equal(choices.address, addressOf(ambre));
  assert.deepEqual([choices.unread, choices.closedBy], [0, undefined]);
});

test('Issue 7, 5: a professional opens the conversation, the citizen answers with a photo and a document, both are in the log', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const [document] = await ground.deposited(provide(n3(ambre, { title: 'Compte rendu' })));
  await write(doctor, irenes, { to, subject: 'Vos résultats', text: 'Tout va bien.\nÀ bientôt.' });
  const listed = await conversationOn(hers, 'Vos résultats');
  assert.equal(listed.correspondent.name, irene.name);
  const operator = {
    actor: { kind: 'operator', id: 'operator', name: 'Exploitant' },
    at: new Date(),
    requestId: 'figures',
  } as const;
  const { products } = await ground.messaging.figures.of(operator);
  assert.deepEqual(
    products.flatMap(({ kind, deeds }) => (deeds.conversation === undefined ? [] : [[kind, deeds.conversation.n]])),
    [['CIT', 1]],
  );
  assert.deepEqual([listed.messages, listed.unseen], [1, 1]);
  const shown = await readOf(hers, listed.id);
  assert.equal(shown.shown[0]?.text, 'Tout va bien.\nÀ bientôt.');
  assert.equal(shown.shut, undefined);
  assert.equal((await hers(`/carnet/conversations/${listed.id}/read`, { method: 'POST' })).status, 204);
  assert.equal((await conversationOn(hers, 'Vos résultats')).unseen, 0);
  assert.equal((await hers('/carnet/messaging')).as<{ unread: number }>().unread, 0);

  const key = 'essai-de-cle-1';
  const body = {
    key,
    text: 'Merci.\n\nJe joins une photo.',
    files: [{ name: 'plaie.jpg', mediaType: 'image/jpeg', base64: photo }],
    documents: [document],
  };
  assert.equal((await answering(hers, listed.id, body)).status, 204);
  assert.equal((await answering(hers, listed.id, body)).status, 204);
  const after = await readOf(hers, listed.id);
  assert.deepEqual(
    after.shown.map(({ by }) => by),
    ['professional', 'citizen'],
    'sent twice with one key, it is one message',
  );
  const files = after.shown[1]?.files ?? [];
  assert.deepEqual(
    files.map(({ mediaType }) => mediaType),
    ['image/jpeg', 'application/zip', 'application/pdf'],
  );
  assert.equal(files[1]?.name, 'IHE_XDM.zip');
  const image = await hers(files[0]?.url.replace('/api', '') ?? '');
  assert.equal(image.bytes.toString('base64'), photo);
  assert.match(image.headers.get('content-disposition') ?? '', /^attachment; filename="plaie.jpg"/);
  assert.equal(image.headers.get('content-type'), 'image/jpeg');

  const threads = (await doctor(`/pro/mail/${irenes}/threads?folder=1`)).as<{
    items: { subject: string; newest: { content: number } }[];
  }>();
  const newest = threads.items.find(({ subject }) => /Vos résultats/.test(subject))?.newest;
  const received = (await doctor(`/pro/mail/${irenes}/messages/${newest?.content}`)).as<{
    text: string;
    attachments: object[];
    from: { address: string }[];
  }>();
  assert.match(received.text, /Je joins une photo/);
  assert.equal(received.attachments.length, 3);
  assert.equal(received.from[0]?.address, addressOf(ambre));
  const view = (await doctor(`/pro/mail/${irenes}/conversations?content=${newest?.content}`)).as<{
    conversation: { id: string; patient: { record: string } };
  }>();
  assert.equal(view.conversation.id, listed.id);
  assert.equal(view.conversation.patient.record, hexOfRecordId(ground.ambre));

  const log = (await hers('/carnet/log')).bytes.toString();
  assert.match(log, /Dr Irène Stéthance \(médecin, [^)]*\) : vous a écrit un message\./);
  assert.match(log, /Vous : message envoyé à Dr Irène Stéthance\./);
  assert.match(log, /Vous : conversation lue avec Dr Irène Stéthance\./);
  assert.match(log, /Vous : pièce jointe d’un message ouverte avec Dr Irène Stéthance\./);
  const written = await lines();
  assert.equal(written.filter(({ action }) => action === 'receive').length, 1);
  assert.equal(written.filter(({ action }) => action === 'send').length, 1);
  assert.ok(!JSON.stringify(written).includes(ambre.matricule), 'no address of a citizen in the log');
  assert.ok(!JSON.stringify(written).includes('Vos résultats'), 'no subject in the log');
});

test('Issue 7, 5: FIN, [FIN], the buttons and the welcome to questions decide who may write', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  await write(doctor, irenes, { to, subject: 'Rappel', text: 'Sans réponse.', final: 'this' });
  const fin = await conversationOn(hers, 'Rappel', ({ closed }) => closed !== undefined);
  assert.equal((await readOf(hers, fin.id)).shut, 'message');
  toldPlainly(await answering(hers, fin.id, { text: 'Merci quand même.' }), 409, 'messaging.conversation-closed');

  const open = await conversationOn(hers, 'Vos résultats');
  assert.equal(open.closed, undefined);
  assert.equal((await ofPro(doctor, irenes, open.id, 'close')).status, 200);
  assert.equal((await readOf(hers, open.id)).shut, 'button');
  toldPlainly(await answering(hers, open.id, { text: 'Encore.' }), 409, 'messaging.conversation-closed');
  const fresh = { to: open.correspondent.address, subject: 'Question', text: 'Puis-je ?' };
  toldPlainly(await hers('/carnet/conversations', { method: 'POST', body: fresh }), 409, 'messaging.conversation-closed');

  const past = await ofPro(doctor, irenes, open.id, 'questions', { until: '2020-01-01T00:00:00Z', replyWithinDays: 2 });
  toldPlainly(past, 422, 'messaging.bad-welcome');
  const end = new Date(Date.now() + 10 * 86_400_000).toISOString();
  assert.equal((await ofPro(doctor, irenes, open.id, 'questions', { until: end, replyWithinDays: 2 })).status, 200);
  const welcome = await readOf(hers, open.id);
  assert.deepEqual([welcome.shut, welcome.shutToNew, welcome.questions?.replyWithinDays], ['button', undefined, 2]);
  const begun = await hers('/carnet/conversations', { method: 'POST', body: fresh });
  assert.equal(begun.status, 201, begun.bytes.toString());
  const { id } = begun.as<{ id: string }>();
  assert.deepEqual(
    (await readOf(hers, id)).shown.map(({ text }) => text),
    ['Puis-je ?'],
  );

  assert.equal((await ofPro(doctor, irenes, open.id, 'reopen')).status, 200);
  assert.equal((await answering(hers, open.id, { text: 'Merci.' })).status, 204);
  await write(doctor, irenes, { to, subject: 'Fin du suivi', text: 'Au revoir.', final: 'all' });
  await until(async () => (await listOf(hers)).items.every(({ closed }) => closed !== undefined));
  assert.deepEqual((await listOf(hers)).correspondents, []);
  toldPlainly(await answering(hers, id, { text: 'Et encore ?' }), 409, 'messaging.conversation-closed');
  const changes = (await lines()).filter(({ action }) => action === 'rights').map(({ detail }) => detail?.change);
  assert.deepEqual(changes, ['conversation-close', 'conversation-questions', 'conversation-reopen']);
});

test('Issue 7, 5: the four bounces are told apart; a citizen writes to no citizen; another’s conversation does not exist', async () => {
  const provisional = person(
    { birthFamily: 'PROVISOIRE', firstBirthGiven: 'PAUL', sex: 'M', birthDate: '1970-05-05', birthPlace: '29019' },
    '911',
  );
  await makeKnown(ground, provisional, 'RECUP');
  const routed = (address: string) => doctor(`/pro/mail/${irenes}/route`, { method: 'POST', body: { address } });
  toldPlainly(await routed('123@patient.mssante.fr'), 422, 'messaging.citizen-malformed');
  toldPlainly(await routed(`${'1'.repeat(15)}@patient.mssante.fr`), 422, 'messaging.citizen-malformed');
  toldPlainly(await routed(addressOf(corentine)), 422, 'messaging.citizen-unknown');
  toldPlainly(await routed(addressOf(provisional)), 422, 'messaging.citizen-unknown');
  assert.equal((await his('/carnet/messaging', { method: 'PUT', body: { open: false } })).status, 200);
  toldPlainly(await routed(addressOf(basile)), 422, 'messaging.citizen-closed');
  assert.equal((await his('/carnet/messaging', { method: 'PUT', body: { open: true } })).status, 200);
  assert.equal((await routed(addressOf(basile))).status, 200);
  assert.equal((await his('/carnet/opposition', { method: 'PUT', body: { deposit: true } })).status < 300, true);
  toldPlainly(await routed(addressOf(basile)), 422, 'messaging.citizen-closed');
  assert.equal((await his('/carnet/opposition', { method: 'PUT', body: { deposit: false } })).status < 300, true);
  const large = await doctor(`/pro/mail/${irenes}/messages`, {
    method: 'POST',
    body: {
      to,
      subject: 'Trop grand',
      text: 'x',
      files: [
        {
          filename: 'a.bin',
          contentType: 'application/octet-stream',
          content: Buffer.alloc(20 * 1024 * 1024).toString('base64'),
        },
      ],
    },
  });
  toldPlainly(large, 413, 'messaging.citizen-too-large');

  const hersNow = await conversationOn(hers, 'Vos résultats');
  toldPlainly(await his(`/carnet/conversations/${hersNow.id}`), 404, 'id.unknown');
  toldPlainly(await answering(his, hersNow.id, { text: 'Bonjour' }), 404, 'id.unknown');
  toldPlainly(await ofPro(other, hectors, hersNow.id, 'reopen'), 404, 'messaging.unknown-conversation');
  toldPlainly(await ofPro(other, irenes, hersNow.id, 'reopen'), 404, 'messaging.unknown-mailbox');
  assert.deepEqual(
    (await other(`/pro/patients/${hexOfRecordId(ground.ambre)}/conversations`)).as<{ items: object[] }>().items,
    [],
  );
  const mine = (await doctor(`/pro/patients/${hexOfRecordId(ground.ambre)}/conversations`)).as<{ items: object[] }>();
  assert.equal(mine.items.length, 4);
});

test('Issue 7, 5, bad input: files of another kind, empty and endless words, files elsewhere', async () => {
  await write(doctor, irenes, { to, subject: 'Ouverte', text: 'Écrivez-moi.' });
  const { id } = await conversationOn(hers, 'Ouverte');
  const page = Buffer.from('<html><script>alert(1)</script>').toString('base64');
  for (const [body, status, code] of [
    [{ text: '  ' }, 422, 'messaging.empty-message'],
    [{ text: 'x'.repeat(20_001) }, 413, 'messaging.too-long'],
    [{ text: 'x', files: [{ name: 'a.jpg', mediaType: 'image/jpeg', base64: page }] }, 415, 'messaging.file-kind'],
    [{ text: 'x', files: [{ name: 'a.html', mediaType: 'text/html', base64: page }] }, 415, 'messaging.file-kind'],
    [{ text: 'x', documents: [`${hexOfRecordId(ground.basile)}-1`] }, 422, 'messaging.malformed'],
    [{ text: 'x', documents: ['nothing'] }, 404, 'id.unknown'],
    [{ text: 'x', files: 'none' }, 400, 'http.malformed'],
    [{}, 400, 'http.malformed'],
  ] as const)
    toldPlainly(await answering(hers, id, body), status, code);
  for (const path of ['/messages/1/attachments/9', '/messages/99999/attachments/1', '/messages/1/attachments/..%2f'])
    toldPlainly(await hers(`/carnet/conversations/${id}${path}`), 404, 'id.unknown');
  assert.equal((await readOf(hers, id)).shown.length, 1, 'nothing of it was sent');
});

test('Issue 7, 5: an application never reads messages; notices are neutral, at most one an hour, to an address that was confirmed', async () => {
  const lines = await traceFrom(ground, ground.basile);
  const mails = async (): Promise<string> => (await fetch(`${ground.url}/oidc/courriels`)).text();
  assert.equal((await his('/carnet/messaging', { method: 'PUT', body: { email: 'basile@exemple.fr' } })).status, 200);
  toldPlainly(await his('/carnet/messaging', { method: 'PUT', body: { email: 'pas une adresse' } }), 422, 'messaging.bad-email');
  const code = /Votre code : (\d{6})/.exec(await mails())?.[1] ?? '';
  toldPlainly(
    await his('/carnet/messaging/email', { method: 'POST', body: { code: code === '000000' ? '1' : '000000' } }),
    422,
    'messaging.wrong-code',
  );
  const confirmed = await his('/carnet/messaging/email', { method: 'POST', body: { code } });
  assert.equal(confirmed.as<{ notices: { to: string } }>().notices.to, 'b…@exemple.fr');
  const his2 = [{ address: addressOf(basile) }];
  await write(doctor, irenes, { to: his2, subject: 'Votre glycémie', text: 'Elle est à 1,2 g/L.' });
  await write(doctor, irenes, { to: his2, subject: 'Autre chose', text: 'À demain.' });
  await conversationOn(his, 'Autre chose');
  const page = await until(async () => {
    const text = await mails();
    return text.includes('Vous avez un message') && text;
  });
  assert.equal(page.split('Un message vous attend').length - 1, 1, 'one notice an hour');
  for (const said of ['glycémie', 'Stéthance', basile.matricule, 'BASILE']) assert.ok(!page.includes(said), said);
  assert.equal((await lines()).filter(({ action }) => action === 'receive').length, 2);

  const { conversations } = ground.messaging;
  const app = { id: 'appli', name: 'Appli' };
  const call = {
    actor: { kind: 'citizen', record: ground.basile, name: 'Basile', app } as const,
    at: new Date(),
    requestId: 'test',
  };
  await assert.rejects(conversations.list(call, ground.basile), { code: 'messaging.not-for-apps' });
  await assert.rejects(conversations.choices(call, ground.basile), { code: 'messaging.not-for-apps' });
  const stranger = {
    actor: { kind: 'citizen', record: ground.ambre, name: 'Ambre' } as const,
    at: new Date(),
    requestId: 'test',
  };
  await assert.rejects(conversations.list(stranger, ground.basile), { code: 'rights.not-yours' });
});
