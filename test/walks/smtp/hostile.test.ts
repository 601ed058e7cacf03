/** What a hostile client sends, over a socket. RFC 5321 §2.3.8, §4.1.1.4, §4.5.3; RFC 3207 §4.2, §6; CVE-2011-0411, CVE-2023-51764 (end-of-data variants). */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { connect as connectTls } from 'node:tls';
import { Refusal } from '#kernel';
import { RawClient } from './client.ts';
import { addresses, irene, lastHanded, oauth, openSmtpGround, type SmtpGround } from './ground.ts';

let ground: SmtpGround;
let token = '';
before(async () => {
  ground = await openSmtpGround();
  token = await ground.token(irene);
});
after(() => ground.close());

async function signedIn(port = ground.smtp.ports.tls): Promise<RawClient> {
  const client = await RawClient.tls(port ?? 0, ground.ca);
  await client.ask('EHLO x.fr');
  assert.match(await client.ask(`AUTH XOAUTH2 ${oauth(addresses.irene, token)}`), /^235/);
  return client;
}
async function atData(port?: number): Promise<RawClient> {
  const client = await signedIn(port);
  await client.ask(`MAIL FROM:<${addresses.irene}>`);
  await client.ask(`RCPT TO:<${addresses.hector}>`);
  assert.match(await client.ask('DATA'), /^354/);
  return client;
}
const kept = (): string => {
  const last = lastHanded(ground);
  return last.by === 'send' ? last.letter.bytes.toString('latin1') : '';
};

describe('the end of a message', () => {
  const smuggled = `MAIL FROM:<${addresses.irene}>\r\nRCPT TO:<${addresses.hector}>\r\nDATA\r\nFrom: faux\r\n\r\nfaux`;
  const variants = {
    'LF . LF': '\n.\n',
    'LF . CRLF': '\n.\r\n',
    'CR . CR': '\r.\r',
    'CR . CRLF': '\r.\r\n',
    'CRLF . CR': '\r\n.\r',
    'CRLF . LF': '\r\n.\n',
    'CR CRLF . CRLF before a dot': '\r\r\n.\n',
    'CRLF . CR NUL LF': '\r\n.\r\0\n',
    'CRLF NUL . CRLF': '\r\n\0.\r\n',
  };
  for (const [name, end] of Object.entries(variants)) {
    for (const split of [false, true]) {
      it(`§4.1.1.4: ${name} ends nothing${split ? ', byte by byte' : ''}; the message is refused and what it hides is not obeyed`, async () => {
        const before = ground.handed.length;
        const client = await atData();
        const text = `From: a\r\n\r\nvrai${end}${smuggled}\r\n.\r\n`;
        if (split) for (const byte of Buffer.from(text, 'latin1')) client.send(Buffer.of(byte));
        else client.send(Buffer.from(text, 'latin1'));
        assert.match(await client.reply(), /^550-5\.6\.0/);
        assert.match(await client.ask('NOOP'), /^250 2\.0\.0/, 'one reply, then the next command');
        assert.equal(ground.handed.length, before);
        client.destroy();
      });
    }
  }
  it('§4.5.2: dots behind a bare LF are not taken away: such a message is refused whole', async () => {
    const client = await atData();
    client.send('From: a\r\n\r\nx\n..y\r\n.\r\n');
    assert.match(await client.reply(), /^550-5\.6\.0/);
    client.destroy();
  });
  it('§4.1.1.4: whatever the pieces, the bytes are the same', async () => {
    const text = 'From: a\r\n\r\n..un\r\n..\r\n...\r\n.x\r\n\r\nfin\r\n.\r\n';
    const expected = 'From: a\r\n\r\n.un\r\n.\r\n..\r\nx\r\n\r\nfin\r\n';
    for (let at = 1; at < text.length; at++) {
      const client = at === 1 ? await atData() : shared;
      if (at > 1) {
        await client.ask(`MAIL FROM:<${addresses.irene}>`);
        await client.ask(`RCPT TO:<${addresses.hector}>`);
        await client.ask('DATA');
      }
      shared = client;
      client.send(text.slice(0, at));
      await new Promise((next) => setImmediate(next));
      client.send(text.slice(at));
      assert.match(await client.reply(), /^250/);
      assert.equal(kept(), expected);
    }
    shared.destroy();
  });
  let shared: RawClient;
  it('RFC 6152 §2: NUL in a message is refused', async () => {
    const client = await atData();
    client.send('From: a\r\n\r\nx\0y\r\n.\r\n');
    assert.match(await client.reply(), /^550-5\.6\.0/);
    client.destroy();
  });
  it('the connection that breaks before the last dot leaves nothing', async () => {
    const before = ground.handed.length;
    const client = await atData();
    client.send('From: a\r\n\r\nx\r\n');
    client.destroy();
    await new Promise((next) => setTimeout(next, 50));
    assert.equal(ground.handed.length, before);
  });
  it('§6.3: a message that passed a hundred servers goes in a circle', async () => {
    const client = await atData();
    client.send(`${'Received: from x by y; z\r\n'.repeat(101)}From: a\r\n\r\nx\r\n.\r\n`);
    assert.match(await client.reply(), /^554-5\.4\.6/);
    client.destroy();
  });
});

describe('lines', () => {
  it('§2.3.8: a command that ends in LF alone, or holds a CR or a NUL, is refused and not obeyed', async () => {
    const client = await signedIn();
    for (const line of ['RSET\n', 'RS\rET\r\n', 'NOOP \0\r\n']) {
      client.send(line);
      assert.match(await client.reply(), /^500-5\.5\.2/, JSON.stringify(line));
    }
    client.destroy();
  });
  it('commands split into single bytes are obeyed', async () => {
    const client = await signedIn();
    for (const byte of Buffer.from(`MAIL FROM:<${addresses.irene}>\r\n`)) {
      client.send(Buffer.of(byte));
      await new Promise((next) => setImmediate(next));
    }
    assert.match(await client.reply(), /^250/);
    client.destroy();
  });
  it('a line of 1 MB without an end closes the connection; one of 40 kB is thrown away', async () => {
    const client = await signedIn();
    assert.match(await client.ask(`NOOP ${'x'.repeat(40_000)}`), /^500-5\.5\.2/);
    assert.match(await client.ask('NOOP'), /^250/);
    client.send('x'.repeat(1_000_000));
    await client.end();
  });
  it('header injection: what would open a line of its own is no address and no parameter', async () => {
    const client = await signedIn();
    for (const path of ['"a\\\rb"@x.fr', '"a\tb"@x.fr', 'a\u0085b@x.fr', 'a\u2028b@x.fr', '<a>@x.fr', 'a@x.fr>\x0bX'])
      assert.match(await client.ask(`MAIL FROM:<${path}> SMTPUTF8`), /^5\d\d-5\./, JSON.stringify(path));
    client.destroy();
  });
  it('10,000 recipients: a hundred are taken, and the connection ends before they are all read', async () => {
    const client = await signedIn();
    await client.ask(`MAIL FROM:<${addresses.irene}>`);
    for (let n = 0; n < 10_000; n++) client.send(`RCPT TO:<n${n}@exemple.mssante.fr>\r\n`);
    const codes: Record<string, number> = {};
    for (let said = await client.reply(); said !== ''; said = await client.reply())
      codes[said.slice(0, 3)] = (codes[said.slice(0, 3)] ?? 0) + 1;
    assert.equal(codes['250'], 100);
    assert.equal(codes['421'], 1);
    assert.ok((codes['452'] ?? 0) < 1000);
  });
  it('twenty commands refused for good end the connection', async () => {
    const client = await signedIn();
    for (let n = 0; n < 19; n++) assert.match(await client.ask('XX'), /^500/);
    assert.match(await client.ask('XX'), /^500/);
    assert.match(await client.reply(), /^421-4\.7\.0/);
    await client.end();
  });
});

describe('STARTTLS', () => {
  it('RFC 3207 §4.2: commands sent in clear behind it are never obeyed', async () => {
    const raw = connect({ port: ground.smtp.ports.starttls ?? 0, host: '127.0.0.1' });
    const client = new RawClient(raw);
    await client.reply();
    await client.ask('EHLO x.fr');
    client.send('STARTTLS\r\nEHLO injecte.fr\r\nNOOP\r\n');
    assert.match(await client.reply(), /^220/);
    await client.upgrade(ground.ca);
    client.send('NOOP apres\r\n');
    assert.match(await client.reply(), /^250 2\.0\.0 OK/, 'the first reply under TLS is that of the first command under TLS');
    assert.match(await client.ask('MAIL FROM:<x@y.fr>'), /^503-5\.5\.1 .*EHLO/, 'what was said in clear is forgotten');
    client.destroy();
  });
  it('RFC 3207 §4: a second one is 503, and TLS below 1.2 is none', async () => {
    const client = await RawClient.open(ground.smtp.ports.starttls ?? 0);
    assert.match(await client.ask('STARTTLS'), /^503/, 'EHLO first');
    await client.ask('EHLO x.fr');
    await client.startTls(ground.ca);
    await client.ask('EHLO x.fr');
    assert.match(await client.ask('STARTTLS'), /^503-5\.5\.1/);
    client.destroy();
    const old = connectTls({
      port: ground.smtp.ports.tls ?? 0,
      host: '127.0.0.1',
      maxVersion: 'TLSv1.1',
      minVersion: 'TLSv1',
      rejectUnauthorized: false,
      ciphers: 'DEFAULT@SECLEVEL=0',
    });
    await assert.rejects(new Promise((resolve, reject) => old.once('secureConnect', resolve).once('error', reject)));
  });
  it('SC.MSS/CONF.03: ECDHE with AES and nothing weaker', async () => {
    for (const weak of ['AES256-GCM-SHA384', 'DHE-RSA-AES256-GCM-SHA384', 'ECDHE-ECDSA-AES256-SHA', 'AES128-SHA256']) {
      const socket = connectTls({
        port: ground.smtp.ports.tls ?? 0,
        host: '127.0.0.1',
        maxVersion: 'TLSv1.2',
        rejectUnauthorized: false,
        ciphers: `${weak}:@SECLEVEL=0`,
      });
      await assert.rejects(new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject)), weak);
    }
    const fine = connectTls({
      port: ground.smtp.ports.tls ?? 0,
      host: '127.0.0.1',
      maxVersion: 'TLSv1.2',
      rejectUnauthorized: false,
    });
    await new Promise((resolve, reject) => fine.once('secureConnect', resolve).once('error', reject));
    assert.match(fine.getCipher().name, /^ECDHE-(ECDSA|RSA)-AES(256|128)-(GCM-)?SHA(384|256)$/);
    fine.destroy();
  });
  it('noise instead of a handshake ends that connection and no other', async () => {
    const client = await RawClient.open(ground.smtp.ports.starttls ?? 0);
    await client.ask('EHLO x.fr');
    await client.ask('STARTTLS');
    client.send(randomBytes(4096));
    await client.end();
    const noise = connect({ port: ground.smtp.ports.tls ?? 0, host: '127.0.0.1' });
    noise.write(randomBytes(4096));
    await new Promise((done) => noise.on('error', () => undefined).once('close', done));
    (await signedIn()).destroy();
  });
});

describe('floods', () => {
  it('who comes too often from one address is told so and closed; others of the house work on', async () => {
    const small = await ground.beside({ connectionsPerAddress: 3 });
    const open = await Promise.all([1, 2, 3].map(() => RawClient.open(small.ports.starttls ?? 0)));
    const fourth = new RawClient(connect({ port: small.ports.starttls ?? 0, host: '127.0.0.1' }));
    assert.match(await fourth.reply(), /^421 4\.7\.0/);
    await fourth.end();
    for (const one of open) assert.match(await one.ask('NOOP'), /^250/);
    open[0]?.destroy();
    while (small.connections() > 2) await new Promise((next) => setTimeout(next, 5));
    (await RawClient.open(small.ports.starttls ?? 0)).destroy();
    for (const one of open) one.destroy();
  });
  it('RFC 5321 §4.5.3.2: a byte now and then is no command: the slow are closed with 421', async () => {
    const small = await ground.beside({ strangerSeconds: 0.2, dataSeconds: 0.3 });
    const slow = await RawClient.open(small.ports.starttls ?? 0);
    const drip = setInterval(() => slow.send('N'), 40);
    assert.match(await slow.reply(), /^421-4\.4\.2/);
    clearInterval(drip);
    await slow.end();
    const sender = await atData(small.ports.tls);
    const before = ground.handed.length;
    const drops = setInterval(() => sender.send('x'), 40);
    assert.match(await sender.reply(), /^421-4\.4\.2/);
    clearInterval(drops);
    await sender.end();
    assert.equal(ground.handed.length, before);
  });
  it('RFC 5321 §4.2.3: when too much arrives at once a message is put off, not lost', async () => {
    const small = await ground.beside({ arrivingBytes: 5000 });
    const client = await atData(small.ports.tls);
    client.send(`From: a\r\n\r\n${`${'x'.repeat(998)}\r\n`.repeat(6)}.\r\n`);
    assert.match(await client.reply(), /^452-4\.3\.1/);
    await client.ask(`MAIL FROM:<${addresses.irene}>`);
    await client.ask(`RCPT TO:<${addresses.hector}>`);
    await client.ask('DATA');
    client.send('From: a\r\n\r\nx\r\n.\r\n');
    assert.match(await client.reply(), /^250/, 'the room was given back');
    client.destroy();
  });
  it('a server that stops waits for the message at work, and tells the others 421', async () => {
    const small = await ground.beside({});
    const idle = await signedIn(small.ports.tls);
    const client = await atData(small.ports.tls);
    let go: () => void = () => undefined;
    const gate = new Promise<void>((open) => {
      go = open;
    });
    const started = new Promise<void>((begun) => {
      ground.next(() => {
        begun();
        return gate;
      });
    });
    client.send('From: a\r\n\r\nx\r\n.\r\n');
    await started;
    const closed = small.close();
    assert.match(await idle.reply(), /^421-4\.3\.2/);
    go();
    assert.match(await client.reply(), /^250/);
    await closed;
  });
});

describe('faults of ours', () => {
  it('a refusal of the post is its reply; a defect is 451, told to the log without a word of the message', async () => {
    const client = await signedIn();
    const send = async (): Promise<string> => {
      await client.ask(`MAIL FROM:<${addresses.irene}>`);
      await client.ask(`RCPT TO:<${addresses.hector}>`);
      await client.ask('DATA');
      client.send('From: a\r\n\r\nsecret\r\n.\r\n');
      return client.reply();
    };
    for (const [code, expected] of [
      ['messaging.several-patients', /^550-5\.6\.0/],
      ['messaging.quota', /^552-5\.2\.2/],
      ['messaging.citizen-too-large', /^552-5\.3\.4/],
      ['store.unavailable', /^451-4\.3\.0/],
      ['messaging.never-heard-of', /^554-5\.0\.0/],
    ] as const) {
      ground.next(async () => {
        throw new Refusal(code, { fr: 'Refusé', en: 'Refused' });
      });
      assert.match(await send(), expected, code);
    }
    ground.next(async () => {
      throw new TypeError('a defect');
    });
    assert.match(await send(), /^451 4\.3\.0/);
    assert.ok(ground.said.some((line) => line.includes('a defect')) && !ground.said.join().includes('secret'));
    client.destroy();
  });
});
