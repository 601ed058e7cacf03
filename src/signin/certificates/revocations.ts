import { type Authority, algorithm, type Issuer } from './authority.ts';
import { AuthorityKeyIdentifierExtension, Extension, X509CrlGenerator, X509CrlReason } from './x509.ts';

/** Why a certificate was revoked, as RFC 5280 §5.3.1 names it. */
export const reasons = ['unspecified', 'keyCompromise', 'affiliationChanged', 'superseded', 'cessationOfOperation'] as const;
export type Reason = (typeof reasons)[number];

export interface Revoked {
  readonly serial: string;
  readonly authority: string;
  readonly revoked_at: Date;
  readonly reason: string | null;
}

/** How long a list holds; it is signed anew every hour, and at each revocation. */
const validDays = 7;

/** The signed list of one authority, in DER. Its number grows with the clock. Source: RFC 5280 §5. */
export async function signList(issuer: Issuer, revoked: readonly Revoked[], at: Date): Promise<Buffer> {
  const list = await X509CrlGenerator.create({
    issuer: issuer.certificate.subjectName,
    thisUpdate: at,
    nextUpdate: new Date(at.getTime() + validDays * 86_400_000),
    signingKey: issuer.key,
    signingAlgorithm: algorithm,
    entries: revoked
      .filter(({ authority }) => authority === issuer.name)
      .map(({ serial, revoked_at, reason }) => ({
        serialNumber: serial,
        revocationDate: revoked_at,
        ...(reason === null || reason === 'unspecified' ? {} : { reason: X509CrlReason[reason as Reason] }),
      })),
    extensions: [await AuthorityKeyIdentifierExtension.create(issuer.certificate.publicKey), numberOf(at.getTime())],
  });
  return Buffer.from(list.rawData);
}

/** CRLNumber: a DER INTEGER. */
function numberOf(value: number): Extension {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  const body = (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes;
  return new Extension('2.5.29.20', false, Buffer.concat([Buffer.of(2, body.length), body]));
}

/** What is served under `/pki`: the list of an authority, signed at most an hour ago. */
export function openLists(authority: () => Promise<Authority>, revoked: () => Promise<readonly Revoked[]>, clock: () => Date) {
  const kept = new Map<string, { readonly bytes: Buffer; readonly until: number }>();
  return {
    async of(name: keyof Authority): Promise<Buffer> {
      const at = clock();
      const found = kept.get(name);
      if (found !== undefined && found.until > at.getTime()) return found.bytes;
      const bytes = await signList((await authority())[name], await revoked(), at);
      kept.set(name, { bytes, until: at.getTime() + 3_600_000 });
      return bytes;
    },
    forget: () => kept.clear(),
  };
}
