import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { Duplex } from 'node:stream';
import type { SecureContextOptions } from 'node:tls';

export interface TlsMaterial {
  /** The server's certificate, and those up to its root, in PEM. */
  readonly cert: string;
  readonly key: string;
  /** The authorities whose client certificates are accepted, in PEM. */
  readonly authorities: readonly string[];
}

export interface TlsDeps {
  /** What answers a request; the same as without TLS. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
  /** What answers a wish to speak by WebSocket; the same as without TLS. */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Sees each request first: says whether the client certificate of its connection stands. */
  readonly introduce: (request: IncomingMessage) => void;
  readonly material: TlsMaterial;
  readonly host: string;
  readonly port: number;
}

export interface TlsListener {
  /** Connections made from now on are held to this. */
  renew(material: TlsMaterial): void;
  close(): Promise<void>;
}

/**
 * A second way in, beside plain HTTP: TLS 1.2 or newer. Client certificates are asked for and not demanded: whoever has none is served like
 * by the other way, and one that is not accepted counts as none. Source: RFC 8705 §2; RFC 9325 §3.1.
 */
export async function listenTls({ handle, upgrade, introduce, material, host, port }: TlsDeps): Promise<TlsListener> {
  const server = createServer(
    { ...contextOf(material), requestCert: true, rejectUnauthorized: false, requestTimeout: 120_000, handshakeTimeout: 10_000 },
    (request, response) => {
      introduce(request);
      handle(request, response);
    },
  );
  server.on('upgrade', (request, socket, head) => {
    introduce(request);
    upgrade(request, socket, head);
  });
  await started(server, host, port);
  return {
    renew: (next) => server.setSecureContext(contextOf(next)),
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function contextOf({ cert, key, authorities }: TlsMaterial): SecureContextOptions {
  return { cert, key, ca: [...authorities], minVersion: 'TLSv1.2', honorCipherOrder: true };
}

function started(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
