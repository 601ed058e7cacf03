import type { X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { noCertificate } from './refusals.ts';

const refused = new WeakSet<IncomingMessage>();

/**
 * The certificate that the other side of this connection proved to hold, checked by TLS against the authorities the operator trusts and, on
 * Socle's own listener, against their revocation lists; undefined without TLS, without a certificate, or with one that was not accepted.
 * Nothing a header says is believed.
 *
 * Source: RFC 8705 §2, §3.
 */
export function peerCertificate(request: IncomingMessage): X509Certificate | undefined {
  const { socket } = request;
  if (!(socket instanceof TLSSocket) || !socket.authorized || refused.has(request)) return undefined;
  return socket.getPeerX509Certificate();
}

/** From now on {@link peerCertificate} gives none for this request. */
export function refusePeer(request: IncomingMessage): void {
  refused.add(request);
}

/** What was presented, accepted or not, and whether TLS could prove it. Refuses `signin.certificate-none`. */
export function presentedBy({ socket }: IncomingMessage): { readonly certificate: X509Certificate; readonly proven: boolean } {
  const certificate = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined;
  if (certificate === undefined) throw noCertificate();
  return { certificate, proven: socket instanceof TLSSocket && socket.authorized };
}
