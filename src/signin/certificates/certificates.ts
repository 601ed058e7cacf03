import { X509Certificate as NodeCertificate, type X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Directory } from '#directory';
import type { Store } from '#store';
import { type Authority, authorityNames, type Issued, issue, obtainAuthority } from './authority.ts';
import { listCertificates, putCertificate, revokeCertificate, revokedCertificates } from './certificates.sql.ts';
import { type CertificateUse, type Known, openJudge } from './judge.ts';
import { type Family, type OutsideAuthority, readOutside, stampOf, type TrustSettings } from './outside.ts';
import { judgePeer, presentedBy } from './peer.ts';
import { type AuthorityName, type Kind, organisationProfile, type Profile, personProfile, serverProfile } from './profiles.ts';
import { noAuthority, unknownCertificate, untrustedCertificate } from './refusals.ts';
import { openLists, type Reason, type Revoked } from './revocations.ts';
import { subjectText } from './subject.ts';
import type { X509Certificate as Certificate } from './x509.ts';

/** A certificate of the demonstration authority, as the command line lists it. */
export interface ListedCertificate {
  /** 32 hexadecimal digits. */
  readonly serial: string;
  readonly kind: Kind;
  /** `8` + RPPS, `1` + FINESS, or a host. */
  readonly whom: string;
  /** RFC 4514, as a software's `certificateSubject` wants it. */
  readonly subject: string;
  /** SHA-256 of the certificate, in hexadecimal. */
  readonly fingerprint: string;
  readonly issuedAt: Date;
  readonly notAfter: Date;
  readonly revokedAt?: Date;
  readonly reason?: Reason;
}

export interface IssueOptions {
  /** 1 to 1,095; 365 when absent. */
  readonly days?: number;
  readonly rsa?: boolean;
}

export type IssuedCertificate = Pick<Issued, 'pem' | 'key'> & ListedCertificate & { readonly chain: string };

/** Certificates: those of the demonstration authority, and the authorities of others that the operator trusts. */
export interface Certificates {
  /** For the professional of the directory with this RPPS. Refuses `signin.no-authority`, `signin.unknown-professional`. */
  person(rpps: string, options?: IssueOptions): Promise<IssuedCertificate>;
  /** For software of the structure with this FINESS; `name` is the CN. Refuses `signin.no-authority`, `signin.unknown-structure`. */
  organisation(finess: string, name?: string, options?: IssueOptions): Promise<IssuedCertificate>;
  /** For a TLS server. Refuses `signin.no-authority`, `signin.malformed-host`. */
  server(hosts: readonly string[], options?: IssueOptions): Promise<IssuedCertificate>;
  /** At once, on every server. Again changes nothing. Refuses `signin.unknown-certificate`. */
  revoke(serial: string, reason: Reason): Promise<ListedCertificate>;
  /** The newest 1,000; without `ended`, those still in their time. */
  list(ended: boolean): Promise<ListedCertificate[]>;
  /** Root first, then the two that issue. Refuses `signin.no-authority`. */
  authorities(): Promise<{ readonly name: AuthorityName; readonly pem: string; readonly der: Buffer }[]>;
  /** The signed list of those revoked, in DER. Refuses `signin.no-authority`. */
  revocations(of: AuthorityName): Promise<Buffer>;
  /** Reads what is trusted, at the start and every few minutes; refuses `signin.unreadable-trust`. What cannot be read leaves what was. */
  load(): Promise<void>;
  /** The authorities that a TLS listener accepts, in PEM; as {@link Certificates.load} found them. */
  trusted(): readonly string[];
  /**
   * What this certificate may do here, now; `use` is `client` unless told. Refuses `signin.certificate-untrusted`, `-expired`, `-revoked`, `signin.revocation-unknown`.
   * Proves nothing of who presents it: that is TLS's part.
   */
  judge(certificate: X509Certificate, use?: CertificateUse): Family;
  /** {@link Certificates.judge} of what TLS proved for this request; refuses `signin.certificate-none` too. */
  presented(request: IncomingMessage): { readonly certificate: X509Certificate; readonly family: Family };
  /** For the TLS listener, before anything else sees the request: a certificate that does not stand is not there for anybody. */
  introduce(request: IncomingMessage): void;
  /** On {@link revocationChannel}. */
  heard(): void;
}

/** On which servers hear that something was revoked. */
export const revocationChannel = 'socle_certificates';
const mostRevoked = 100_000;
const longestDays = 1095;

export interface CertificatesDeps {
  readonly directory: Directory;
  readonly demo: boolean;
  readonly publicUrl: string;
  readonly trust?: TrustSettings;
  readonly clock?: () => Date;
  readonly log: (line: string) => void;
}

interface Row {
  readonly serial: string;
  readonly kind: Kind;
  readonly whom: string;
  readonly subject: string;
  readonly fingerprint: string;
  readonly issued_at: Date;
  readonly not_after: Date;
  readonly revoked_at: Date | null;
  readonly reason: string | null;
}

/** Makes nothing before it is asked: the authority comes into being with its first certificate, or with the TLS listener. */
export function openCertificates(store: Store, deps: CertificatesDeps): Certificates {
  const { directory, demo, publicUrl, trust, clock = () => new Date(), log } = deps;
  let own: Promise<Authority> | undefined;
  const authority = (): Promise<Authority> => {
    if (!demo) throw noAuthority();
    own ??= obtainAuthority(store, publicUrl).catch((error: unknown) => {
      own = undefined;
      throw error;
    });
    return own;
  };
  const revoked = (): Promise<Revoked[]> => store.query<Revoked>(revokedCertificates, [clock(), mostRevoked]);
  const lists = openLists(authority, revoked, clock);
  let known: Known = { own: undefined, revoked: new Set(), outside: [] };
  let stamp: string | undefined;
  const judge = openJudge(() => known, clock);

  const loadRevoked = async (): Promise<ReadonlySet<string>> => new Set((await revoked()).map(({ serial }) => serial));
  const issueOf = async (profile: Profile, { days = 365, rsa = false }: IssueOptions = {}): Promise<IssuedCertificate> => {
    const at = clock();
    const all = await authority();
    const terms = { from: at, days: Math.min(Math.max(1, days), longestDays), rsa, publicUrl };
    const made = await issue(all[profile.authority], profile, terms);
    const listed = listedOf(profile, made.certificate, at);
    const { serial, kind, whom, subject, fingerprint, issuedAt, notAfter } = listed;
    await store.query(putCertificate, [serial, profile.authority, kind, whom, subject, fingerprint, issuedAt, notAfter]);
    const chain = `${all[profile.authority].certificate.toString('pem')}\n${all.root.certificate.toString('pem')}\n`;
    return { ...listed, pem: made.pem, key: made.key, chain };
  };
  return {
    person: async (rpps, options) => issueOf(await personProfile(directory, rpps), options),
    organisation: async (finess, name, options) => issueOf(await organisationProfile(directory, finess, name), options),
    server: async (hosts, options) => issueOf(serverProfile(hosts), options),
    async revoke(serial, reason) {
      const [row] = await store.query<Row>(revokeCertificate, [serial.toLowerCase().replaceAll(':', ''), clock(), reason]);
      if (row === undefined) throw unknownCertificate();
      known = { ...known, revoked: await loadRevoked() };
      lists.forget();
      await store.outbox.hint(revocationChannel, '');
      return rowOf(row);
    },
    list: async (ended) => (await store.query<Row>(listCertificates, [ended, clock(), 1000])).map(rowOf),
    async authorities() {
      const all = await authority();
      return authorityNames.map((name) => {
        const { certificate } = all[name];
        return { name, pem: `${certificate.toString('pem')}\n`, der: Buffer.from(certificate.rawData) };
      });
    },
    revocations: (name) => lists.of(name),
    async load() {
      const now = trust === undefined ? '' : stampOf(trust);
      const outside = trust === undefined ? [] : now === stamp ? known.outside : await readOutside(trust);
      stamp = now;
      warnOf(outside, clock(), log);
      known = { own: demo ? await authority() : undefined, revoked: await loadRevoked(), outside };
    },
    trusted: () => [
      ...(known.own === undefined ? [] : authorityNames.flatMap((name) => known.own?.[name].certificate.toString('pem') ?? [])),
      ...known.outside.map(({ certificate }) => certificate.toString()),
    ],
    judge,
    presented(request) {
      const { certificate, proven } = presentedBy(request);
      const family = judge(certificate);
      if (!proven) throw untrustedCertificate();
      return { certificate, family };
    },
    introduce(request) {
      try {
        judge(presentedBy(request).certificate);
        judgePeer(request, true);
      } catch {
        // Also for what nobody foresaw: a strange certificate must not end the server.
        judgePeer(request, false);
      }
    },
    heard() {
      lists.forget();
      loadRevoked().then(
        (now) => {
          known = { ...known, revoked: now };
        },
        () => undefined, // read again by the next load
      );
    },
  };
}

/** A list that ends soon is told while there is time; one that has ended, or that is missing, closes the door of its authority. */
function warnOf(outside: readonly OutsideAuthority[], at: Date, log: (line: string) => void): void {
  for (const { certificate, list } of outside) {
    const name = certificate.subject.split('\n').at(-1) ?? '';
    if (list === undefined) log(`certificates: no revocation list of ${name}: what it issued is refused`);
    else if (list.until <= at) log(`certificates: the revocation list of ${name} has ended: what it issued is refused`);
  }
}

function listedOf(profile: Profile, certificate: Certificate, at: Date): ListedCertificate {
  const node = new NodeCertificate(certificate.toString('pem'));
  return {
    serial: node.serialNumber.toLowerCase(),
    kind: profile.kind,
    whom: profile.whom,
    subject: subjectText(node),
    fingerprint: node.fingerprint256.replaceAll(':', '').toLowerCase(),
    issuedAt: at,
    notAfter: node.validToDate,
  };
}

function rowOf({ serial, kind, whom, subject, fingerprint, issued_at, not_after, revoked_at, reason }: Row): ListedCertificate {
  const listed = { serial, kind, whom, subject, fingerprint, issuedAt: issued_at, notAfter: not_after };
  return revoked_at === null ? listed : { ...listed, revokedAt: revoked_at, reason: (reason ?? 'unspecified') as Reason };
}
