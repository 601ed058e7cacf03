import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { programPath } from '../../../test/debian.ts';
import { cdaXsd, withoutRules } from '../../../test/officialRules.ts';
import { withoutWitness, witness } from '../../../test/witnesses.ts';
import { headings, vaccinations } from '../cda/build/drafts.check.ts';
import { kinds } from '../cda/build.ts';
import { signDocument } from './index.ts';

const skip = withoutWitness('xmlsec1') || (programPath('openssl') === undefined ? 'not on this machine: openssl' : false);
let folder = '';
const [[heading, form] = []] = fc.sample(fc.tuple(headings, vaccinations), { numRuns: 1, seed: 4 });
const document = heading === undefined ? Buffer.alloc(0) : kinds.vaccination(heading, form).xml;

/** Keys and certificates of a morning, made by openssl. */
const pairs = {
  rsa: ['rsa:2048'],
  ec: ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  p384: ['ec', '-pkeyopt', 'ec_paramgen_curve:P-384'],
} as const;
const run = (program: string, args: readonly string[]) => spawnSync(program, args, { cwd: folder, encoding: 'utf8' });
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'socle-sign-'));
  if (skip === false)
    for (const [name, kind] of Object.entries(pairs)) {
      const made = run('openssl', [
        'req',
        '-x509',
        '-newkey',
        ...kind,
        '-nodes',
        '-keyout',
        `${name}.key`,
        '-out',
        `${name}.crt`,
        '-days',
        '2',
        '-subj',
        '/C=FR/O=Clinique d’essai <&>/CN=Irène',
      ]);
      assert.equal(made.status, 0, made.stderr);
    }
});
after(() => rmSync(folder, { recursive: true }));

const keyOf = (name: string) => createPrivateKey(readFileSync(join(folder, `${name}.key`)));
const certificateOf = (name: string) => new X509Certificate(readFileSync(join(folder, `${name}.crt`)));
function signed(name: 'rsa' | 'ec'): Buffer {
  return signDocument(document, { name: 'document.xml', key: keyOf(name), certificate: certificateOf(name), at: new Date() });
}
function verifies(name: 'rsa' | 'ec', signature: Buffer | string, bytes: Buffer): boolean {
  writeFileSync(join(folder, 'document.xml'), bytes);
  writeFileSync(join(folder, 'signature.xml'), signature);
  const args = [
    '--verify',
    '--id-attr:Id',
    'http://uri.etsi.org/01903/v1.3.2#:SignedProperties',
    '--trusted-pem',
    `${name}.crt`,
    'signature.xml',
  ];
  return run(witness('xmlsec1') ?? 'xmlsec1', args).status === 0;
}

for (const name of ['rsa', 'ec'] as const) {
  test(`XML-DSig, ${name}: xmlsec1 verifies the signature of a document`, { skip }, () => {
    assert.ok(verifies(name, signed(name), document));
  });
  test(`XML-DSig, ${name}: a byte changed anywhere, in the document or in what is signed, fails`, { skip }, () => {
    const signature = signed(name);
    for (const at of [0, 40, document.length >> 1, document.length - 1]) {
      const changed = Buffer.from(document);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      assert.equal(verifies(name, signature, changed), false, `byte ${at}`);
    }
    assert.equal(verifies(name, signature, Buffer.concat([document, Buffer.from('\n')])), false);
    const text = signature.toString();
    const later = text.replace(/<xades:SigningTime>(\d{4})/, (_, year) => `<xades:SigningTime>${Number(year) + 1}`);
    assert.notEqual(later, text);
    assert.equal(verifies(name, later, document), false);
    const elsewhere = text.replace('URI="document.xml"', 'URI="signature.xml"');
    assert.equal(verifies(name, elsewhere, document), false);
    assert.ok(verifies(name, signature, document));
  });
}

test('XML-DSig: a certificate of another key, out of its days, or a curve that is not P-256 are refused', { skip }, () => {
  const at = new Date();
  const name = 'document.xml';
  const sign =
    (key: string, certificate: string, when = at) =>
    () =>
      signDocument(document, { name, key: keyOf(key), certificate: certificateOf(certificate), at: when });
  assert.throws(sign('rsa', 'ec'), { code: 'documents.signing-mismatch' });
  assert.throws(sign('p384', 'p384'), { code: 'documents.signing-key' });
  assert.throws(sign('rsa', 'rsa', new Date(at.getTime() + 5 * 86_400_000)), { code: 'documents.signing-expired' });
});

test('CDA.xsd: the schema refuses a signature inside the document', {
  skip: skip || withoutRules || withoutWitness('xmllint'),
}, () => {
  const inside = document
    .toString()
    .replace(/<\/ClinicalDocument>$/, '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/></ClinicalDocument>');
  writeFileSync(join(folder, 'inside.xml'), inside);
  const asked = run(witness('xmllint') ?? 'xmllint', ['--noout', '--nonet', '--schema', cdaXsd, 'inside.xml']);
  assert.match(asked.stderr, /Signature.*not expected/);
});
