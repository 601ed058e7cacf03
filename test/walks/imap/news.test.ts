import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Client } from './client.ts';
import { type ImapGround, irene, message, openImapGround, xoauth2 } from './ground.ts';

let ground: ImapGround;
before(async () => {
  ground = await openImapGround();
});
after(() => ground.close());

let number = 0;
/** A mailbox of its own with so many messages, and clients who selected its INBOX. */
async function shared(clients: number, messages = 4): Promise<Client[]> {
  const mailbox = await ground.open(`essai.nouvelles${++number}`);
  const permit = await ground.permit(mailbox);
  for (let n = 1; n <= messages; n++) await ground.mail.append(permit, 'INBOX', Buffer.from(message(`Lettre ${n}`)));
  const all: Client[] = [];
  for (let n = 0; n < clients; n++) {
    const client = await ground.client(mailbox);
    await client.ok('SELECT INBOX');
    all.push(client);
  }
  return all;
}
const close = (...clients: readonly (Client | undefined)[]): void => {
  for (const client of clients) client?.close();
};
const pair = async (messages?: number): Promise<[Client, Client]> => {
  const [one, other] = await shared(2, messages);
  assert.ok(one !== undefined && other !== undefined);
  return [one, other];
};

test('RFC 3501 §5.2: what one client does is told to the other: flags, departures, arrivals', async () => {
  const [one, other] = await pair();
  await one.ok('STORE 2 +FLAGS (\\Flagged)');
  assert.deepEqual((await other.ok('NOOP')).untagged, ['* 2 FETCH (FLAGS (\\Flagged))']);
  await one.ok('STORE 1,3 +FLAGS.SILENT (\\Deleted)');
  await one.ok('EXPUNGE');
  const { untagged } = await other.ok('NOOP');
  assert.deepEqual(
    untagged.filter((line) => line.endsWith('EXPUNGE')),
    ['* 3 EXPUNGE', '* 1 EXPUNGE'],
  );
  await one.append('INBOX', message('Nouvelle'));
  const arrived = (await other.ok('NOOP')).untagged;
  assert.ok(arrived.includes('* 3 EXISTS') && arrived.some((line) => / RECENT$/.test(line)), arrived.join('|'));
  assert.match((await other.ok('FETCH 3 (UID)')).untagged.join(), /UID 5/);
  close(one, other);
});

test('RFC 3501 §7.4.1: no EXPUNGE is told during FETCH, STORE or SEARCH; sequence numbers stand until it is', async () => {
  const [one, other] = await pair();
  await one.ok('STORE 1 +FLAGS.SILENT (\\Deleted)');
  await one.ok('EXPUNGE');
  for (const command of ['FETCH 2 (UID)', 'STORE 3 +FLAGS (\\Flagged)', 'SEARCH ALL'])
    assert.doesNotMatch((await other.ok(command)).untagged.join('\n'), /EXPUNGE/, command);
  assert.match((await other.ok('FETCH 2 (UID)')).untagged.join(), /^\* 2 FETCH \(UID 2\)/);
  const gone = await other.ok('FETCH 1:2 (UID)');
  assert.equal(gone.untagged.length, 1);
  assert.match(gone.tagged, /^OK \[EXPUNGEISSUED\]/);
  assert.deepEqual((await other.ok('UID FETCH 2 (UID)')).untagged.slice(-1), ['* 1 EXPUNGE'], 'by uid it may be told');
  assert.match((await other.ok('FETCH 1 (UID)')).untagged.join(), /^\* 1 FETCH \(UID 2\)/);
  close(one, other);
});

test('RFC 3501 §7.3.1: a message that arrived and was not told yet is not there for FETCH 1:*', async () => {
  const [one, other] = await pair(2);
  const permit = await ground.permit(
    (await ground.mailboxes.byAddress(`essai.nouvelles${number}@exemple.mssante.fr`)) ?? ground.mailbox,
  );
  await ground.mail.append(permit, 'INBOX', Buffer.from(message('Nouvelle')));
  const { untagged } = await other.ok('UID FETCH 1:* (UID)');
  const [told, fetched] = [untagged.indexOf('* 3 EXISTS'), untagged.findIndex((line) => line.startsWith('* 3 FETCH'))];
  assert.ok(told >= 0 && (fetched < 0 || told < fetched), untagged.join('|'));
  close(one, other);
});

test('RFC 3501 §2.3.2: \\Recent is told to the first session alone', async () => {
  const [one, other] = await pair(2);
  const recent = async (client: Client): Promise<string> => (await client.ok('SEARCH RECENT')).untagged.join();
  assert.equal(await recent(one), '* SEARCH 1 2');
  assert.equal(await recent(other), '* SEARCH');
  await other.append('INBOX', message('Nouvelle'));
  await other.ok('NOOP');
  await one.ok('NOOP');
  assert.equal([await recent(one), await recent(other)].filter((line) => line.includes(' 3')).length, 1);
  close(one, other);
});

test('RFC 2177: IDLE tells news as they come, and ends by DONE alone', async () => {
  const [one, other] = await pair();
  const tag = other.send('IDLE');
  assert.match(await other.response(), /^\+ /);
  await one.append('INBOX', message('Nouvelle'));
  assert.equal(await other.heard(/EXISTS$/), '* 5 EXISTS');
  await one.ok('STORE 2 +FLAGS.SILENT (\\Deleted)');
  await other.heard(/^\* 2 FETCH \(FLAGS \(\\Deleted/);
  await one.ok('EXPUNGE');
  await other.heard(/^\* 2 EXPUNGE$/);
  other.write('DONE\r\n');
  assert.match((await other.answer(tag)).tagged, /^OK/);
  const again = other.send('IDLE');
  await other.response();
  other.write('x1 NOOP\r\n');
  assert.match((await other.answer(again)).tagged, /^BAD/);
  await other.ok('NOOP');
  close(one, other);
});

test('RFC 2177: a client that idles without a folder hears nothing', async () => {
  const client = await ground.client();
  const tag = client.send('IDLE');
  assert.match(await client.response(), /^\+ /);
  client.write('DONE\r\n');
  assert.deepEqual((await client.answer(tag)).untagged, []);
  client.close();
});

test('RFC 2180 §3.2: the folder that a session has open is deleted by another: BYE', async () => {
  const [one, other] = await pair();
  await one.ok('CREATE Passage');
  await other.ok('SELECT Passage');
  await one.ok('DELETE Passage');
  other.send('NOOP');
  await other.heard(/^\* BYE /);
  close(one, other);
});

test('RFC 3501 §6.3.5: the folder that a session has open is renamed by another: the session goes on', async () => {
  const [one, other] = await pair();
  await one.ok('CREATE Avant');
  await one.append('Avant', message('Un'));
  await other.ok('SELECT Avant');
  await one.ok('RENAME Avant Apres');
  await one.append('Apres', message('Deux'));
  assert.ok((await other.ok('NOOP')).untagged.includes('* 2 EXISTS'));
  close(one, other);
});

test('RFC 3501 §7.1.5: the token of a client that idles ends, and the client is told within a round', async () => {
  const mailbox = await ground.open('essai.fin');
  const client = await ground.client('');
  await client.ok(`AUTHENTICATE XOAUTH2 ${xoauth2(mailbox.address, await ground.token(irene, { seconds: 300 }))}`);
  await client.ok('SELECT INBOX');
  client.send('IDLE');
  await client.response();
  ground.wait(400);
  assert.match(await client.heard(/^\* BYE /), /BYE/);
  assert.equal(await client.response(), '');
});

test('MSSanté #2: a mailbox closed under a session ends it at the next command that writes', async () => {
  const mailbox = await ground.open('essai.retrait');
  const client = await ground.client(mailbox);
  await client.ok('SELECT INBOX');
  await ground.mailboxes.close(ground.operatorCall(), mailbox.id);
  client.send('STORE 1:* +FLAGS (\\Seen)');
  await client.heard(/^\* BYE /);
  const later = await ground.client(mailbox);
  assert.match((await later.ok('SELECT INBOX')).tagged, /^OK \[READ-ONLY\]/);
  later.close();
  client.close();
});
