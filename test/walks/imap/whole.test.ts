import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PLATFORM, type RecordId } from '#kernel';
import { openMailboxes } from '#messaging';
import { openCertificates } from '#signin';
import { freePort } from '../../socle.ts';
import { irene } from '../cast.ts';
import { everyLineFrom, type Ground, openGround, words } from '../ground.ts';
import { Client } from './client.ts';
import { message, xoauth2 } from './ground.ts';

const domains = { professionals: 'exemple.mssante.fr', citizens: 'patient.mssante.fr' };
const address = `irene.entiere@${domains.professionals}`;

let ground: Ground;
let home: RecordId;
let ca: string;
let ports: { readonly imap: number; readonly imaps: number };

before(async () => {
  ports = { imap: await freePort(), imaps: await freePort() };
  const named = (port: number) => ({ port, named: true });
  ground = await openGround({ mail: { ...domains, imap: named(ports.imap), imaps: named(ports.imaps) } });
  const mailboxes = openMailboxes({ ...ground, rights: ground.rights(), domains });
  const call = { actor: { kind: 'operator', id: 'operator', name: 'Exploitant' }, at: new Date(), requestId: 'test' } as const;
  home = (await mailboxes.open(call, { address, kind: 'PER', name: irene.name, professional: irene.id })).id;
  const certificates = openCertificates(ground.store, {
    ...{ directory: ground.directory, demo: true, publicUrl: ground.settings.publicUrl, log: () => undefined },
  });
  ca = (await certificates.authorities()).map(({ pem }) => pem).join('\n');
});
after(() => ground?.close());

test('issue 7 lines 2 and 7: a mail program in the whole of Socle, by both doors, and what the log says of it', async () => {
  const lines = { own: await everyLineFrom(ground, home), platform: await everyLineFrom(ground, PLATFORM) };
  const client = await Client.open({ port: ports.imaps, ca });
  const token = await ground.token(irene, { scopes: ['scope_all'] });
  await client.ok(`AUTHENTICATE XOAUTH2 ${xoauth2(address, token)}`);
  await client.append('INBOX', message('Sujet bien reconnaissable'));
  await client.ok('SELECT INBOX');
  const [line = ''] = (await client.ok('FETCH 1 BODY[]')).untagged;
  assert.ok(line.includes(message('Sujet bien reconnaissable')));
  await client.ok('STORE 1 +FLAGS.SILENT (\\Deleted)');
  assert.deepEqual((await client.ok('EXPUNGE')).untagged, ['* 1 EXPUNGE']);
  await client.ok('LOGOUT');
  const other = await Client.open({ port: ports.imap });
  await other.startTls(ca);
  await other.ok(`AUTHENTICATE XOAUTH2 ${xoauth2(address, token)}`);
  other.close();

  const own = await lines.own();
  assert.deepEqual(own.map(words), [`remove done ${irene.name}`]);
  const signIns = (await lines.platform()).filter(({ action }) => action === 'sign-in');
  assert.equal(signIns[0]?.detail?.way, 'imap xoauth2');
  assert.doesNotMatch(JSON.stringify([own, signIns]), /reconnaissable|capucine\.pansemille/i);
});
