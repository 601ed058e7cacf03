import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { type AuthorityGround, finess, openAuthorityGround, rpps } from '../../../spec/signin/authority.ts';
import type { Certificates } from './certificates.ts';
import type { TrustSettings } from './outside.ts';

/** The authority of somebody else is another Socle's; the one that trusts it has no demonstration. */
let outside: AuthorityGround;
let here: AuthorityGround;
before(async () => {
  [outside, here] = await Promise.all([openAuthorityGround(), openAuthorityGround()]);
});
after(() => Promise.all([outside.close(), here.close()]));

const open = ({ pem }: { pem: string }): X509Certificate => new X509Certificate(pem);

async function trusting(trust: TrustSettings, clock = () => new Date()): Promise<Certificates> {
  const certificates = here.beside({ demo: false, trust, clock });
  await certificates.load();
  return certificates;
}

test('docs/guide/certificates.md, outside authorities: each is trusted for what the operator named it for', async () => {
  const certificates = await trusting(await outside.trust());
  assert.equal(certificates.trusted().length, 3);
  assert.equal(certificates.judge(open(await outside.certificates.person(rpps))), 'persons');
  assert.equal(certificates.judge(open(await outside.certificates.organisation(finess))), 'organisations');
  assert.throws(() => certificates.judge(open({ pem: certificates.trusted()[0] ?? '' })), {
    code: 'signin.certificate-untrusted',
  });
});

test('RFC 5280 §6.3: without a list, with one that has ended, or with one that somebody else signed, nothing is accepted', async () => {
  const trust = await outside.trust();
  const card = open(await outside.certificates.person(rpps));
  const code = 'signin.revocation-unknown';
  const without = await trusting({ ...trust, lists: [] });
  assert.throws(() => without.judge(card), { code });
  assert.match(here.said.join('\n'), /no revocation list of CN=AUTORITE DE DEMONSTRATION SOCLE PERSONNES/);
  const rootless = await trusting({ ...trust, lists: trust.lists.filter((file) => !file.endsWith('root.crl')) });
  assert.throws(() => rootless.judge(card), { code }, 'the list of the root is asked for the authority below it');
  const late = await trusting(trust, () => new Date(Date.now() + 8 * 86_400_000));
  assert.throws(() => late.judge(card), { code });
  const forged = here.file('forged.crl', await here.certificates.revocations('persons'));
  const own = trust.lists.filter((file) => !file.endsWith('persons.crl'));
  const fooled = await trusting({ ...trust, lists: [...own, forged] });
  assert.throws(() => fooled.judge(card), { code });
});

test('RFC 5280 §6.3: who is on the newer list is refused', async () => {
  const card = await outside.certificates.person(rpps);
  const before = await outside.trust();
  const old = before.lists.map((file, i) => outside.file(`old-${i}.crl`, readFileSync(file)));
  await outside.certificates.revoke(card.serial, 'cessationOfOperation');
  const certificates = await trusting({ ...before, lists: old });
  assert.equal(certificates.judge(open(card)), 'persons');
  const after = await outside.trust();
  const both = await trusting({ ...after, lists: [...after.lists, ...old] });
  assert.throws(() => both.judge(open(card)), { code: 'signin.certificate-revoked' });
});

test('Issue 6, bad input: a file that holds no authority or no list is refused by its name', async () => {
  const leaf = here.file('leaf.pem', (await here.certificates.person(rpps)).pem);
  const noise = here.file('noise.pem', 'not a certificate');
  const absent = `${noise}.absent`;
  for (const persons of [leaf, noise, absent])
    await assert.rejects(trusting({ persons: [persons], organisations: [], lists: [] }), {
      code: 'signin.unreadable-trust',
      at: persons,
    });
  await assert.rejects(trusting({ persons: [], organisations: [], lists: [noise] }), { code: 'signin.unreadable-trust' });
});
