import { createHash, type KeyObject, sign, type X509Certificate } from 'node:crypto';
import { element, leaf, type Xml } from '../cda/build/xml.ts';
import { mismatched, outOfDate, wrongKey } from './refusals.ts';

const ds = 'http://www.w3.org/2000/09/xmldsig#';
const xades = 'http://uri.etsi.org/01903/v1.3.2#';
const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const sha256 = 'http://www.w3.org/2001/04/xmlenc#sha256';

export interface Signing {
  /** The name of the signed file, which the signature points to; letters, digits, `.`, `_` and `-`. */
  readonly name: string;
  /** RSA of 2,048 bits at least, or ECDSA on P-256. */
  readonly key: KeyObject;
  readonly certificate: X509Certificate;
  readonly at: Date;
}

/**
 * Signs a document: a signature in a file of its own, beside the document (XML-DSig, detached, with the signed properties of XAdES-BES:
 * time and certificate).
 *
 * Out: XML in UTF-8. The reference holds the digest of the bytes themselves, with no transform: one byte changed anywhere, a blank or an
 * attribute's quote, and it fails. The document itself stays as it is: CDA R2 has no place for a signature, and its schema refuses one.
 * Refuses `documents.signing-key` (too weak or of another kind), `documents.signing-mismatch` (the certificate is of another key),
 * `documents.signing-expired`. It does not judge who issued the certificate, adds no time-stamp of a third party, and is no signature of a
 * submission set (CI-SIS, XAdES on a manifest).
 *
 * Source: XML Signature 1.1 §4; RFC 4051; ETSI TS 101 903 v1.4.2 §4.4.1.
 */
export function signDocument(document: Uint8Array, { name, key, certificate, at }: Signing): Buffer {
  if (!/^[\w.-]{1,200}$/.test(name)) throw new Error('a signed file has a plain name');
  const method = methodOf(key);
  if (!certificate.checkPrivateKey(key)) throw mismatched();
  if (at < certificate.validFromDate || at > certificate.validToDate) throw outOfDate(certificate.validToDate);
  const properties = signedProperties(certificate, at);
  const info = signedInfo(method.uri, [
    reference({ URI: name }, digest(document)),
    reference({ Type: 'http://uri.etsi.org/01903#SignedProperties', URI: '#signed-properties' }, digest(properties), exclusive),
  ]);
  const value = sign('sha256', Buffer.from(info), { key, dsaEncoding: 'ieee-p1363' }).toString('base64');
  const whole = element(
    'ds:Signature',
    { 'xmlns:ds': ds, Id: 'signature' },
    info,
    leaf('ds:SignatureValue', value),
    element('ds:KeyInfo', {}, element('ds:X509Data', {}, leaf('ds:X509Certificate', certificate.raw.toString('base64')))),
    element('ds:Object', {}, element('xades:QualifyingProperties', { 'xmlns:xades': xades, Target: '#signature' }, properties)),
  );
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${whole}`, 'utf8');
}

function methodOf(key: KeyObject): { readonly uri: string } {
  const { modulusLength = 0, namedCurve } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'rsa' && modulusLength >= 2048)
    return { uri: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256' };
  if (key.asymmetricKeyType === 'ec' && namedCurve === 'prime256v1')
    return { uri: 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256' };
  throw wrongKey();
}

/**
 * What is signed, already in its canonical form (exclusive XML canonicalization): each part that is digested alone names its namespaces
 * itself, attributes are in order, no element is empty by its short form, and nothing stands between elements.
 */
function signedInfo(method: string, references: readonly Xml[]): Xml {
  return element(
    'ds:SignedInfo',
    { 'xmlns:ds': ds },
    full('ds:CanonicalizationMethod', { Algorithm: exclusive }),
    full('ds:SignatureMethod', { Algorithm: method }),
    ...references,
  );
}

function reference(at: { readonly Type?: string; readonly URI: string }, value: string, transform?: string): Xml {
  const transforms =
    transform === undefined ? [] : [element('ds:Transforms', {}, full('ds:Transform', { Algorithm: transform }))];
  return element(
    'ds:Reference',
    at,
    ...transforms,
    full('ds:DigestMethod', { Algorithm: sha256 }),
    leaf('ds:DigestValue', value),
  );
}

function signedProperties(certificate: X509Certificate, at: Date): Xml {
  return element(
    'xades:SignedProperties',
    { 'xmlns:xades': xades, Id: 'signed-properties' },
    element(
      'xades:SignedSignatureProperties',
      {},
      leaf('xades:SigningTime', `${at.toISOString().slice(0, 19)}Z`),
      element(
        'xades:SigningCertificate',
        {},
        element(
          'xades:Cert',
          {},
          element(
            'xades:CertDigest',
            {},
            full('ds:DigestMethod', { 'xmlns:ds': ds, Algorithm: sha256 }),
            leaf('ds:DigestValue', digest(certificate.raw), { 'xmlns:ds': ds }),
          ),
          element(
            'xades:IssuerSerial',
            {},
            leaf('ds:X509IssuerName', issuerOf(certificate), { 'xmlns:ds': ds }),
            leaf('ds:X509SerialNumber', BigInt(`0x${certificate.serialNumber}`).toString(), { 'xmlns:ds': ds }),
          ),
        ),
      ),
    ),
  );
}

/** RFC 4514: the parts from the last to the first. */
function issuerOf({ issuer }: X509Certificate): string {
  return issuer.split('\n').reverse().join(',');
}

const digest = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('base64');
/** An element without content as canonical XML writes it. */
const full = (name: string, attributes: Readonly<Record<string, string>>): Xml =>
  element(name, attributes).replace(/\/>$/, `></${name}>`) as Xml;
