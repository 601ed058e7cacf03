import type { X509Certificate } from 'node:crypto';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { peerCertificate } from '../certificates/peer.ts';

/**
 * How the provider knows a client by its certificate: the one that TLS proved, told by its subject; what it gets for it is bound to it.
 *
 * Source: RFC 8705 §2.1 (the PKI method), §3.
 */
export const mutualTls = {
  enabled: true,
  certificateBoundAccessTokens: true,
  tlsClientAuth: true,
  selfSignedTlsClientAuth: false,
  getCertificate: (ctx: KoaContextWithOIDC): X509Certificate | undefined => peerCertificate(ctx.req),
  certificateAuthorized: (ctx: KoaContextWithOIDC): boolean => peerCertificate(ctx.req) !== undefined,
  certificateSubjectMatches(ctx: KoaContextWithOIDC, property: string, expected: string): boolean {
    const certificate = peerCertificate(ctx.req);
    return property === 'tls_client_auth_subject_dn' && certificate !== undefined && sameSubject(certificate.subject, expected);
  },
} as const;

/**
 * Whether two distinguished names are one. In: what Node tells of a certificate (a line for each part, the country first), or a name in
 * the form of RFC 4514 (commas, the country last); either order is taken. Letters of the same word in another case, and more spaces,
 * make no difference; a missing or a further part does.
 */
export function sameSubject(told: string, expected: string): boolean {
  const [one, other] = [partsOf(told), partsOf(expected)];
  if (one === undefined || other === undefined || one.length === 0) return false;
  const alike = (names: readonly string[]): boolean => names.length === one.length && names.every((name, i) => name === one[i]);
  return alike(other) || alike([...other].reverse());
}

/** What OpenSSL, RFC 4514 and the IGC-Santé call the same attribute. */
const names: Readonly<Record<string, string>> = {
  g: 'gn',
  givenname: 'gn',
  surname: 'sn',
  t: 'title',
  e: 'emailaddress',
  email: 'emailaddress',
  s: 'st',
};

/** `type=value` of each part, in order; undefined when the text is no name. */
function partsOf(text: string): string[] | undefined {
  const parts: string[] = [];
  for (const part of text.match(/(?:\\[\s\S]|[^\\,\n])+/g) ?? []) {
    const m = /^\s*([A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)+)\s*=([\s\S]*)$/.exec(part);
    const type = m?.[1]?.toLowerCase();
    const value = m === null ? undefined : plain(m[2] ?? '');
    if (type === undefined || value === undefined || value === '') return undefined;
    parts.push(`${names[type] ?? type}=${value}`);
  }
  return parts;
}

/** Without escapes: `\,` is a comma, `\C3\A9` the bytes of an é. */
function plain(value: string): string {
  const bytes = value
    .trim()
    .replace(/(?:\\[0-9A-Fa-f]{2})+/g, (run) => Buffer.from(run.replaceAll('\\', ''), 'hex').toString('utf8'));
  const text = bytes.replace(/\\([\s\S])/g, '$1').replace(/^"([\s\S]*)"$/, '$1');
  return text.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase();
}
