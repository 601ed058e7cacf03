import type { X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { noCertificate } from './refusals.ts';

/** By connection: a request may be handed on as a copy, which has the same one. */
const refused = new WeakSet<object>();

/**
 * The certificate that the other side of this connection proved to hold, checked by TLS against the authorities the operator trusts and, on
 * Socle's own listener, against their revocation lists; undefined without TLS, without a certificate, or with one that was not accepted.
 * Nothing a header says is believed.
 *
 * Source: RFC 8705 §2, §3.
 */
export function peerCertificate(request: IncomingMessage): X509Certificate | undefined {
  const { socket } = request;
  if (!(socket instanceof TLSSocket) || !socket.authorized || refused.has(socket)) return undefined;
  return socket.getPeerX509Certificate();
}

/** Whether {@link peerCertificate} gives the certificate of this request's connection, as it was judged now. */
export function judgePeer({ socket }: IncomingMessage, stands: boolean): void {
  if (stands) refused.delete(socket);
  else refused.add(socket);
}

/** What was presented, accepted or not, and whether TLS could prove it. Refuses `signin.certificate-none`. */
export function presentedBy({ socket }: IncomingMessage): { readonly certificate: X509Certificate; readonly proven: boolean } {
  const certificate = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined;
  if (certificate === undefined) throw noCertificate();
  return { certificate, proven: socket instanceof TLSSocket && socket.authorized };
}
