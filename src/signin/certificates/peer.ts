import type { X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';

/**
 * The certificate that the other side of this connection proved to hold, checked by TLS against the authorities the operator trusts;
 * undefined without TLS, without a certificate, or with one that was not accepted. Nothing a header says is believed.
 *
 * Source: RFC 8705 §2, §3.
 */
export function peerCertificate({ socket }: IncomingMessage): X509Certificate | undefined {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return undefined;
  return socket.getPeerX509Certificate();
}
