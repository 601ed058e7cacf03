/**
 * Postfix as the other operator, both ways. Run by hand, as root on Debian, after `apt-get install -y --no-install-recommends postfix`:
 *
 *     node --disable-warning=ExperimentalWarning test/byHand/postfix/both.ts
 *
 * Everything listens on the loopback, in folders of its own that are removed at the end; the Postfix of the machine is neither started nor changed.
 */
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDirectory } from '#directory';
import { type MailboxPermit, signTrustedList } from '#messaging';
import { openCertificates } from '#signin';
import { freePort, testSocle } from '../../socle.ts';
import { fillDirectory, irene } from '../../walks/cast.ts';
import { listOf } from '../../walks/smtp/ground.ts';
import { makePostfix, withoutPostfix } from './postfix.ts';

const absent = withoutPostfix();
if (absent !== undefined) {
  console.log(absent);
  process.exit(2);
}
const ours = 'exemple.mssante.fr';
const theirs = 'postfix.mssante.fr';
const operator = { kind: 'operator', id: 'operator', name: 'Exploitant' } as const;
const call = () => ({ actor: operator, at: new Date(), requestId: 'postfix' });
const smtp = await freePort();
const port = await freePort();
const socle = await testSocle({
  mail: { professionals: ours, citizens: 'patient.mssante.fr', smtp: { port: smtp, named: true } },
});
const { messaging, store, settings } = socle;
const directory = openDirectory(store);
const certificates = openCertificates(store, { directory, demo: true, publicUrl: settings.publicUrl, log: () => undefined });
await fillDirectory(socle);
const address = `irene.stethance@${ours}`;
await messaging.mailboxes.open(call(), {
  address,
  kind: 'PER',
  name: irene.name,
  professional: irene.id,
  structure: irene.structure.id,
});
const permit = await messaging.mailboxes.enter({ actor: irene, at: new Date(), requestId: 'postfix' }, address, 'manage');

const server = await certificates.server(['localhost']);
const client = await certificates.organisation(irene.structure.id, 'Postfix essai');
const whole = ({ pem, chain, key }: typeof client) => ({ pem: `${pem}${chain}`, key });
const postfix = makePostfix({
  domain: theirs,
  port,
  server: whole(server),
  client: whole(client),
  authorities: (await certificates.authorities()).map(({ pem }) => pem),
  socle: { domain: ours, host: 'localhost', port: smtp },
  mailboxes: ['bob'],
});

const said: string[] = [];
const step = async (words: string, work: () => Promise<void>): Promise<void> => {
  const began = Date.now();
  await work();
  said.push(words);
  console.log(`ok    ${words} (${Date.now() - began} ms)`);
};
async function until<T>(what: string, look: () => Promise<T | undefined> | T | undefined, seconds = 25): Promise<T> {
  for (let tries = 0; tries < seconds * 5; tries++) {
    const found = await look();
    if (found !== undefined) return found;
    await sleep(200);
  }
  throw new Error(`${what}: not within ${seconds} s`);
}
const inbox = async (of: MailboxPermit): Promise<Buffer[]> => {
  const all: Buffer[] = [];
  for await (const page of messaging.mail.fetch(of.at(new Date()), 1, [[1, Number.POSITIVE_INFINITY]], { bytes: true }))
    for (const { bytes } of page) if (bytes !== undefined) all.push(bytes);
  return all;
};
let n = 0;
const letter = (from: string, to: string, text: string): Buffer => {
  n += 1;
  const head = {
    From: from,
    To: to,
    Subject: 'Essai',
    Date: new Date().toUTCString(),
    'Message-ID': `<essai.${n}.${Date.now()}@${from.split('@')[1]}>`,
  };
  const mime = 'MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n';
  return Buffer.from(
    `${Object.entries(head)
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('')}${mime}\r\n${text}\r\n`,
  );
};
/** Postfix keeps lines by LF alone in its mailboxes. */
const unix = (bytes: Buffer): string => bytes.toString('latin1').replaceAll('\r\n', '\n');
const bob = `bob@${theirs}`;
const inBob = (pattern: RegExp): string | undefined =>
  postfix
    .inbox('bob')
    .map((one) => one.toString('latin1'))
    .find((one) => pattern.test(one));

try {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const subject = client.subject.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  const list = Buffer.from(
    listOf(
      [`<Nom>${theirs}</Nom><Operateur>Postfix</Operateur><Certificat sujet="${subject}"/><Relais>localhost:${port}</Relais>`],
      new Date(),
    ),
  );
  await messaging.trusted.load(call(), {
    list,
    signature: await signTrustedList(list, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()),
    signer: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  });
  await postfix.start();

  await step('Socle → Postfix: the bytes arrive unchanged below the lines that Postfix adds', async () => {
    const bytes = letter(address, bob, `À bientôt\r\n.\r\n..deux points\r\n${'long '.repeat(150)}\r\n`);
    await messaging.post.send(permit.at(new Date()), { recipients: [{ address: bob }], bytes, keepIn: 'sent' });
    const [found] = await until('delivery', () => (postfix.inbox('bob').length > 0 ? postfix.inbox('bob') : undefined));
    assert.ok(found?.toString('latin1').endsWith(unix(bytes)));
    assert.match(postfix.log(), /TLS connection established|Trusted TLS/);
  });
  await step('Socle → Postfix: a recipient that it does not know comes back to the sender as a report', async () => {
    const before = (await inbox(permit)).length;
    const bytes = letter(address, `personne@${theirs}`, 'perdu');
    await messaging.post.send(permit.at(new Date()), { recipients: [{ address: `personne@${theirs}` }], bytes, keepIn: 'sent' });
    const report = await until('bounce', async () => (await inbox(permit))[before]);
    assert.match(report.toString('utf8'), /Action: failed\r\nStatus: 5\.1\.1\r\n/);
  });
  await step(
    'Socle → Postfix: NOTIFY=SUCCESS is passed on, and the report that Postfix makes is noted beside the message',
    async () => {
      const bytes = letter(address, bob, 'avec avis');
      const { content } = await messaging.post.send(permit.at(new Date()), {
        recipients: [{ address: bob, notify: ['success', 'failure'] }],
        bytes,
        keepIn: 'sent',
      });
      const marks = await until('report', async () => {
        const { rows } = await store.pool.query<{ marks: string }>(
          'select marks from messaging.content where record_id = $1 and n = $2',
          [permit.mailbox.id, content],
        );
        const { answers } = JSON.parse(rows[0]?.marks ?? '{}') as { answers?: { address: string; is: string }[] };
        return answers;
      });
      assert.deepEqual(
        marks.map(({ address: of, is }) => [of, is]),
        [[bob, 'delivered']],
      );
    },
  );
  await step('Postfix → Socle: the bytes arrive unchanged below the lines that Postfix adds', async () => {
    const before = (await inbox(permit)).length;
    const bytes = letter(bob, address, 'Réponse de l’autre opérateur\r\n.\r\n..fin');
    postfix.send(bob, [address], Buffer.from(unix(bytes), 'latin1'));
    const found = await until('arrival', async () => (await inbox(permit))[before]);
    assert.ok(found.includes(bytes), 'byte for byte');
    assert.match(found.toString('latin1'), /^Received: /m);
  });
  await step('Postfix → Socle: a recipient that Socle does not know comes back to Postfix’s sender', async () => {
    postfix.send(bob, [`personne@${ours}`], Buffer.from(unix(letter(bob, `personne@${ours}`, 'perdu')), 'latin1'));
    await until('bounce', () => inBob(/Action: failed\nStatus: 5\.1\.1\n/));
  });
  await step('Postfix → Socle: success is reported to Postfix’s sender, by Postfix or by Socle', async () => {
    postfix.send(bob, [address], Buffer.from(unix(letter(bob, address, 'avec avis')), 'latin1'), ['-N', 'success']);
    const report = await until('report', () =>
      inBob(new RegExp(`Final-Recipient: rfc822; ?${address}\n(.*\n)?Action: delivered\n`)),
    );
    console.log(`      reported by ${/Reporting-MTA: dns; ?(\S+)/.exec(report)?.[1]}`);
  });
  await step('Postfix away: what is sent waits, is shown to the operator by domain, and leaves when it is back', async () => {
    await postfix.stop();
    const bytes = letter(address, bob, 'plus tard');
    await messaging.post.send(permit.at(new Date()), { recipients: [{ address: bob }], bytes, keepIn: 'sent' });
    const waiting = await until('attempt', async () => {
      const [one] = (await messaging.outgoing.queue(call())).waiting;
      return one?.reason === undefined ? undefined : one;
    });
    assert.deepEqual([waiting.domain, waiting.waiting, waiting.reason], [theirs, 1, '451 4.4.1']);
    await postfix.start();
    assert.equal(await messaging.outgoing.retry(call(), theirs), 1);
    await until('delivery', () => postfix.inbox('bob').find((one) => one.toString('latin1').endsWith(unix(bytes))));
  });
  console.log(`${said.length} of 7: Postfix and Socle understand each other.`);
} catch (error) {
  console.error(error);
  console.error(postfix.log().split('\n').slice(-40).join('\n'));
  console.error(socle.said.slice(-20).join('\n'));
  console.error((await store.pool.query('select domain, state, attempts, last_reply from messaging.outgoing')).rows);
  process.exitCode = 1;
} finally {
  await postfix.stop();
  postfix.remove();
  await socle.close();
}
