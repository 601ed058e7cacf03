/** openssl looks at what the demonstration authority makes, and makes an authority of its own that Socle looks at. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type AuthorityGround, finess, openAuthorityGround, rpps } from '../../../spec/signin/authority.ts';
import { withoutWitness, witness } from '../../../test/witnesses.ts';
import type { IssuedCertificate } from './certificates.ts';

const skip = withoutWitness('openssl');
let ground: AuthorityGround;
before(async () => {
  ground = await openAuthorityGround();
});
after(() => ground.close());

const openssl = (...args: string[]): string =>
  execFileSync(witness('openssl') ?? '', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** `openssl verify` with the lists of all authorities, as they are now: OK, or why not. */
async function verified({ pem }: Pick<IssuedCertificate, 'pem'>, purpose: string): Promise<string> {
  const { persons, organisations, lists } = await ground.trust();
  const [root = '', personsFile = ''] = persons;
  const issuing = ground.file('issuing.pem', [personsFile, organisations[0] ?? ''].map((f) => readFileSync(f, 'utf8')).join(''));
  const all = lists.map((list) => openssl('crl', '-inform', 'DER', '-in', list)).join('');
  const leaf = ground.file('leaf.pem', pem);
  const words = ['verify', '-x509_strict', '-crl_check_all', '-CRLfile', ground.file('all.crl', all)];
  const run = spawnSync(witness('openssl') ?? '', [
    ...words,
    ...['-purpose', purpose, '-CAfile', root, '-untrusted', issuing, leaf],
  ]);
  return run.status === 0 ? 'OK' : (/error (\d+) at/.exec(run.stderr.toString() + run.stdout.toString())?.[0] ?? 'failed');
}

test('RFC 5280 §6, openssl verify -x509_strict -crl_check_all: every kind of certificate stands, for its own use only', {
  skip,
}, async () => {
  const { certificates } = ground;
  for (const rsa of [false, true]) {
    const client = [await certificates.person(rpps, { rsa }), await certificates.organisation(finess, 'Dépôt', { rsa })];
    for (const one of client) {
      assert.equal(await verified(one, 'sslclient'), 'OK');
      assert.equal(await verified(one, 'sslserver'), 'error 26 at');
    }
    const server = await certificates.server(['localhost'], { rsa });
    assert.equal(await verified(server, 'sslserver'), 'OK');
    assert.equal(await verified(server, 'sslclient'), 'error 26 at');
  }
});

test('RFC 5280 §5, openssl: the list tells who was revoked, why and when, and grows; the revoked one falls, alone', {
  skip,
}, async () => {
  const { certificates } = ground;
  const [gone, kept] = [await certificates.person(rpps), await certificates.person(rpps)];
  const numberNow = async (): Promise<bigint> => {
    const file = ground.file('n.crl', await certificates.revocations('persons'));
    return BigInt(
      /crlNumber=(0x[0-9A-F]+)/.exec(openssl('crl', '-inform', 'DER', '-in', file, '-noout', '-crlnumber'))?.[1] ?? 0,
    );
  };
  const before = await numberNow();
  await certificates.revoke(gone.serial, 'keyCompromise');
  assert.ok((await numberNow()) > before);
  assert.equal(await verified(gone, 'sslclient'), 'error 23 at');
  assert.equal(await verified(kept, 'sslclient'), 'OK');
  const text = openssl(
    'crl',
    '-inform',
    'DER',
    '-noout',
    '-text',
    '-in',
    ground.file('n.crl', await certificates.revocations('persons')),
  );
  assert.match(text, new RegExp(`Serial Number: ${gone.serial}`, 'i'));
  assert.match(text, /Key Compromise/);
  assert.match(text, /Issuer: C = FR, O = .*CN = AUTORITE DE DEMONSTRATION SOCLE PERSONNES/);
});

test('RFC 5280 §4.2 and RFC 4514, openssl x509: the profile and the subject are what Socle says', { skip }, async () => {
  const made = await ground.certificates.organisation(finess, 'Nuées + Cie');
  const file = ground.file('x.pem', made.pem);
  const subject = openssl('x509', '-in', file, '-noout', '-subject', '-nameopt', 'RFC2253,-esc_msb,utf8');
  assert.equal(subject.trim(), `subject=${made.subject}`);
  const text = openssl('x509', '-in', file, '-noout', '-text');
  for (const words of [
    /Basic Constraints: critical\s+CA:FALSE/,
    /Key Usage: critical\s+Digital Signature\n/,
    /Extended Key Usage:\s+TLS Web Client Authentication\n/,
    /CRL Distribution Points:\s+Full Name:\s+URI:http:\/\/localhost:8080\/pki\/organisations\.crl/,
    /CA Issuers - URI:http:\/\/localhost:8080\/pki\/organisations\.cer/,
    /Policy: 2\.25\.\d+/,
    /Issuer: C = FR, O = .*, CN = AUTORITE DE DEMONSTRATION SOCLE ORGANISATIONS/,
  ])
    assert.match(text, words);
  const digest = openssl('x509', '-in', file, '-noout', '-fingerprint', '-sha256');
  assert.equal(digest.trim().split('=')[1]?.replaceAll(':', '').toLowerCase(), made.fingerprint);
});

test('RFC 7292, openssl pkcs12: certificate, key and chain become a file that a browser imports', { skip }, async () => {
  const made = await ground.certificates.person(rpps);
  const [pem, key, out] = [ground.file('p.pem', made.pem + made.chain), ground.file('p.key', made.key), ground.file('p.p12', '')];
  openssl('pkcs12', '-export', '-in', pem, '-inkey', key, '-out', out, '-passout', 'pass:essai');
  const back = openssl('pkcs12', '-in', out, '-passin', 'pass:essai', '-nodes');
  assert.equal(back.match(/BEGIN CERTIFICATE/g)?.length, 3);
  assert.match(back, /BEGIN PRIVATE KEY/);
});

test('docs/guide/certificates.md, an authority made by openssl: trusted by settings, its list obeyed', { skip }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'socle-openssl-'));
  const at = (name: string): string => join(folder, name);
  try {
    writeFileSync(at('index'), '');
    writeFileSync(at('crlnumber'), '01\n');
    const lines = ['[ca]', 'default_ca=d', '[d]', `database=${at('index')}`, `crlnumber=${at('crlnumber')}`];
    const more = ['default_md=sha256', 'default_crl_days=7', '[client]', 'extendedKeyUsage=clientAuth', ''];
    writeFileSync(at('conf'), [...lines, ...more].join('\n'));
    const rootArgs = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', at('ca.key'), '-out', at('ca.pem'), '-days', '30'];
    openssl('req', ...rootArgs, '-subj', '/C=FR/O=Essai/CN=Racine d’essai', '-utf8');
    for (const name of ['good', 'gone']) {
      const keyArgs = ['-newkey', 'rsa:2048', '-nodes', '-keyout', at(`${name}.key`), '-out', at(`${name}.csr`)];
      openssl('req', ...keyArgs, '-subj', `/C=FR/O=Essai/CN=${rpps.slice(1)}`);
      const signArgs = ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial', '-days', '10', '-out', at(`${name}.pem`)];
      openssl('x509', '-req', '-in', at(`${name}.csr`), ...signArgs, '-extfile', at('conf'), '-extensions', 'client');
    }
    const authority = ['-config', at('conf'), '-cert', at('ca.pem'), '-keyfile', at('ca.key')];
    spawnSync(witness('openssl') ?? '', ['ca', ...authority, '-revoke', at('gone.pem')]);
    openssl('ca', ...authority, '-gencrl', '-out', at('list.pem'));
    const trust = { persons: [at('ca.pem')], organisations: [], lists: [at('list.pem')] };
    const certificates = ground.beside({ demo: false, trust });
    await certificates.load();
    assert.equal(certificates.judge(new X509Certificate(readFileSync(at('good.pem')))), 'persons');
    assert.throws(() => certificates.judge(new X509Certificate(readFileSync(at('gone.pem')))), {
      code: 'signin.certificate-revoked',
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
