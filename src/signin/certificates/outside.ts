import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { unreadableTrust } from './refusals.ts';
import { X509Certificate as Certificate, X509Crl } from './x509.ts';

/** What a certificate of an authority may do here. */
export type Family = 'persons' | 'organisations';

/** The authorities of others, as files that the operator names and keeps up to date. */
export interface TrustSettings {
  /** Authorities whose certificates are persons': their card signs in. */
  readonly persons: readonly string[];
  /** Authorities whose certificates are organisations': their software calls. */
  readonly organisations: readonly string[];
  /** Revocation lists of all of these. */
  readonly lists: readonly string[];
}

export interface OutsideAuthority {
  readonly family: Family;
  readonly certificate: X509Certificate;
  /** Absent: nothing that this authority issued is accepted. */
  readonly list?: { readonly until: Date; readonly has: (serial: string) => boolean };
}

/** Changes when one of the files does: a long list is not read again for nothing. */
export function stampOf({ persons, organisations, lists }: TrustSettings): string {
  return JSON.stringify(
    [...persons, ...organisations, ...lists].map((file) => {
      try {
        const { mtimeMs, size, ino } = statSync(file);
        return [file, mtimeMs, size, ino];
      } catch {
        return [file]; // told when it is read
      }
    }),
  );
}

const largest = 64 * 1024 * 1024;

/**
 * Reads the files; each may hold several certificates or lists. A list counts only when it carries the signature of the authority it names;
 * of two, the newer. Refuses `signin.unreadable-trust` naming the file. Downloads nothing: what is fresh is the operator's to fetch.
 */
export async function readOutside({ persons, organisations, lists }: TrustSettings): Promise<OutsideAuthority[]> {
  const authorities = [
    ...persons.flatMap((file) => certificatesOf(file).map((certificate) => ({ family: 'persons' as const, certificate }))),
    ...organisations.flatMap((file) =>
      certificatesOf(file).map((certificate) => ({ family: 'organisations' as const, certificate })),
    ),
  ];
  const read = lists.flatMap((file) => listsOf(file));
  return Promise.all(authorities.map(async (one) => ({ ...one, ...(await newest(one.certificate, read)) })));
}

async function newest(authority: X509Certificate, lists: readonly X509Crl[]): Promise<Pick<OutsideAuthority, 'list'>> {
  const issuer = new Certificate(authority.raw);
  let found: X509Crl | undefined;
  for (const list of lists) {
    if (list.issuer !== issuer.subject || (found !== undefined && found.thisUpdate >= list.thisUpdate)) continue;
    if (await list.verify({ publicKey: issuer }).catch(() => false)) found = list;
  }
  if (found?.nextUpdate === undefined) return {};
  const serials = new Set(found.entries.map(({ serialNumber }) => plain(serialNumber)));
  return { list: { until: found.nextUpdate, has: (serial) => serials.has(plain(serial)) } };
}

/** A serial number is a number: the same in either case and without the zeros before it. */
const plain = (serial: string): string => serial.toLowerCase().replace(/^0+(?=.)/, '');

function certificatesOf(file: string): X509Certificate[] {
  const found = partsOf(file, 'CERTIFICATE', (part) => new X509Certificate(part));
  if (!found.every(({ ca }) => ca)) throw unreadableTrust(file);
  return found;
}

function listsOf(file: string): X509Crl[] {
  return partsOf(file, 'X509 CRL', (part) => new X509Crl(part));
}

function partsOf<T>(file: string, label: string, parse: (part: Buffer) => T): T[] {
  try {
    const bytes = readFileSync(file);
    if (bytes.length > largest) throw unreadableTrust(file);
    const pem = new RegExp(`-----BEGIN ${label}-----([A-Za-z0-9+/=\\s]+)-----END ${label}-----`, 'g');
    const blocks = [...bytes.toString('latin1').matchAll(pem)].map((m) => Buffer.from(m[1] ?? '', 'base64'));
    return (blocks.length === 0 ? [bytes] : blocks).map(parse);
  } catch {
    throw unreadableTrust(file);
  }
}
