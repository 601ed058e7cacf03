import type { X509Certificate } from 'node:crypto';
import { X509Certificate as NodeCertificate } from 'node:crypto';
import type { Authority } from './authority.ts';
import type { Family, OutsideAuthority } from './outside.ts';
import { expiredCertificate, revocationUnknown, revokedCertificate, untrustedCertificate } from './refusals.ts';

/** What there is to judge by. */
export interface Known {
  readonly own: Authority | undefined;
  /** Serial numbers of ours. */
  readonly revoked: ReadonlySet<string>;
  readonly outside: readonly OutsideAuthority[];
}

/** Extended key usages; RFC 5280 §4.2.1.12. */
const uses = { server: '1.3.6.1.5.5.7.3.1', client: '1.3.6.1.5.5.7.3.2' } as const;
export type CertificateUse = keyof typeof uses;

/**
 * Whether a certificate stands, and what its authority is for. The authority that issued it must itself be among those named: one that
 * merely hangs under a named root is not. Every link up to a root is looked up in the list of the one above; no current list, no entry.
 */
export function openJudge(known: () => Known, clock: () => Date) {
  let own: { readonly of: Authority; readonly all: readonly OutsideAuthority[] } | undefined;
  const ownAuthorities = (authority: Authority): readonly OutsideAuthority[] => {
    if (own?.of === authority) return own.all;
    const list = { until: new Date(8.64e15), has: (serial: string) => known().revoked.has(serial.toLowerCase()) };
    const asNode = (name: keyof Authority) => new NodeCertificate(authority[name].certificate.toString('pem'));
    const all = [
      { family: 'persons' as const, certificate: asNode('persons'), list },
      { family: 'organisations' as const, certificate: asNode('organisations'), list },
    ];
    own = { of: authority, all };
    return all;
  };
  return (certificate: X509Certificate, use: CertificateUse = 'client'): Family => {
    const now = clock();
    const { own: authority, outside } = known();
    const all = [...(authority === undefined ? [] : ownAuthorities(authority)), ...outside];
    const issuer = issuerOf(certificate, all);
    if (issuer === undefined || certificate.ca || certificate.keyUsage?.includes(uses[use]) !== true)
      throw untrustedCertificate();
    if (certificate.validFromDate > now || certificate.validToDate <= now) throw expiredCertificate();
    for (let [one, above] = [certificate, issuer]; ; ) {
      if (above.list === undefined || above.list.until <= now) throw revocationUnknown();
      if (above.list.has(one.serialNumber)) throw revokedCertificate();
      const next = issuerOf(above.certificate, all);
      if (next === undefined || next === above) return issuer.family;
      [one, above] = [above.certificate, next];
    }
  };
}

function issuerOf(certificate: X509Certificate, all: readonly OutsideAuthority[]): OutsideAuthority | undefined {
  return all.find((one) => {
    try {
      return certificate.checkIssued(one.certificate) && certificate.verify(one.certificate.publicKey);
    } catch {
      return false; // a key that OpenSSL cannot use signs nothing
    }
  });
}
