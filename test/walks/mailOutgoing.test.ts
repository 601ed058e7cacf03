import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDirectory } from '#directory';
import { type MailboxPermit, signTrustedList } from '#messaging';
import { openCertificates } from '#signin';
import { listenPeer, type SmtpPeer } from '../../spec/messaging/smtpPeer.ts';
import { written } from '../mailGround.ts';
import { ambre, irene } from './cast.ts';
import { ask, type Ground, openGround } from './ground.ts';
import { operators } from './operators.ts';
import { listOf } from './smtp/ground.ts';
import { enterCarnet, enterPro, type Space } from './space.ts';

const ours = 'exemple.mssante.fr';
const theirs = 'ailleurs.mssante.fr';
const address = `irene.stethance@${ours}`;
const operator = { kind: 'operator', id: 'operator', name: 'Exploitant' } as const;
const call = () => ({ actor: operator, at: new Date(), requestId: 'outgoing' });

let ground: Ground;
let odile: Space;
let peer: SmtpPeer;
let permit: MailboxPermit;
before(async () => {
  ground = await openGround({ mail: { professionals: ours, citizens: 'patient.mssante.fr' } });
  ({ odile } = await operators(ground));
  const { messaging, store, settings } = ground;
  const open = { directory: openDirectory(store), demo: true, publicUrl: settings.publicUrl, log: () => undefined };
  const certificates = openCertificates(store, open);
  const { pem, chain, key } = await certificates.server(['localhost']);
  const [root, organisations] = await certificates.authorities();
  const recipients = {
    inconnu: '550 5.1.1 <inconnu@ailleurs.mssante.fr> unknown',
    absent: '451 4.3.0 <absent@ailleurs.mssante.fr> later',
  };
  peer = await listenPeer({ recipients }, { cert: `${pem}${chain}`, key }, `${organisations?.pem}\n${root?.pem}`);
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const list = Buffer.from(listOf([`<Nom>${theirs}</Nom><Relais>localhost:${peer.port}</Relais>`], new Date()));
  await messaging.trusted.load(call(), {
    list,
    signature: await signTrustedList(list, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()),
    signer: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  });
  const person = { name: irene.name, professional: irene.id, structure: irene.structure.id };
  await messaging.mailboxes.open(call(), { address, kind: 'PER', ...person });
  permit = await messaging.mailboxes.enter({ actor: irene, at: new Date(), requestId: 'outgoing' }, address, 'manage');
});
after(async () => {
  await peer.close();
  await ground.close();
});

async function eventually<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 300; tries++) {
    const found = await look();
    if (found !== undefined) return found;
    await sleep(50);
  }
  throw new Error('it never came');
}
interface Queue {
  readonly waiting: { domain: string; waiting: number; reason?: string }[];
  readonly failed: { domain: string; reason: string; failed: number }[];
}
const queue = async (): Promise<Queue> => (await odile('/exploitation/mail/queue')).as<Queue>();

test('MSSanté #1, other operators: a letter leaves by mutual TLS as it was written; who refuses is reported, who is away is waited for and seen by the operator', async () => {
  const to = (local: string): string => `${local}@${theirs}`;
  const bytes = written({ From: `<${address}>`, To: to('emile'), 'X-MSS-NIL': 'LOGICIEL-7' }, 'À bientôt.\r\n.\r\n..fin');
  const recipients = ['emile', 'inconnu', 'absent'].map((local) => ({ address: to(local) }));
  await ground.messaging.post.send(permit.at(new Date()), { recipients, bytes, keepIn: 'sent' });
  const received = await eventually(async () => peer.received[0]);
  assert.deepEqual([received.from, received.recipients, peer.clients], [address, [to('emile')], [true]]);
  assert.ok(received.bytes.equals(bytes));
  const report = await eventually(async () => {
    for await (const page of ground.messaging.mail.fetch(permit.at(new Date()), 1, [[1, Number.POSITIVE_INFINITY]], {
      bytes: true,
    }))
      return page[0]?.bytes;
    return undefined;
  });
  assert.match(
    report.toString('utf8'),
    /Final-Recipient: rfc822; inconnu@ailleurs\.mssante\.fr\r\nAction: failed\r\nStatus: 5\.1\.1\r\n/,
  );
  const { waiting, failed } = await queue();
  assert.deepEqual(
    waiting.map((one) => [one.domain, one.waiting, one.reason]),
    [[theirs, 1, '451 4.3.0']],
  );
  assert.deepEqual(
    failed.map((one) => [one.domain, one.failed, one.reason]),
    [[theirs, 1, '550 5.1.1']],
  );
  const again = await odile(`/exploitation/mail/queue/${theirs}/retry`, { method: 'POST', body: {} });
  assert.deepEqual([again.status, again.as<{ recipients: number }>().recipients], [200, 1]);
  const lines = (await ground.trace.lines(permit.mailbox.id, undefined, 50)).reverse();
  assert.deepEqual(
    lines.filter(({ action }) => action === 'send').map(({ outcome, code }) => [outcome, code]),
    [
      ['done', undefined],
      ['refused', 'messaging.not-delivered'],
    ],
  );
  assert.doesNotMatch(JSON.stringify(lines), /@ailleurs|bientôt|Un résultat/);
});

test('MSSanté #1, indicators: the operator reads and downloads numbers and states, and nothing of any message', async () => {
  const figures = await odile('/exploitation/mail/figures');
  const { products } = figures.as<{ products: { product: string; deeds: Record<string, { n: number }> }[] }>();
  const own = products.find(({ product }) => product === 'LOGICIEL-7');
  assert.deepEqual([own?.deeds.sent?.n, own?.deeds.failed?.n], [3, 1]);
  const csv = await odile('/exploitation/mail/figures.csv');
  assert.match(csv.headers.get('content-type') ?? '', /^text\/csv/);
  assert.match(csv.bytes.toString('utf8'), /;PER;LOGICIEL-7;sent;3;/);
  const boxes = await odile('/exploitation/mail/mailboxes?kind=PER');
  assert.ok(
    boxes
      .as<{ items: { address: string; state: string }[] }>()
      .items.some((one) => one.address === address && one.state === 'open'),
  );
  for (const answer of [figures, csv, await odile('/exploitation/mail/queue')])
    assert.doesNotMatch(answer.bytes.toString('utf8'), /@|bientôt|Un résultat/);
  assert.equal((await odile('/exploitation/mail/figures?month=2026-13')).status, 422);
  assert.equal((await odile('/exploitation/mail/mailboxes?kind=CIT')).status, 400);
});

test('MSSanté #1: nobody but the operator asks this', async () => {
  const others = [await enterPro(ground, irene.id), await enterCarnet(ground, ground.ambre, ambre)];
  for (const path of ['figures', 'figures.csv', 'queue', 'mailboxes']) {
    for (const other of others) assert.equal((await other(`/exploitation/mail/${path}`)).status, 403, path);
    assert.equal((await ask(`${ground.url}/api/exploitation/mail/${path}`, {})).status, 401);
  }
  for (const other of others)
    assert.equal((await other(`/exploitation/mail/queue/${theirs}/retry`, { method: 'POST', body: {} })).status, 403);
  const forged = await ask(`${ground.url}/api/exploitation/mail/queue/${theirs}/retry`, {
    method: 'POST',
    headers: { cookie: odile.cookie, 'content-type': 'application/json' },
    body: {},
  });
  assert.equal(forged.status, 403);
});
