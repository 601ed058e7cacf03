/** RFC 5321 and its extensions, by section, over a socket. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { RawClient } from './client.ts';
import { addresses, irene, lastHanded, oauth, openSmtpGround, type SmtpGround } from './ground.ts';

let ground: SmtpGround;
let token = '';
before(async () => {
  ground = await openSmtpGround();
  token = await ground.token(irene);
});
after(() => ground.close());

const port = (): number => ground.smtp.ports.tls ?? 0;
const plainPort = (): number => ground.smtp.ports.starttls ?? 0;

async function hello(): Promise<RawClient> {
  const client = await RawClient.tls(port(), ground.ca);
  assert.match(await client.ask('EHLO poste.exemple.fr'), /^250/);
  return client;
}
async function signedIn(): Promise<RawClient> {
  const client = await hello();
  assert.match(await client.ask(`AUTH XOAUTH2 ${oauth(addresses.irene, token)}`), /^235 2\.7\.0/);
  return client;
}
const message = 'From: irene.stethance@exemple.mssante.fr\r\nSubject: essai\r\n\r\nBonjour\r\n';
const bytesOf = (): string => {
  const last = lastHanded(ground);
  return (last.by === 'send' ? last.letter.bytes : last.arrival.bytes).toString('latin1');
};
async function data(client: RawClient, text: string | Buffer): Promise<string> {
  assert.match(await client.ask(`MAIL FROM:<${addresses.irene}>`), /^250 2\.1\.0/);
  assert.match(await client.ask(`RCPT TO:<${addresses.hector}>`), /^250 2\.1\.5/);
  assert.match(await client.ask('DATA'), /^354 /);
  client.send(text);
  return client.reply();
}

describe('RFC 5321: the dialogue', () => {
  it('§4.1.1.1, RFC 1869 §4: EHLO lists what is offered, in clear and under TLS', async () => {
    const clear = await RawClient.open(plainPort());
    const before = await clear.ask('EHLO x.fr');
    for (const word of ['PIPELINING', 'SIZE 31457280', 'STARTTLS', 'ENHANCEDSTATUSCODES', '8BITMIME', 'SMTPUTF8', 'DSN'])
      assert.match(before, new RegExp(`^250[ -]${word}\r$`, 'm'));
    assert.doesNotMatch(before, /AUTH/);
    await clear.startTls(ground.ca);
    const then = await clear.ask('EHLO x.fr');
    assert.match(then, /^250[ -]AUTH XOAUTH2 OAUTHBEARER\r$/m);
    assert.doesNotMatch(then, /STARTTLS/);
    clear.destroy();
  });
  it('§4.1.1.1: HELO is answered in one line', async () => {
    const client = await RawClient.tls(port(), ground.ca);
    assert.equal(await client.ask('HELO x.fr'), '250 exemple.mssante.fr\r\n');
    client.destroy();
  });
  it('§3.3, §4.1.1.4: a message is committed before 250 is said, and comes as it was sent', async () => {
    const client = await signedIn();
    assert.match(await data(client, `${message}.\r\n`), /^250 2\.0\.0 Accepted \d+\r\n$/);
    assert.equal(bytesOf(), message);
    client.destroy();
  });
  it('§4.5.2: the dot of transparency is taken away, and no other', async () => {
    const client = await signedIn();
    assert.match(await data(client, 'From: a\r\n\r\n..\r\n...x\r\n a.b\r\n..\r\n.\r\n'), /^250/);
    assert.equal(bytesOf(), 'From: a\r\n\r\n.\r\n..x\r\n a.b\r\n.\r\n');
    client.destroy();
  });
  it('§4.1.1.5: RSET forgets the message', async () => {
    const client = await signedIn();
    await client.ask(`MAIL FROM:<${addresses.irene}>`);
    assert.match(await client.ask('RSET'), /^250/);
    assert.match(await client.ask(`RCPT TO:<${addresses.hector}>`), /^503-5\.5\.1/);
    client.destroy();
  });
  it('§4.1.4: commands out of order are 503', async () => {
    const client = await RawClient.tls(port(), ground.ca);
    assert.match(await client.ask('MAIL FROM:<a@b.fr>'), /^503-5\.5\.1/);
    await client.ask('EHLO x.fr');
    assert.match(await client.ask('DATA'), /^503-5\.5\.1/);
    await client.ask(`AUTH XOAUTH2 ${oauth(addresses.irene, token)}`);
    await client.ask(`MAIL FROM:<${addresses.irene}>`);
    assert.match(await client.ask('DATA'), /^503-5\.5\.1/, 'without a recipient');
    assert.match(await client.ask(`MAIL FROM:<${addresses.irene}>`), /^503-5\.5\.1/, 'twice');
    client.destroy();
  });
  it('§4.1.1.6 to §4.1.1.10: VRFY and EXPN tell nothing, HELP, NOOP and QUIT answer', async () => {
    const client = await signedIn();
    for (const name of ['irene', 'nobody']) assert.match(await client.ask(`VRFY ${name}`), /^252 2\.5\.2/);
    assert.match(await client.ask('EXPN all'), /^252/);
    assert.match(await client.ask('HELP'), /^214/);
    assert.match(await client.ask('NOOP anything'), /^250/);
    assert.match(await client.ask('QUIT'), /^221/);
    await client.end();
  });
  it('§4.2.4: unknown commands are 500, parameters nobody knows 555', async () => {
    const client = await signedIn();
    assert.match(await client.ask('XYZZY'), /^500-5\.5\.1/);
    assert.match(await client.ask('BDAT 4 LAST'), /^500-5\.5\.1/);
    assert.match(await client.ask(`MAIL FROM:<${addresses.irene}> FOO=bar`), /^555-5\.5\.4/);
    assert.match(await client.ask(`MAIL FROM:<${addresses.irene}> BODY=BINARYMIME`), /^501-5\.5\.4/);
    assert.match(await client.ask(`MAIL FROM:<${addresses.irene}> SIZE=1 SIZE=2`), /^501-5\.5\.4/);
    client.destroy();
  });
  it('§4.1.2: paths', async () => {
    const client = await signedIn();
    const bad = [
      'a@b.fr',
      '<a b@c.fr>',
      '<a@>',
      '<@c.fr>',
      '<a@b..fr>',
      '<a@-b.fr>',
      '<a@[127.0.0.1]>',
      '<a@b.fr',
      '<a\x7f@b.fr>',
    ];
    for (const path of bad) assert.match(await client.ask(`MAIL FROM:${path}`), /^(553|501|500)-5\./, path);
    assert.match(
      await client.ask(`mail from:<@x.fr,@y.fr:IRENE.Stethance@Exemple.MSSante.FR>`),
      /^250/,
      'any case, routes read over',
    );
    assert.match(await client.ask('RCPT TO:<postmaster>'), /^550-5\.1\.1/, 'read as the postmaster here');
    assert.match(await client.ask(`RCPT TO:<${'x'.repeat(65)}@b.fr>`), /^553/);
    assert.match(await client.ask(`RCPT TO:<"hector.pulsarelle"@exemple.mssante.fr>`), /^250/);
    assert.match(await client.ask('RCPT TO:<>'), /^553/);
    client.destroy();
  });
  it('§4.5.3.1.10: the 101st recipient is 452, the others stand', async () => {
    const client = await signedIn();
    await client.ask(`MAIL FROM:<${addresses.irene}>`);
    for (let n = 0; n < 100; n++) assert.match(await client.ask(`RCPT TO:<n${n}@exemple.mssante.fr>`), /^250/);
    assert.match(await client.ask('RCPT TO:<n100@exemple.mssante.fr>'), /^452-4\.5\.3/);
    assert.match(await client.ask('DATA'), /^354/);
    client.send(`${message}.\r\n`);
    assert.match(await client.reply(), /^250/);
    const last = lastHanded(ground);
    assert.equal(last.by === 'send' && last.letter.recipients.length, 100);
    client.destroy();
  });
  it('§4.5.3.1.4: a line of 2,049 bytes is refused, what follows is read', async () => {
    const client = await hello();
    assert.match(await client.ask(`NOOP ${'x'.repeat(2044)}`), /^500-5\.5\.2/);
    assert.match(await client.ask('NOOP'), /^250/);
    client.destroy();
  });
});

describe('RFC 1870, 2920, 3461, 6152, 6531: extensions', () => {
  it('RFC 1870 §6.1: what is declared too large is refused at MAIL', async () => {
    const client = await signedIn();
    assert.match(await client.ask(`MAIL FROM:<${addresses.irene}> SIZE=31457281`), /^552-5\.3\.4/);
    assert.match(await client.ask(`MAIL FROM:<${addresses.irene}> SIZE=31457280`), /^250/);
    client.destroy();
  });
  it('RFC 1870 §6.2: a message that lies about its size is held to the limit', async () => {
    const client = await signedIn();
    assert.match(await client.ask(`MAIL FROM:<${addresses.irene}> SIZE=10`), /^250/);
    await client.ask(`RCPT TO:<${addresses.hector}>`);
    await client.ask('DATA');
    const line = Buffer.from(`${'x'.repeat(1022)}\r\n`);
    client.send('From: a\r\n\r\n');
    for (let n = 0; n < 31; n++) client.send(Buffer.concat(Array(1024).fill(line)));
    client.send('.\r\n');
    assert.match(await client.reply(), /^552-5\.3\.4/);
    assert.match(await client.ask('NOOP'), /^250/, 'and the session goes on');
    client.destroy();
  });
  it('RFC 2920 §3.1: a whole envelope in one piece, answered in order', async () => {
    const client = await signedIn();
    client.send(
      `MAIL FROM:<${addresses.irene}>\r\nRCPT TO:<nobody@exemple.mssante.fr>\r\nRCPT TO:<${addresses.hector}>\r\nDATA\r\n`,
    );
    const said = await client.replies(4);
    assert.deepEqual(
      said.map((one) => one.slice(0, 3)),
      ['250', '550', '250', '354'],
    );
    client.send(`${message}.\r\nMAIL FROM:<${addresses.irene}>\r\nQUIT\r\n`);
    assert.deepEqual(
      (await client.replies(3)).map((one) => one.slice(0, 3)),
      ['250', '250', '221'],
    );
  });
  it('RFC 2920 §3.1: who sends the message before 354 is closed: its lines never become commands', async () => {
    const client = await signedIn();
    const before = ground.handed.length;
    client.send(`MAIL FROM:<${addresses.irene}>\r\nRCPT TO:<${addresses.hector}>\r\nDATA\r\n${message}.\r\nQUIT\r\n`);
    assert.deepEqual(
      (await client.replies(3)).map((one) => one.slice(0, 3)),
      ['250', '250', '421'],
    );
    await client.end();
    assert.equal(ground.handed.length, before);
  });
  it('RFC 3461 §4: RET, ENVID, NOTIFY and ORCPT reach the post, decoded', async () => {
    const client = await signedIn();
    assert.match(await client.ask(`MAIL FROM:<${addresses.irene}> RET=HDRS ENVID=QQ+2B314`), /^250/);
    assert.match(
      await client.ask(`RCPT TO:<${addresses.hector}> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;Hector+2Bx@exemple.fr`),
      /^250/,
    );
    await client.ask('DATA');
    client.send(`${message}.\r\n`);
    assert.match(await client.reply(), /^250/);
    const last = lastHanded(ground);
    assert.ok(last.by === 'send');
    assert.equal(last.letter.ret, 'hdrs');
    assert.equal(last.letter.envelopeId, 'QQ+314');
    assert.deepEqual(last.letter.recipients, [
      { address: addresses.hector, notify: ['success', 'delay'], originalRecipient: 'rfc822;Hector+x@exemple.fr' },
    ]);
    client.destroy();
  });
  it('RFC 3461 §4: what is badly asked is 501, a line feed hidden in xtext too', async () => {
    const client = await signedIn();
    for (const bad of ['RET=ALL', 'ENVID=', 'ENVID=a+0D+0Ab', 'ENVID=a+', 'RET=FULL RET=HDRS'])
      assert.match(await client.ask(`MAIL FROM:<${addresses.irene}> ${bad}`), /^501-5\.5\.4/, bad);
    await client.ask(`MAIL FROM:<${addresses.irene}>`);
    for (const bad of ['NOTIFY=NEVER,SUCCESS', 'NOTIFY=', 'NOTIFY=OFTEN', 'NOTIFY=DELAY,DELAY', 'ORCPT=x', 'ORCPT=rfc822;a+0Ab'])
      assert.match(await client.ask(`RCPT TO:<${addresses.hector}> ${bad}`), /^501-5\.5\.4/, bad);
    client.destroy();
  });
  it('RFC 6152 §2: eight bits pass unchanged', async () => {
    const client = await signedIn();
    const bytes = Buffer.concat([Buffer.from('From: a\r\n\r\n'), Buffer.from([0xe9, 0xff, 0x80, 13, 10]), Buffer.from('.\r\n')]);
    assert.match(await client.ask(`MAIL FROM:<${addresses.irene}> BODY=8BITMIME`), /^250/);
    await client.ask(`RCPT TO:<${addresses.hector}>`);
    await client.ask('DATA');
    client.send(bytes);
    assert.match(await client.reply(), /^250/);
    assert.equal(bytesOf(), bytes.subarray(0, -3).toString('latin1'));
    client.destroy();
  });
  it('RFC 6531 §3.3, §3.5: an address in other letters needs SMTPUTF8, and invalid UTF-8 is none', async () => {
    const client = await signedIn();
    await client.ask(`MAIL FROM:<${addresses.irene}>`);
    assert.match(await client.ask('RCPT TO:<hélène@exemple.mssante.fr>'), /^553-5\.6\.7/);
    await client.ask('RSET');
    assert.match(await client.ask(`MAIL FROM:<${addresses.irene}> SMTPUTF8`), /^250/);
    assert.match(await client.ask('RCPT TO:<hélène@exemple.mssante.fr>'), /^550-5\.1\.1/, 'read, and unknown');
    assert.match(await client.ask(Buffer.from('RCPT TO:<h\xe9l@exemple.mssante.fr>', 'latin1')), /^500-5\.5\.2/);
    client.destroy();
  });
  it('RFC 2034 §4: every reply but 354 and greetings carries a status of its class', async () => {
    const client = await signedIn();
    for (const line of ['NOOP', 'XX', 'MAIL FROM:<x@y.fr>', 'RSET', 'VRFY a', 'QUIT']) {
      const said = await client.ask(line);
      for (const one of said.trim().split('\r\n')) assert.match(one, /^([245])\d\d[ -]\1\.\d\.\d{1,2} [\x20-\x7e]+$/, one);
    }
  });
});
