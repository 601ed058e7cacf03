import { X509Certificate } from 'node:crypto';
import { resolveMx } from 'node:dns/promises';
import { isIP } from 'node:net';
import { type ConnectionOptions, checkServerIdentity } from 'node:tls';
import type { Carriage, Carried, CarriedEnvelope, CarriedRecipient, Carrier } from '#messaging';
import { carryWithinSeconds } from '#messaging';
import { type Dsn, type HandOver, handOver } from './handOver.ts';
import { mayConnect, openSocket } from './reach.ts';

/** A domain of the signed list, as far as carrying goes. */
export interface TrustedPeer {
  /** Where it takes mail; absent: the domain's MX records say it, port 25. */
  readonly relay?: { readonly host: string; readonly port: number };
}

/** Our certificate as a client, and the authorities of those that we trust, in PEM. */
export interface ClientMaterial {
  readonly cert: string;
  readonly key: string;
  readonly authorities: readonly string[];
  /** Lists of the revoked, in PEM. */
  readonly crls?: readonly string[];
}

export interface CarrierParts {
  /** Undefined: not in the list (any more). */
  readonly peer: (domain: string) => TrustedPeer | undefined;
  /** Whether this certificate is that of the domain's operator, by the list. */
  readonly speaksFor: (certificate: X509Certificate, domain: string) => boolean;
  /** Throws for a certificate that was revoked, or does not stand for another reason. */
  readonly judge?: (certificate: X509Certificate) => unknown;
  /** Asked at each connection: certificates are renewed while we run. */
  readonly material: () => ClientMaterial | Promise<ClientMaterial>;
  /** What we call ourselves in EHLO. */
  readonly name: string;
  /** Hosts on this machine or in a private network are reached: for demonstrations and tests alone. */
  readonly allowNear: boolean;
  /** For tests. */
  readonly mxPort?: number;
  readonly mx?: (domain: string) => Promise<readonly { readonly exchange: string; readonly priority: number }[]>;
  readonly withinSeconds?: number;
}

const mostHosts = 3;

/**
 * Hands messages to other operators by SMTP: STARTTLS or nothing, TLS 1.2 at least, both sides with a certificate. The other's is held against the
 * authorities of the trusted list and must prove the host's name. What a server would have to change (eight-bit bytes that it does not take, an
 * address in UTF-8, a size above its limit) is not sent. Source: RFC 5321, 3207, 1870, 6152, 6531, 3461; MSSanté #1 (mutual TLS).
 */
export function openCarrier(parts: CarrierParts): Carrier {
  return {
    async carry(domain, envelope, bytes) {
      const until = Date.now() + Math.min(parts.withinSeconds ?? carryWithinSeconds, carryWithinSeconds - 10) * 1000;
      try {
        const peer = parts.peer(domain);
        if (peer === undefined) return all(envelope, 'permanent', '550 5.7.1 this domain is not in the trusted list');
        return await throughHosts(parts, peer, domain, envelope, bytes, until);
      } catch (error) {
        return all(envelope, 'temporary', `451 4.4.0 ${wordsOf(error)}`);
      }
    },
  };
}

async function throughHosts(
  parts: CarrierParts,
  peer: TrustedPeer,
  domain: string,
  envelope: CarriedEnvelope,
  bytes: Buffer,
  until: number,
): Promise<Carriage> {
  const hosts = peer.relay === undefined ? await exchanges(parts, domain) : [peer.relay.host];
  let last: Carriage | undefined;
  for (const host of hosts.slice(0, mostHosts)) {
    last = await throughHost(parts, { peer, domain, host }, envelope, bytes, until);
    // an answer for anybody ends it: the next host is for when this one cannot be reached
    if (last.host !== undefined || Date.now() >= until) return last;
  }
  return last ?? all(envelope, 'temporary', '451 4.4.4 no host takes mail for this domain');
}

async function exchanges({ mx = resolveMx }: CarrierParts, domain: string): Promise<readonly string[]> {
  const found = [...(await mx(domain))].sort((one, other) => one.priority - other.priority);
  // RFC 7505: a single point says that the domain takes none
  return found.map(({ exchange }) => exchange.replace(/\.$/, '')).filter((host) => host !== '');
}

async function throughHost(
  parts: CarrierParts,
  to: { readonly peer: TrustedPeer; readonly domain: string; readonly host: string },
  envelope: CarriedEnvelope,
  bytes: Buffer,
  until: number,
): Promise<Carriage> {
  const { peer, host } = to;
  const near = mayConnect(parts.allowNear);
  let session: HandOver | undefined;
  try {
    const socket = await openSocket(host, peer.relay?.port ?? parts.mxPort ?? 25, near, Math.min(30_000, until - Date.now()));
    session = await handOver({ socket, host, name: parts.name, tls: await tlsFor(parts, to), until });
    const outcomes = new Map<string, Carried>();
    for (const [recipients, dsn] of bySameReport(envelope)) {
      for (const one of await session.send({ from: envelope.from, recipients, bytes, dsn })) outcomes.set(one.recipient, one);
    }
    const recipients = envelope.recipients.map(
      ({ address }): Carried =>
        outcomes.get(address) ?? {
          recipient: address,
          outcome: 'temporary',
          reply: '451 4.4.2 the connection ended before it was their turn',
        },
    );
    return { recipients, host, reports: session.reports };
  } catch (error) {
    return all(envelope, 'temporary', `451 ${session === undefined ? '4.4.1' : '4.4.2'} ${host}: ${wordsOf(error)}`);
  } finally {
    session?.end();
  }
}

/**
 * The server's certificate must be the operator's by the list, or that of the host that the list names for the domain. A host that only the DNS
 * named proves nothing.
 */
async function tlsFor(
  { material, speaksFor, judge }: CarrierParts,
  { peer, domain, host }: { readonly peer: TrustedPeer; readonly domain: string; readonly host: string },
): Promise<ConnectionOptions> {
  const { cert, key, authorities, crls = [] } = await material();
  return {
    cert,
    key,
    ca: [...authorities],
    ...(crls.length === 0 ? {} : { crl: [...crls] }),
    minVersion: 'TLSv1.2',
    rejectUnauthorized: true,
    ...(isIP(host) === 0 ? { servername: host } : {}),
    checkServerIdentity: (_, certificate) => {
      const shown = new X509Certificate(certificate.raw);
      try {
        judge?.(shown);
      } catch (error) {
        return error instanceof Error ? error : new Error('the certificate does not stand');
      }
      if (speaksFor(shown, domain)) return undefined;
      if (peer.relay !== undefined) return checkServerIdentity(host, certificate);
      return new Error('the certificate is not that of the operator of this domain');
    },
  };
}

/** RFC 3461's parameters stand with each RCPT; our client says them once a transaction: recipients that asked for the same go together. */
function bySameReport({ recipients, ret, envelopeId }: CarriedEnvelope): [string[], Dsn][] {
  const key = ({ notify, originalRecipient }: CarriedRecipient): string =>
    JSON.stringify([notify ?? [], originalRecipient ?? '']);
  return [...Map.groupBy(recipients, key).values()].map((those) => {
    const [{ notify, originalRecipient } = {}] = those as readonly Partial<CarriedRecipient>[];
    const dsn: Dsn = {
      ...(ret === undefined ? {} : { ret: ret === 'full' ? 'FULL' : 'HDRS' }),
      ...(envelopeId === undefined ? {} : { envid: envelopeId }),
      ...(notify === undefined ? {} : { notify: notify.map((word) => word.toUpperCase()) }),
      ...(originalRecipient === undefined ? {} : { orcpt: originalRecipient }),
    };
    return [those.map(({ address }) => address), dsn];
  });
}

function all({ recipients }: CarriedEnvelope, outcome: Carried['outcome'], reply: string): Carriage {
  return {
    recipients: recipients.map(({ address }) => ({ recipient: address, outcome, reply: reply.slice(0, 500) })),
    reports: false,
  };
}

const wordsOf = (error: unknown): string =>
  String(error instanceof Error ? error.message : error)
    .replaceAll(/\s+/g, ' ')
    .slice(0, 300);
