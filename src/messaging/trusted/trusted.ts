import { createHash, type X509Certificate } from 'node:crypto';
import { type Call, PLATFORM } from '#kernel';
import { sameSubject } from '#signin';
import type { Store } from '#store';
import type { Trace } from '#trace';
import type { Route } from '../post/post.ts';
import { readTrustedList, type TrustedDomain, type TrustedList } from './list.ts';
import { badSignature, listEarly, listEnded, listOlder, noSigner, untrustedDomain } from './refusals.ts';
import { checkSignature, signerKey, signerName } from './signature.ts';
import { putTrustedList, trustedListInForce } from './trusted.sql.ts';

/** Told to the other servers when a list was loaded; the load is empty. */
export const trustedChannel = 'socle_trusted';
/** Two clocks are not one. */
const earlySeconds = 300;

export interface TrustedStanding extends TrustedList {
  readonly loadedAt: Date;
  /** SHA-256 of the signer's public key. */
  readonly signer: string;
}

/** With which operators messages are exchanged: the signed list in force. Nothing is exchanged with anybody before one is loaded. */
export interface TrustedDomains {
  /** In: any letter case. */
  of(domain: string): TrustedDomain | undefined;
  /** Whether a certificate (judged before) is that of the operator of this domain. */
  speaksFor(certificate: X509Certificate, domain: string): boolean;
  /** Every domain that a certificate speaks for. */
  spokenFor(certificate: X509Certificate): readonly string[];
  standing(): TrustedStanding | undefined;
  /** Where a recipient of another operator is. Refuses `messaging.untrusted-domain`. */
  elsewhere(call: Call, address: string): Promise<Route>;
  /**
   * Puts a list in force; `signature` is a detached JWS, `signer` a PEM certificate or key, asked for the first time and to change who signs. Refuses
   * `messaging.trust-malformed`, `messaging.trust-signature`, `messaging.trust-no-signer`, `messaging.trust-key`, `messaging.trust-ended`,
   * `messaging.trust-early`, `messaging.trust-older`; the list in force stays then.
   */
  load(
    call: Call,
    given: { readonly list: Buffer; readonly signature: string; readonly signer?: string },
  ): Promise<TrustedStanding>;
  /** Reads what is in force in the database. What does not stand there is told, and what was in force stays. */
  refresh(): Promise<void>;
}

export interface TrustedDeps {
  readonly store: Store;
  readonly trace: Pick<Trace, 'append'>;
  readonly clock: () => Date;
  readonly log: (line: string) => void;
}

interface Row {
  readonly loaded_at: Date;
  readonly signer: string;
  readonly list: string;
  readonly signature: string;
}

export async function openTrusted({ store, trace, clock, log }: TrustedDeps): Promise<TrustedDomains> {
  let inForce: TrustedStanding | undefined;
  let byName: ReadonlyMap<string, TrustedDomain> = new Map();
  const take = (standing: TrustedStanding): void => {
    inForce = standing;
    byName = new Map(standing.domains.map((one) => [one.name, one]));
  };
  const speaksFor = (certificate: X509Certificate, domain: string): boolean => {
    const known = byName.get(domain.toLowerCase());
    return known !== undefined && isOf(certificate, known);
  };
  const refresh = async (): Promise<void> => {
    const [row] = await store.query<Row>(trustedListInForce, []);
    if (row === undefined) return;
    try {
      const list = Buffer.from(row.list, 'utf8');
      const key = signerKey(row.signer);
      await checkSignature(list, row.signature, key);
      take({ ...readTrustedList(list), loadedAt: row.loaded_at, signer: signerName(key) });
    } catch (error) {
      log(
        `mail: the list of trusted domains cannot be read: ${error instanceof Error ? error.message.slice(0, 200) : 'a defect'}`,
      );
    }
    if (inForce !== undefined && inForce.endsAt <= clock())
      log('mail: the list of trusted domains has ended; it stays in force until another is loaded');
  };
  await refresh();
  return {
    of: (domain) => byName.get(domain.toLowerCase()),
    speaksFor,
    spokenFor: (certificate) => [...byName.values()].filter((one) => isOf(certificate, one)).map(({ name }) => name),
    standing: () => inForce,
    async elsewhere(_call, address) {
      const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
      if (!byName.has(domain)) throw untrustedDomain(domain);
      return { where: 'elsewhere', domain, address };
    },
    async load(call, { list: bytes, signature, signer }) {
      const loaded = await store.transaction(async (tx) => {
        const [row] = await tx.query<Row>(trustedListInForce, []);
        const pem = signer ?? row?.signer;
        if (pem === undefined) throw noSigner();
        const key = signerKey(pem);
        await checkSignature(bytes, signature, key);
        const list = readTrustedList(bytes);
        refuseDates(list, clock());
        const text = bytes.toString('utf8');
        if (!Buffer.from(text, 'utf8').equals(bytes)) throw badSignature();
        const digest = createHash('sha256').update(bytes).digest('hex');
        const publicPem = key.export({ type: 'spki', format: 'pem' }).toString();
        const put = await tx.query(putTrustedList, [call.at, list.issuedAt, publicPem, text, signature.trim()]);
        // An old list, rightly signed in its time, must not bring back who was struck off since.
        if (put.length === 0) throw listOlder();
        const detail = { change: 'trusted-list', domains: String(list.domains.length), digest, signer: signerName(key) };
        await trace.append(tx, call, PLATFORM, { action: 'rights', outcome: 'done', detail });
        return { ...list, loadedAt: call.at, signer: signerName(key) };
      });
      take(loaded);
      await store.outbox.hint(trustedChannel, '');
      return loaded;
    },
    refresh,
  };
}

function refuseDates({ issuedAt, endsAt }: TrustedList, at: Date): void {
  if (endsAt <= at) throw listEnded(endsAt.toISOString());
  if (issuedAt.getTime() > at.getTime() + earlySeconds * 1000) throw listEarly(issuedAt.toISOString());
}

function isOf(certificate: X509Certificate, { name, certificate: known }: TrustedDomain): boolean {
  if (known?.fingerprint !== undefined) return certificate.fingerprint256.replaceAll(':', '').toLowerCase() === known.fingerprint;
  if (known?.subject !== undefined) return sameSubject(certificate.subject, known.subject);
  return certificate.checkHost(name, { subject: 'never' }) !== undefined;
}
