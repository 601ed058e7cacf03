import { randomBytes, webcrypto } from 'node:crypto';
import type { Store } from '#store';
import { type AuthorityName, nameOf, organisationName, type Profile } from './profiles.ts';
import {
  AuthorityInfoAccessExtension,
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  CertificatePolicyExtension,
  CRLDistributionPointsExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  type Name,
  type PublicKeyType,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from './x509.ts';

type CryptoKey = webcrypto.CryptoKey;

/** One authority at work: its certificate, and the key with which it signs. */
export interface Issuer {
  readonly name: AuthorityName;
  readonly certificate: X509Certificate;
  readonly key: CryptoKey;
}

export type Authority = Readonly<Record<AuthorityName, Issuer>>;

type Kept = Readonly<Record<AuthorityName, { readonly key: string; readonly certificate: string }>>;

export const authorityNames: readonly AuthorityName[] = ['root', 'organisations', 'persons'];
/** ECDSA P-256, which every TLS library of today knows. */
export const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const rsa = { name: 'RSASSA-PKCS1-v1_5', modulusLength: 3072, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' };

/** Our policy, under an arc that anybody may draw: of no value outside this demonstration. Source: ITU-T X.667 (2.25). */
const policy = '2.25.195530113872903478913440157720361294337';
const day = 86_400_000;
const secret = 'signin/demonstration-authority';

const words: Readonly<Record<AuthorityName, string>> = {
  root: 'AUTORITE DE DEMONSTRATION SOCLE RACINE',
  organisations: 'AUTORITE DE DEMONSTRATION SOCLE ORGANISATIONS',
  persons: 'AUTORITE DE DEMONSTRATION SOCLE PERSONNES',
};

/** Made once for a database and sealed with the operator's key; every server and command on it shares them. */
export async function obtainAuthority(store: Store, publicUrl: string): Promise<Authority> {
  const bytes = await store.secrets.obtain(secret, async () => Buffer.from(JSON.stringify(await make(publicUrl))));
  const kept = JSON.parse(bytes.toString('utf8')) as Kept;
  const opened = async (name: AuthorityName): Promise<Issuer> => ({
    name,
    certificate: new X509Certificate(kept[name].certificate),
    key: await webcrypto.subtle.importKey('pkcs8', Buffer.from(kept[name].key, 'base64'), algorithm, false, ['sign']),
  });
  return {
    root: await opened('root'),
    organisations: await opened('organisations'),
    persons: await opened('persons'),
  };
}

async function make(publicUrl: string): Promise<Kept> {
  const [root, organisations, persons] = [await newKeys(), await newKeys(), await newKeys()];
  const begin = new Date();
  const end = new Date(begin.getTime() + 10 * 365 * day);
  const authorityOf = async (name: AuthorityName, { publicKey }: webcrypto.CryptoKeyPair): Promise<X509Certificate> =>
    X509CertificateGenerator.create({
      serialNumber: newSerial(),
      subject: named(name),
      issuer: named('root'),
      notBefore: begin,
      notAfter: end,
      publicKey,
      signingKey: root.privateKey,
      signingAlgorithm: algorithm,
      extensions: [
        new BasicConstraintsExtension(true, name === 'root' ? 1 : 0, true),
        new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
        await SubjectKeyIdentifierExtension.create(publicKey),
        await AuthorityKeyIdentifierExtension.create(root.publicKey),
        ...(name === 'root' ? [] : [new CertificatePolicyExtension([policy]), ...places('root', publicUrl)]),
      ],
    });
  const keep = async (name: AuthorityName, keys: webcrypto.CryptoKeyPair) => ({
    key: Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64'),
    certificate: (await authorityOf(name, keys)).toString('pem'),
  });
  return {
    root: await keep('root', root),
    organisations: await keep('organisations', organisations),
    persons: await keep('persons', persons),
  };
}

/** A certificate and its key, in PEM; the key is kept nowhere else. */
export interface Issued {
  readonly certificate: X509Certificate;
  readonly pem: string;
  readonly key: string;
}

export interface IssueTerms {
  readonly from: Date;
  readonly days: number;
  /** For software that knows no elliptic curves. */
  readonly rsa: boolean;
  readonly publicUrl: string;
}

/** Begins an hour before `from`, for clocks that are late. */
export async function issue({ certificate: authority, key, name }: Issuer, profile: Profile, terms: IssueTerms): Promise<Issued> {
  const keys = await newKeys(terms.rsa);
  const certificate = await X509CertificateGenerator.create({
    serialNumber: newSerial(),
    subject: profile.subject,
    issuer: authority.subjectName,
    notBefore: new Date(terms.from.getTime() - day / 24),
    notAfter: new Date(terms.from.getTime() + terms.days * day),
    publicKey: keys.publicKey,
    signingKey: key,
    signingAlgorithm: algorithm,
    extensions: [...(await usual(keys.publicKey, authority)), ...profile.extensions, ...places(name, terms.publicUrl)],
  });
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  return { certificate, pem: `${certificate.toString('pem')}\n`, key: pemOf('PRIVATE KEY', pkcs8) };
}

async function usual(publicKey: PublicKeyType, authority: X509Certificate): Promise<Extension[]> {
  return [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    await SubjectKeyIdentifierExtension.create(publicKey),
    await AuthorityKeyIdentifierExtension.create(authority.publicKey),
    new CertificatePolicyExtension([policy]),
  ];
}

/** Where the list of the revoked and the certificate of the issuer are to be had. */
function places(issuer: AuthorityName, publicUrl: string): Extension[] {
  return [
    new CRLDistributionPointsExtension([`${publicUrl}/pki/${issuer}.crl`]),
    new AuthorityInfoAccessExtension({ caIssuers: `${publicUrl}/pki/${issuer}.cer` }),
  ];
}

function named(name: AuthorityName): Name {
  return nameOf([
    ['O', organisationName],
    ['OU', 'Ne vaut que pour les essais'],
    ['CN', words[name]],
  ]);
}

async function newKeys(asRsa = false): Promise<webcrypto.CryptoKeyPair> {
  return (await webcrypto.subtle.generateKey(asRsa ? rsa : algorithm, true, ['sign', 'verify'])) as webcrypto.CryptoKeyPair;
}

/** 126 bits drawn at random, positive, always of 32 digits. Source: RFC 5280 §4.1.2.2. */
function newSerial(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes.toString('hex');
}

function pemOf(label: string, base64: string): string {
  return `-----BEGIN ${label}-----\n${(base64.match(/.{1,64}/g) ?? []).join('\n')}\n-----END ${label}-----\n`;
}
