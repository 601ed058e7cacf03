import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Call } from '#kernel';
import { compose, type MailboxPermit, openConversations } from '#messaging';
import { ambre, basile, hector, irene } from './cast.ts';
import { addressOf, conversationOn, listOf, openMailboxOf, readOf, until } from './conversationsGround.ts';
import { type Ground, openGround, traceFrom } from './ground.ts';
import { enterCarnet, type Space, toldPlainly } from './space.ts';

let ground: Ground;
let hers: Space;
let irenes: MailboxPermit;
let hectors: MailboxPermit;
const call = (actor: Call['actor']): Call => ({ actor, at: new Date(), requestId: 'test' });
before(async () => {
  ground = await openGround();
  await openMailboxOf(ground, irene, 'irene.stethance');
  await openMailboxOf(ground, hector, 'hector.pulsarelle');
  const { mailboxes } = ground.messaging;
  irenes = await mailboxes.enter(call(irene), 'irene.stethance@exemple.mssante.fr', 'write');
  hectors = await mailboxes.enter(call(hector), 'hector.pulsarelle@exemple.mssante.fr', 'write');
  hers = await enterCarnet(ground, ground.ambre, ambre);
});
after(() => ground.close());

type More = Partial<Parameters<typeof compose>[0]>;
/** A letter of Irène to Ambre as any program of hers may write it. */
async function letter(subject: string, more: More = {}, automatic = false): Promise<void> {
  const to = { name: '', address: addressOf(ambre) };
  const from = { name: 'Dr Irène', address: irenes.mailbox.address };
  const bytes = await compose({ from, to: [to], subject, text: 'Bonjour.', date: new Date(), ...more });
  await ground.messaging.post.send(irenes, { recipients: [to], bytes, automatic });
}
const replyTo = (address: string): More => ({ replyTo: [{ name: '', address }] });
const answering = (id: string, text: string) => hers(`/carnet/conversations/${id}/messages`, { method: 'POST', body: { text } });
async function inboxOf(permit: MailboxPermit): Promise<number> {
  return (await ground.messaging.mail.status(permit, 'INBOX')).messages;
}

test('MSSanté, ENS Messagerie, Reply-To: the answer goes to the professional’s mailbox named there, and to nobody else’s', async () => {
  await letter('Voyez mon confrère', replyTo(hectors.mailbox.address));
  const { id } = await conversationOn(hers, 'Voyez mon confrère');
  assert.equal((await answering(id, 'Merci.')).status, 204);
  await until(async () => (await inboxOf(hectors)) === 1);
  assert.equal(await inboxOf(irenes), 0);
  for (const [n, address] of [addressOf(basile), 'quelqu.un@exemple.fr', 'personne@exemple.mssante.fr'].entries()) {
    await letter(`Ailleurs ${n}`, replyTo(address));
    const other = await conversationOn(hers, `Ailleurs ${n}`);
    assert.equal((await answering(other.id, 'Merci.')).status, 204);
    await until(async () => (await inboxOf(irenes)) === n + 1);
  }
  assert.equal(await inboxOf(hectors), 1);
});

test('Issue 7, 5: what a program answers by itself opens nothing and reopens nothing', async () => {
  const before = (await listOf(hers)).items.length;
  await letter('Je suis absente', { headers: { 'Auto-Submitted': 'auto-replied' } }, true);
  await letter('Après');
  await conversationOn(hers, 'Après');
  const { items } = await listOf(hers);
  assert.equal(items.length, before + 1);
  assert.ok(items.every(({ subject }) => subject !== 'Je suis absente'));
});

test('Issue 7, 5: a job that tells twice of one message changes nothing the second time', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  await letter('Deux fois');
  const { id } = await conversationOn(hers, 'Deux fois');
  const content = (await readOf(hers, id)).shown[0]?.content ?? 0;
  await ground.messaging.conversations.act(irenes.at(new Date()), id, { is: 'close' });
  await ground.messaging.conversations.told(ground.ambre, content);
  assert.equal((await readOf(hers, id)).shut, 'button');
  assert.equal((await listOf(hers)).items.filter(({ subject }) => subject === 'Deux fois').length, 1);
  const told = (await lines()).map(({ action, detail }) => detail?.change ?? action);
  assert.equal(told.filter((one) => one === 'conversation-close').length, 1);
});

test('Issue 7, 5: a citizen’s new message whose answer was lost is found in its conversation, and sent again is one', async () => {
  await letter('Toujours là');
  await conversationOn(hers, 'Toujours là');
  const { mailboxes, mail, post } = ground.messaging;
  let lost = true;
  const unsure = openConversations({
    ...ground,
    rights: ground.rights(),
    mailboxes,
    mail,
    post: {
      async send(permit, sent) {
        const kept = await post.send(permit, sent);
        if (lost) throw new Error('the answer was lost');
        return kept;
      },
    },
    elsewhere: async () => assert.fail('nobody is elsewhere'),
    filesOf: async () => [],
    notices: undefined,
    emailOf: async () => undefined,
    publicUrl: ground.url,
    clock: () => new Date(),
    log: () => undefined,
  });
  const person = call({ kind: 'citizen', record: ground.ambre, name: 'Ambre' });
  const written = { text: 'Une question.', files: [], documents: [], key: 'cle-de-l-essai' };
  const to = irenes.mailbox.address;
  await assert.rejects(unsure.begin(person, ground.ambre, to, 'Question perdue', written), /lost/);
  const found = (await listOf(hers)).items.filter(({ subject }) => subject === 'Question perdue');
  assert.deepEqual(
    found.map(({ messages }) => messages),
    [1],
  );
  lost = false;
  await unsure.begin(person, ground.ambre, to, 'Question perdue', written);
  const again = (await listOf(hers)).items.filter(({ subject }) => subject === 'Question perdue');
  assert.deepEqual(
    again.map(({ messages }) => messages),
    [1],
  );
});

test('Issue 7, 5: where the professional’s mailbox is no more, the conversation can be read and not answered', async () => {
  await letter('Chez mon confrère', replyTo(hectors.mailbox.address));
  const { id } = await conversationOn(hers, 'Chez mon confrère');
  assert.equal((await readOf(hers, id)).shut, undefined);
  const operator = { kind: 'operator', id: 'operator', name: 'Exploitant' } as const;
  await ground.messaging.mailboxes.close(call(operator), hectors.mailbox.id);
  assert.equal((await readOf(hers, id)).shut, 'theirs');
  toldPlainly(await answering(id, 'Bonjour ?'), 422, 'messaging.recipient-closed');
});

test('Issue 7, 5: nobody sends more than 40 messages within an hour', async () => {
  await letter('Bavardage');
  const { id } = await conversationOn(hers, 'Bavardage');
  let sent = 0;
  for (let answer = await answering(id, 'Encore.'); answer.status === 204; answer = await answering(id, `Encore ${sent}.`))
    sent += 1;
  toldPlainly(await answering(id, 'Toujours.'), 429, 'messaging.too-often');
  assert.ok(sent > 20 && sent <= 40, String(sent));
});

test('Issue 7, 5: a citizen alone cannot write by another door, nor to a citizen', async () => {
  const { mailboxes, post } = ground.messaging;
  const person = call({ kind: 'citizen', record: ground.ambre, name: 'Ambre' });
  const own = await mailboxes.enter(person, ground.ambre, 'write');
  const from = { name: 'Ambre', address: own.mailbox.address };
  const bytes = await compose({
    from,
    to: [{ name: '', address: irenes.mailbox.address }],
    subject: 'x',
    text: 'x',
    date: new Date(),
  });
  await assert.rejects(post.send(own, { recipients: [{ address: irenes.mailbox.address }], bytes }), {
    code: 'messaging.citizen-not-open',
  });
  await assert.rejects(post.route(person, addressOf(basile), own), { code: 'messaging.citizen-to-citizen' });
  const none = await hers('/carnet/conversations', {
    method: 'POST',
    body: { to: addressOf(basile), subject: 'Bonjour', text: 'Bonjour' },
  });
  toldPlainly(none, 422, 'messaging.citizen-not-open');
});
