import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type AuthorityGround, finess, openAuthorityGround, rpps } from '../../../spec/signin/authority.ts';
import { revocationChannel } from './certificates.ts';
import { cardholderId, subjectText } from './subject.ts';

let ground: AuthorityGround;
before(async () => {
  ground = await openAuthorityGround();
  await ground.certificates.load();
});
after(() => ground.close());

const open = (pem: string): X509Certificate => new X509Certificate(pem);

test('RFC 5280 §4.2: a person’s certificate names their RPPS and authenticates clients, nothing else', async () => {
  const { pem, subject, kind, whom } = await ground.certificates.person(rpps);
  const certificate = open(pem);
  assert.equal(subject, `CN=${rpps},GN=Irène,SN=STÉTHANCE,title=Médecin,O=Socle (démonstration),C=FR`);
  assert.deepEqual([kind, whom, certificate.ca, certificate.keyUsage], ['person', rpps, false, ['1.3.6.1.5.5.7.3.2']]);
  assert.equal(cardholderId(certificate), rpps);
  assert.equal(ground.certificates.judge(certificate), 'persons');
});

test('RFC 4514 §2.4: what a name holds beyond letters is escaped, and the subject is told last part first', async () => {
  const { pem, subject } = await ground.certificates.organisation(finess, 'Nuées + Cie; "n° 1"');
  assert.equal(subject, `CN=Nuées \\+ Cie\\; \\"n° 1\\",OU=${finess},O=Cabinet des Nuées\\, Hervé & fils,C=FR`);
  assert.equal(subjectText(open(pem)), subject);
  assert.equal(ground.certificates.judge(open(pem)), 'organisations');
});

test('Issue 6, 7: a server’s certificate names its hosts and opens nothing for a client', async () => {
  const { pem } = await ground.certificates.server(['localhost', '127.0.0.1']);
  assert.equal(open(pem).checkHost('localhost'), 'localhost');
  assert.equal(open(pem).checkIP('127.0.0.1'), '127.0.0.1');
  assert.throws(() => ground.certificates.judge(open(pem)), { code: 'signin.certificate-untrusted' });
  for (const bad of [[], [''], ['-a'], ['a b'], ['*.example'], ['a/b'], ['x'.repeat(64)], Array(21).fill('a')])
    await assert.rejects(ground.certificates.server(bad), { code: 'signin.malformed-host' }, JSON.stringify(bad));
});

test('Issue 6, 7: nobody who is not in the directory gets a certificate, and without a demonstration nobody does', async () => {
  await assert.rejects(ground.certificates.person('10000000000'), { code: 'signin.unknown-professional' });
  await assert.rejects(ground.certificates.person('x'), { code: 'directory.malformed-professional' });
  await assert.rejects(ground.certificates.organisation('990000099'), { code: 'signin.unknown-structure' });
  const off = ground.beside({ demo: false });
  await off.load();
  await assert.rejects(off.person(rpps), { code: 'signin.no-authority' });
  await assert.rejects(off.authorities(), { code: 'signin.no-authority' });
  assert.deepEqual(off.trusted(), []);
  const { pem } = await ground.certificates.person(rpps);
  assert.throws(() => off.judge(open(pem)), { code: 'signin.certificate-untrusted' });
});

test('RFC 5280 §3.3: who is revoked is refused at once, on every server; the others stay', async () => {
  const other = ground.beside();
  await other.load();
  const silence = await ground.store.listen(revocationChannel, other.heard);
  try {
    const [gone, kept] = [await ground.certificates.person(rpps), await ground.certificates.person(rpps)];
    for (const certificates of [ground.certificates, other]) assert.equal(certificates.judge(open(gone.pem)), 'persons');
    const { revokedAt, reason } = await ground.certificates.revoke(gone.serial.toUpperCase(), 'keyCompromise');
    assert.equal(reason, 'keyCompromise');
    assert.throws(() => ground.certificates.judge(open(gone.pem)), { code: 'signin.certificate-revoked' });
    const refusedThere = (): boolean => {
      try {
        return other.judge(open(gone.pem)) !== 'persons';
      } catch {
        return true;
      }
    };
    for (let i = 0; i < 200 && !refusedThere(); i++) await sleep(20);
    assert.throws(() => other.judge(open(gone.pem)), { code: 'signin.certificate-revoked' });
    assert.equal(other.judge(open(kept.pem)), 'persons');
    const again = await ground.certificates.revoke(gone.serial, 'superseded');
    assert.deepEqual([again.revokedAt, again.reason], [revokedAt, 'keyCompromise'], 'the first word stays');
    await assert.rejects(ground.certificates.revoke('00', 'superseded'), { code: 'signin.unknown-certificate' });
  } finally {
    await silence();
  }
});

test('RFC 5280 §4.1.2.5: before its time and after it a certificate is refused as such', async () => {
  const { pem } = await ground.certificates.person(rpps, { days: 1 });
  for (const [days, code] of [
    [2, 'signin.certificate-expired'],
    [-2, 'signin.certificate-expired'],
  ] as const) {
    const then = ground.beside({ clock: () => new Date(Date.now() + days * 86_400_000) });
    await then.load();
    assert.throws(() => then.judge(open(pem)), { code });
  }
});

test('Issue 6, 7: the list of the command line tells what was issued, those that have ended only when asked', async () => {
  const { serial } = await ground.certificates.organisation(finess, undefined, { days: 1 });
  const later = ground.beside({ clock: () => new Date(Date.now() + 2 * 86_400_000) });
  const has = async (ended: boolean): Promise<boolean> => (await later.list(ended)).some((one) => one.serial === serial);
  assert.deepEqual([await has(false), await has(true)], [false, true]);
});

test('Issue 6, 7: two servers that start together share one authority, sealed with the operator’s key', async () => {
  const fresh = await openAuthorityGround();
  try {
    const both = await Promise.all([fresh.certificates, fresh.beside()].map((one) => one.authorities()));
    assert.deepEqual(both[0], both[1]);
    const { rows } = await fresh.store.pool.query('select sealed from store.secret where name = $1', [
      'signin/demonstration-authority',
    ]);
    assert.equal(rows.length, 1);
    assert.ok(!Buffer.from(rows[0].sealed).includes('CERTIFICATE'));
  } finally {
    await fresh.close();
  }
});
