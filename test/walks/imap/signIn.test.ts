import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client } from './client.ts';
import { type ImapGround, irene, openImapGround, xoauth2 } from './ground.ts';

let ground: ImapGround;
before(async () => {
  ground = await openImapGround();
});
after(() => ground.close());

const plainly = () => Client.open({ port: ground.starttls });
const secured = (as?: { pem: string; key: string }) =>
  Client.open({ port: ground.tls, ca: ground.ca, ...(as === undefined ? {} : { as }) });
const words = (text: string): string[] => /CAPABILITY ([^\]\r]*)/.exec(text)?.[1]?.split(' ') ?? [];
const capabilities = async (client: Client): Promise<string[]> => words((await client.ok('CAPABILITY')).untagged.join());
const bearer = (user: string, token: string): string =>
  Buffer.from(`n,a=${user},\x01host=localhost\x01port=8993\x01auth=Bearer ${token}\x01\x01`).toString('base64');

test('RFC 3501 §6.1.1, §6.2.1: before TLS the server offers STARTTLS and no sign-in at all', async () => {
  const client = await plainly();
  assert.match(client.greeting, /^\* OK \[CAPABILITY IMAP4rev1 /);
  const offered = await capabilities(client);
  assert.deepEqual(offered, words(client.greeting), 'the greeting says the same');
  assert.ok(offered.includes('STARTTLS') && offered.includes('LOGINDISABLED'));
  assert.ok(!offered.some((word) => word.startsWith('AUTH=')));
  assert.match(
    (await client.ask(`AUTHENTICATE XOAUTH2 ${xoauth2(ground.mailbox.address, 'x')}`)).tagged,
    /^NO \[PRIVACYREQUIRED\]/,
  );
  assert.match((await client.ask('LOGIN irene secret')).tagged, /^NO \[PRIVACYREQUIRED\] No password opens a mailbox/);
  assert.match((await client.ask('SELECT INBOX')).tagged, /^BAD /);
  client.close();
});

test('RFC 3501 §6.2.1: STARTTLS, then what was said before it is forgotten and no second TLS begins', async () => {
  const client = await plainly();
  await client.startTls(ground.ca);
  const offered = await capabilities(client);
  assert.ok(offered.includes('AUTH=XOAUTH2') && offered.includes('AUTH=OAUTHBEARER') && offered.includes('LOGINDISABLED'));
  assert.ok(!offered.includes('STARTTLS') && !offered.includes('AUTH=EXTERNAL'));
  assert.match((await client.ask('STARTTLS')).tagged, /^BAD /);
  assert.match((await client.ask('LOGIN irene secret')).tagged, /^NO .*password/);
  await client.ok(`AUTHENTICATE XOAUTH2 ${xoauth2(ground.mailbox.address, await ground.token())}`);
  client.close();
});

test('RFC 3501 §6.2.1: a command slipped in behind STARTTLS is never obeyed', async () => {
  const client = await plainly();
  client.write('s1 STARTTLS\r\ns2 NOOP\r\ns3 LOGOUT\r\n');
  assert.match(await client.response(), /^s1 OK/);
  await client.toTls(ground.ca);
  const { untagged, tagged } = await client.ok('NOOP');
  assert.deepEqual([untagged, tagged], [[], 'OK Done.']);
  client.close();
});

test('RFC 3501 §6.2.2, RFC 4959: XOAUTH2 with and without an initial response; what an open mailbox can do is told with the OK', async () => {
  const client = await secured();
  const token = await ground.token();
  const tag = client.send('AUTHENTICATE XOAUTH2');
  assert.equal(await client.response(), '+ ');
  client.write(`${xoauth2(ground.mailbox.address, token)}\r\n`);
  const { tagged } = await client.answer(tag);
  assert.match(tagged, /^OK \[CAPABILITY /);
  const offered = words(tagged);
  assert.deepEqual(await capabilities(client), offered);
  for (const word of 'IMAP4rev1 SASL-IR LITERAL- ID ENABLE IDLE NAMESPACE UIDPLUS UNSELECT CHILDREN ESEARCH LIST-EXTENDED LIST-STATUS'.split(
    ' ',
  ))
    assert.ok(offered.includes(word), word);
  for (const word of 'SPECIAL-USE MOVE CONDSTORE QRESYNC QUOTA QUOTA=RES-STORAGE'.split(' '))
    assert.ok(offered.includes(word), word);
  assert.ok(offered.some((word) => /^APPENDLIMIT=\d+$/.test(word)));
  assert.ok(!offered.some((word) => /^(AUTH=|STARTTLS|LOGINDISABLED|IMAP4rev2)/.test(word)));
  assert.match((await client.ask(`AUTHENTICATE XOAUTH2 ${xoauth2(ground.mailbox.address, token)}`)).tagged, /^BAD/);
  client.close();
});

test('RFC 7628 §3.1: OAUTHBEARER opens the mailbox it names', async () => {
  const client = await secured();
  await client.ok(`AUTHENTICATE OAUTHBEARER ${bearer(ground.mailbox.address, await ground.token())}`);
  await client.ok('SELECT INBOX');
  client.close();
});

test('RFC 7628 §3.2.3: a token that does not stand is told in JSON, and then NO', async () => {
  const client = await secured();
  const tag = client.send(`AUTHENTICATE OAUTHBEARER ${bearer(ground.mailbox.address, 'no-token-of-ours')}`);
  const said = JSON.parse(Buffer.from((await client.response()).slice(2), 'base64').toString()) as { status: string };
  assert.equal(said.status, 'invalid_token');
  client.write('AQ==\r\n');
  assert.match((await client.answer(tag)).tagged, /^NO \[AUTHENTICATIONFAILED\]/);
  client.close();
});

test('MSSanté #2 CONF.07: a good token opens no mailbox in which its holder has no part', async () => {
  const other = await ground.open('laboratoire.essai', 'APP');
  const client = await secured();
  const tag = client.send(`AUTHENTICATE XOAUTH2 ${xoauth2(other.address, await ground.token())}`);
  assert.match(await client.response(), /^\+ /);
  client.write('\r\n');
  assert.match((await client.answer(tag)).tagged, /^NO \[AUTHORIZATIONFAILED\]/);
  client.close();
});

test('RFC 4422 §3.5: a client gives up with *; malformed base64 is BAD; an unknown mechanism and passwords are NO', async () => {
  const client = await secured();
  const tag = client.send('AUTHENTICATE XOAUTH2');
  await client.response();
  client.write('*\r\n');
  assert.match((await client.answer(tag)).tagged, /^BAD /);
  assert.match((await client.ask('AUTHENTICATE PLAIN AGEAYg==')).tagged, /^NO /);
  client.close();
});

test('RFC 4422 appendix A: an application’s certificate opens its mailbox by EXTERNAL, by STARTTLS as by TLS', async () => {
  const own = await ground.open('logiciel.nuees', 'APP');
  const certificate = await ground.ofSoftware();
  const client = await secured(certificate);
  assert.ok(words(client.greeting).includes('AUTH=EXTERNAL'));
  await client.ok(`AUTHENTICATE EXTERNAL ${Buffer.from(own.address).toString('base64')}`);
  await client.ok('SELECT INBOX');
  client.close();
  const other = await plainly();
  await other.startTls(ground.ca, certificate);
  await other.ok(`AUTHENTICATE EXTERNAL ${Buffer.from(own.address).toString('base64')}`);
  other.close();
  const stranger = await secured(certificate);
  assert.match(
    (await stranger.ask(`AUTHENTICATE EXTERNAL ${Buffer.from(ground.mailbox.address).toString('base64')}`)).tagged,
    /^NO \[AUTHORIZATIONFAILED\]/,
  );
  stranger.close();
});

test('RFC 3501 §6.1.3, §7.1.5: LOGOUT says BYE, then OK, then closes', async () => {
  const client = await ground.client();
  const { untagged, tagged } = await client.ask('LOGOUT');
  assert.match(untagged.join(), /^\* BYE /);
  assert.match(tagged, /^OK /);
  assert.equal(await client.response(), '');
  assert.ok(client.ended);
});

test('RFC 2971: ID is answered, and asks nothing', async () => {
  const client = await secured();
  assert.match((await client.ok('ID ("name" "essai" "version" NIL)')).untagged.join(), /^\* ID \("name" "Socle"\)$/);
  await client.ok('ID NIL');
  client.close();
});

test('RFC 3501 §7.1.5: a token that ends in mid-session ends it with BYE at the next command', async () => {
  const client = await secured();
  await client.ok(`AUTHENTICATE XOAUTH2 ${xoauth2(ground.mailbox.address, await ground.token(irene, { seconds: 120 }))}`);
  await client.ok('SELECT INBOX');
  await client.ok('NOOP');
  ground.wait(180);
  client.send('NOOP');
  assert.match(await client.response(), /^\* BYE /);
  assert.equal(await client.response(), '');
});
