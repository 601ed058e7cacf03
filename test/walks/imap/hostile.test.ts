import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from './client.ts';
import { type ImapGround, message, openImapGround, xoauth2 } from './ground.ts';

let ground: ImapGround;
before(async () => {
  ground = await openImapGround({
    connectionsOfAddress: 12,
    connectionsOfMailbox: 6,
    signInSeconds: 20,
    badCommands: 8,
    commandsBefore: 15,
  });
});
after(() => ground.close());

const stranger = () => Client.open({ port: ground.tls, ca: ground.ca });
/** Until the server has let go of the connections that tests closed. */
async function none(): Promise<void> {
  for (let n = 0; n < 500 && ground.imap.count() > 0; n++) await sleep(10);
  assert.equal(ground.imap.count(), 0);
}
const ended = async (client: Client): Promise<string> => {
  let all = '';
  for (let line = await client.response(); line !== ''; line = await client.response()) all += `${line}\n`;
  return all;
};

test('issue 7, bad input: one byte at a time, every command is understood', async () => {
  const client = await stranger();
  const command = `q1 AUTHENTICATE XOAUTH2 ${xoauth2(ground.mailbox.address, await ground.token())}\r\nq2 SELECT INBOX\r\nq3 APPEND INBOX {4}\r\n`;
  for (const byte of command) {
    client.write(byte);
    await new Promise(setImmediate);
  }
  assert.match((await client.answer('q1')).tagged, /^OK/);
  assert.match((await client.answer('q2')).tagged, /^OK/);
  assert.match(await client.response(), /^\+ /);
  client.write('abcd\r\n');
  assert.match((await client.answer('q3')).tagged, /^OK/);
  client.close();
});

test('issue 7, bad input: literal bombs are refused before they come, with TLS or without a mailbox open', async () => {
  const client = await stranger();
  assert.match((await client.ask('LOGIN {999999999}')).tagged, /^(NO|BAD)/);
  await client.ok('NOOP');
  client.write('b1 LOGIN {999999999+}\r\n');
  assert.match(await ended(client), /BYE/);
  const signedIn = await ground.client();
  assert.match((await signedIn.ask('APPEND INBOX {99999999999}')).tagged, /^NO \[TOOBIG\]/);
  assert.match((await signedIn.ask('SEARCH TEXT {9999999}')).tagged, /^(NO|BAD)/);
  await signedIn.ok('NOOP');
  signedIn.close();
});

test('issue 7, bad input: an APPEND whose length lies keeps nothing, or only what it announced', async () => {
  const mailbox = await ground.open('essai.longueur');
  const short = await ground.client(mailbox);
  short.send('APPEND INBOX {500}');
  await short.response();
  short.write('Subject: court\r\n\r\nfini');
  short.close();
  await none();
  const long = await ground.client(mailbox);
  const tag = long.send('APPEND INBOX {10}');
  await long.response();
  long.write('Subject: long\r\n\r\nLOGOUT\r\n');
  assert.match((await long.answer(tag)).tagged, /^BAD/, 'what follows the literal is not a command of its own');
  await long.ok('SELECT INBOX');
  assert.ok((await long.ok('STATUS INBOX (MESSAGES)')).untagged.join().includes('MESSAGES 0'));
  long.close();
});

test('issue 7, bad input: sets of 10,000 elements, and sets of more than that', async () => {
  const mailbox = await ground.open('essai.ensembles');
  const client = await ground.client(mailbox);
  for (let n = 0; n < 3; n++) await client.append('INBOX', message(`Lettre ${n}`));
  await client.ok('SELECT INBOX');
  const set = Array.from({ length: 9000 }, (_, n) => String((n % 3) + 1)).join(',');
  assert.equal((await client.ok(`FETCH ${set} (UID)`)).untagged.length, 3);
  const sparse = Array.from({ length: 8000 }, (_, n) => String(n * 2 + 1)).join(',');
  assert.equal((await client.ok(`UID FETCH ${sparse} (UID)`)).untagged.length, 2);
  assert.match((await client.ask(`FETCH ${set},${set} (UID)`)).tagged, /^(OK|BAD|NO)/);
  assert.match((await client.ask(`SEARCH ${'NOT '.repeat(2000)}SEEN`)).tagged, /^(BAD|NO)/);
  assert.match((await client.ask(`LIST "" "${'*%'.repeat(400)}x"`)).tagged, /^OK/);
  await client.ok('NOOP');
  client.close();
});

test('issue 7, bad input: hundreds of fetches at once by a client that reads nothing hold a bounded part of memory', async () => {
  const mailbox = await ground.open('essai.orage');
  const client = await ground.client(mailbox);
  const letter = message('Lourde', 400_000);
  for (let n = 0; n < 3; n++) await client.append('INBOX', letter);
  await client.ok('SELECT INBOX');
  client.socket.pause();
  const before = process.memoryUsage().arrayBuffers;
  const times = 300;
  client.write(Array.from({ length: times }, (_, n) => `o${n} FETCH 1:3 BODY.PEEK[]\r\n`).join(''));
  let most = 0;
  for (let n = 0; n < 40; n++) {
    await sleep(10);
    most = Math.max(most, process.memoryUsage().arrayBuffers - before);
  }
  assert.ok(most < 120_000_000, `${most} bytes were held of ${times * 3 * letter.length}`);
  client.close();
  await none();
});

test('issue 7, bad input: a client that goes in mid-FETCH leaves nothing behind', async () => {
  const mailbox = await ground.open('essai.depart');
  const first = await ground.client(mailbox);
  for (let n = 0; n < 4; n++) await first.append('INBOX', message('Longue', 600_000));
  first.close();
  for (let n = 0; n < 5; n++) {
    const client = await ground.client(mailbox);
    await client.ok('SELECT INBOX');
    client.socket.once('data', () => client.close());
    client.send('FETCH 1:* BODY[]');
    await new Promise((done) => client.socket.once('close', done));
  }
  await none();
});

test('issue 7, bad input: commands while the client idles, and a line without end', async () => {
  const client = await ground.client();
  await client.ok('SELECT INBOX');
  const tag = client.send('IDLE');
  await client.response();
  client.write(`${'x'.repeat(200_000)}`);
  assert.match(await ended(client), new RegExp(`${tag} BAD|BYE`));
});

test('issue 7, bad input: a stranger who says nonsense, or too much, is shown out', async () => {
  const nonsense = await stranger();
  nonsense.write('a b c\r\n'.repeat(30));
  assert.match(await ended(nonsense), /\* BYE Too many/);
  const chatty = await stranger();
  chatty.write(Array.from({ length: 40 }, (_, n) => `c${n} NOOP\r\n`).join(''));
  assert.match(await ended(chatty), /\* BYE Too many commands/);
  const guesser = await stranger();
  for (let n = 0; n < 3; n++) await guesser.ask(`AUTHENTICATE PLAIN ${'AAAA'}`);
  assert.ok((await ended(guesser)) === '' && guesser.ended);
});

test('issue 7, bad input: connections that never open a mailbox are closed in time, also in the middle of TLS', async () => {
  const half = await Client.open({ port: ground.starttls });
  const { connect } = await import('node:net');
  const silent = connect(ground.tls, '127.0.0.1');
  await new Promise((done) => silent.once('connect', done));
  const gone = new Promise((done) => silent.once('close', done));
  silent.on('error', () => undefined);
  ground.wait(25);
  assert.match(await ended(half), /^\* BYE You did not open a mailbox in time/);
  await gone;
  await none();
});

test('issue 7, bad input: a flood of connections from one address is turned away, and those that were in stay', async () => {
  const inside = await ground.client();
  const flood = await Promise.all(Array.from({ length: 20 }, () => Client.open({ port: ground.starttls })));
  assert.ok(flood.some(({ greeting }) => /^\* BYE Too many connections/.test(greeting)));
  await inside.ok('NOOP');
  for (const client of flood) client.close();
  inside.close();
  await none();
});

test('issue 7, bad input: one mailbox is open in so many sessions at most', async () => {
  const clients: Client[] = [];
  for (let n = 0; n < 6; n++) clients.push(await ground.client());
  const more = await stranger();
  const answer = await more.ask(`AUTHENTICATE XOAUTH2 ${xoauth2(ground.mailbox.address, await ground.token())}`);
  assert.match(answer.tagged, /^NO \[LIMIT\]/);
  for (const client of [...clients, more]) client.close();
  await none();
});

test('issue 7, bad input: NUL, 8-bit tags, bare LF and stray literals are answered, never obeyed by halves', async () => {
  const client = await ground.client();
  client.write('\x00\x01 NOOP\r\n');
  assert.match(await client.response(), /BAD/);
  client.write('é1 NOOP\r\n');
  assert.match(await client.response(), /BAD/);
  client.write('l1 NOOP\n');
  assert.match(await client.response(), /^(l1 OK|\S+ BAD)/);
  client.write('l2 SELECT {5}\r\n');
  assert.match(await client.response(), /^\+/);
  client.write('INBOX\r\n');
  assert.match((await client.answer('l2')).tagged, /^OK/);
  client.close();
  await none();
});
