/** A message from a mail program to a mailbox, through the whole of Socle; from another operator too. Ends by reading the log. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createTransport } from 'nodemailer';
import { PLATFORM } from '#kernel';
import { hector, irene, nuees } from '../cast.ts';
import { RawClient } from './client.ts';
import { addresses, elsewhere } from './ground.ts';
import { openWhole, type Whole } from './whole.ts';

let whole: Whole;
before(async () => {
  whole = await openWhole();
});
after(() => whole.close());

test('nodemailer submits by STARTTLS and OAuth2; the message comes as it was sent, and both logs tell of it without its words', async () => {
  const transport = createTransport({
    host: '127.0.0.1',
    port: whole.ports.smtp,
    requireTLS: true,
    tls: { ca: [...whole.ca], servername: 'localhost' },
    auth: { type: 'OAuth2', user: addresses.irene, accessToken: await whole.token(irene) },
  });
  const raw = `From: ${addresses.irene}\r\nTo: ${addresses.hector}\r\nSubject: Avis\r\nMessage-ID: <1@exemple.mssante.fr>\r\nDate: Sun, 22 Nov 2026 19:00:00 +0100\r\n\r\n.Secret m\xe9dical\r\n`;
  const sent = await transport.sendMail({
    envelope: { from: addresses.irene, to: addresses.hector },
    raw: Buffer.from(raw, 'latin1'),
  });
  assert.match(sent.response, /^250 2\.0\.0 Accepted /);
  assert.deepEqual(
    (await whole.inbox(hector, addresses.hector)).map((bytes) => bytes.toString('latin1')),
    [raw],
  );
  await assert.rejects(
    transport.sendMail({ envelope: { from: addresses.irene, to: 'personne@exemple.mssante.fr' }, raw }),
    (error: Error & { responseCode?: number }) => error.responseCode === 550,
  );
  transport.close();
  const [mine, theirs] = await Promise.all([addresses.irene, addresses.hector].map((one) => whole.mailboxes.byAddress(one)));
  assert.ok(mine !== undefined && theirs !== undefined);
  const lines = await Promise.all([mine.id, theirs.id].map((id) => whole.trace.lines(id, undefined, 50)));
  assert.ok(lines[0]?.some(({ action, outcome, who }) => action === 'send' && outcome === 'done' && who.name === irene.name));
  assert.ok(lines[1]?.some(({ action, outcome }) => action === 'receive' && outcome === 'done'));
  assert.doesNotMatch(JSON.stringify(lines), /Secret|Avis/);
  const signIns = (await whole.trace.lines(PLATFORM, undefined, 50)).filter(({ action }) => action === 'sign-in');
  assert.ok(signIns.some(({ who, detail }) => who.name === irene.name && detail?.way === 'smtp xoauth2'));
});

test('MSSanté, référentiel #1: another operator hands over once it is on the list, and no more once it is struck off', async () => {
  const card = await whole.certificates.organisation(hector.structure.id, 'Opérateur Ailleurs');
  const begin = async (): Promise<[RawClient, string]> => {
    const client = await RawClient.tls(whole.ports.smtps, whole.ca, card);
    await client.ask('EHLO mx.ailleurs.mssante.fr');
    return [client, await client.ask(`MAIL FROM:<dr@${elsewhere}> SIZE=200`)];
  };
  const told = async (expected: RegExp): Promise<RawClient> => {
    for (let n = 0; n < 200; n++) {
      const [client, said] = await begin();
      if (expected.test(said)) return client;
      client.destroy();
      await new Promise((next) => setTimeout(next, 20));
    }
    throw new Error(`never ${expected}`);
  };
  (await told(/^550-5\.7\.1/)).destroy();
  await whole.trust([`<Nom>${elsewhere}</Nom><Certificat sujet="${card.subject}"/>`]);
  const client = await told(/^250/);
  assert.match(await client.ask(`RCPT TO:<${addresses.irene}>`), /^250/);
  assert.match(await client.ask('DATA'), /^354/);
  client.send(
    `From: dr@${elsewhere}\r\nTo: ${addresses.irene}\r\nSubject: Ailleurs\r\nMessage-ID: <2@ailleurs.mssante.fr>\r\n\r\nBonjour\r\n.\r\n`,
  );
  assert.match(await client.reply(), /^250 2\.0\.0/);
  client.destroy();
  assert.equal((await whole.inbox(irene, addresses.irene)).length, 1);
  await whole.trust(['<Nom>tiers.mssante.fr</Nom>']);
  (await told(/^550-5\.7\.1/)).destroy();
});

test('an application mailbox sends by its certificate alone', async () => {
  const card = await whole.certificates.organisation(nuees.structure.id, 'Nuées, courrier');
  await whole.directory.registerSoftware([
    { id: nuees.id, name: nuees.name, structure: nuees.structure.id, secret: 'w1-secret-of-thirty-two-characters-or-more' },
  ]);
  await whole.directory.bindCertificate(nuees.id, card.subject);
  const client = await RawClient.tls(whole.ports.smtps, whole.ca, card);
  await client.ask('EHLO x.fr');
  let said = '';
  for (let n = 0; n < 3 && !said.startsWith('235'); n++) said = await client.ask('AUTH EXTERNAL =');
  assert.match(said, /^235/);
  assert.match(await client.ask(`MAIL FROM:<${addresses.nuees}>`), /^250/);
  assert.match(await client.ask(`RCPT TO:<${addresses.irene}>`), /^250/);
  assert.match(await client.ask('DATA'), /^354/);
  client.send(`From: ${addresses.irene}\r\nSubject: x\r\n\r\nx\r\n.\r\n`);
  assert.match(await client.reply(), /^550-5\.7\.1/, 'From names another mailbox');
  client.destroy();
});

test('MSSanté SC.MSS/CONF.04: mail programs find the ports by the address', async () => {
  const answer = await fetch(`${whole.url}/.well-known/autoconfig/mail/config-v1.1.xml?emailaddress=x@exemple.mssante.fr`);
  assert.equal(answer.status, 200);
  const xml = await answer.text();
  for (const port of Object.values(whole.ports)) assert.ok(xml.includes(`<port>${port}</port>`));
});
