import { isIP } from 'node:net';
import { type Directory, professionLabel } from '#directory';
import { unknownProfessional } from '../refusals.ts';
import { malformedHost, unknownStructure } from './refusals.ts';
import {
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  type JsonGeneralName,
  Name,
  SubjectAlternativeNameExtension,
} from './x509.ts';

export type Kind = 'organisation' | 'person' | 'server';
export type AuthorityName = 'root' | 'organisations' | 'persons';

/** What a certificate will say: whose it is, which authority issues it, what it may be used for. */
export interface Profile {
  readonly kind: Kind;
  readonly authority: Exclude<AuthorityName, 'root'>;
  /** `8` + RPPS, `1` + FINESS, or the first host. */
  readonly whom: string;
  readonly subject: Name;
  readonly extensions: readonly Extension[];
}

/** Every name of ours says that it is a demonstration: nobody must take one for a certificate of the national authority. */
export const organisationName = 'Socle (démonstration)';
const longest = 64;

/**
 * Names and uses in the manner of IGC-Santé: a person is their RPPS number (CN) with SN, GN and T; an organisation has its national identifier
 * in OU. One certificate authenticates; none of ours signs documents. Source: X.520 upper bounds (64 characters); RFC 5280 §4.2.1.3, §4.2.1.12.
 */
export async function personProfile(directory: Directory, rpps: string): Promise<Profile> {
  const found = await directory.professional(rpps);
  if (found === undefined) throw unknownProfessional();
  const { id, family, given, profession } = found;
  return {
    kind: 'person',
    authority: 'persons',
    whom: id,
    subject: nameOf([
      ['O', organisationName],
      ['T', professionLabel(profession).fr],
      ['SN', family.toUpperCase()],
      ['G', given],
      ['CN', id],
    ]),
    extensions: [clientOnly()],
  };
}

/** `name` is the CN: of the software or the machine that acts for the structure; without it the structure's own. */
export async function organisationProfile(directory: Directory, finess: string, name?: string): Promise<Profile> {
  const found = await directory.structure(finess);
  if (found === undefined) throw unknownStructure();
  return {
    kind: 'organisation',
    authority: 'organisations',
    whom: found.id,
    subject: nameOf([
      ['O', found.name],
      ['OU', found.id],
      ['CN', name ?? found.name],
    ]),
    extensions: [clientOnly()],
  };
}

/** For a TLS server; at most 20 hosts. Refuses `signin.malformed-host`. */
export function serverProfile(hosts: readonly string[]): Profile {
  const [first] = hosts;
  if (first === undefined || hosts.length > 20 || !hosts.every(isHost)) throw malformedHost();
  const names = hosts.map((value): JsonGeneralName => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value }));
  return {
    kind: 'server',
    authority: 'organisations',
    whom: first,
    subject: nameOf([
      ['O', organisationName],
      ['CN', first],
    ]),
    extensions: [new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]), new SubjectAlternativeNameExtension(names)],
  };
}

/** A distinguished name under C=FR, in this order. */
export function nameOf(parts: readonly (readonly [attribute: string, value: string])[]): Name {
  return new Name([
    { C: [{ printableString: 'FR' }] },
    ...parts.map(([attribute, value]) => ({ [attribute]: [{ utf8String: cut(value) }] })),
  ]);
}

const clientOnly = (): Extension => new ExtendedKeyUsageExtension([ExtendedKeyUsage.clientAuth]);
const cut = (text: string): string => [...text].slice(0, longest).join('').trim();
const isHost = (host: string): boolean =>
  isIP(host) !== 0 || (host.length <= 253 && /^(?!-)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*$/i.test(host));
