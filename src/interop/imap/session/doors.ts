import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type SecureContextOptions, type TLSSocket } from 'node:tls';
import { mailCiphers } from '#messaging';
import { type Connection, openConnection } from './connection.ts';
import type { SessionParts } from './session.ts';

/** The server's certificate with its key, and whose client certificates are believed; all in PEM. */
export interface DoorMaterial {
  readonly cert: string;
  readonly key: string;
  readonly authorities: readonly string[];
}

export interface DoorSettings {
  readonly host: string;
  /** With STARTTLS, and by TLS from the first byte; each undefined for none, 0 for any free one. */
  readonly ports: { readonly starttls?: number; readonly tls?: number };
  readonly material: DoorMaterial;
}

export interface Doors {
  /** The ports that were opened. */
  readonly ports: { readonly starttls: number | undefined; readonly tls: number | undefined };
  /** Handshakes from now on are held to this. */
  renew(material: DoorMaterial): void;
  /** Connections at this moment. */
  count(): number;
  close(): Promise<void>;
}

const lookSeconds = 1;

/** Fails with the Error of `listen` when a port is taken. TLS 1.2 or newer; a client certificate is asked for and not demanded. */
export async function openDoors(parts: SessionParts, { host, ports, material }: DoorSettings): Promise<Doors> {
  const { limits, clock } = parts;
  const arriving = { bytes: 0 };
  const open = new Set<Connection>();
  const ofRemote = new Map<string, number>();
  const tls = openTls(material);

  const come = (socket: Socket, implicit: boolean): void => {
    const remote = socket.remoteAddress ?? '';
    socket.on('error', () => undefined); // the session sees the end of it
    const many = ofRemote.get(remote) ?? 0;
    if (open.size >= limits.connections || many >= limits.connectionsOfAddress) {
      if (implicit) socket.destroy();
      else socket.end('* BYE Too many connections; try again later.\r\n', () => socket.destroy());
      return;
    }
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 120_000);
    const admit = (mailbox: string): boolean => {
      const same = [...open].filter((one) => one.mailbox() === mailbox);
      return same.length < limits.connectionsOfMailbox;
    };
    const connection = openConnection(parts, arriving, { socket, remote, implicit, secure: tls.secure, admit });
    open.add(connection);
    ofRemote.set(remote, many + 1);
    void connection.over.then(() => {
      open.delete(connection);
      const left = (ofRemote.get(remote) ?? 1) - 1;
      if (left > 0) ofRemote.set(remote, left);
      else ofRemote.delete(remote);
    });
  };
  const plain = ports.starttls === undefined ? undefined : createServer((socket) => come(socket, false));
  const direct = ports.tls === undefined ? undefined : createServer((socket) => come(socket, true));
  // One clock for all connections, however many.
  const round = setInterval(() => {
    const at = clock().getTime();
    for (const connection of open) connection.look(at);
  }, lookSeconds * 1000);
  round.unref();
  const close = async (): Promise<void> => {
    clearInterval(round);
    const closed = [plain, direct].map((server) => server && ended(server));
    for (const connection of open) connection.close('The server is shutting down.');
    await Promise.all([...closed, ...[...open].map(({ over }) => over)]);
  };
  try {
    const [starttls, tlsPort] = [
      plain && (await started(plain, host, ports.starttls ?? 0)),
      direct && (await started(direct, host, ports.tls ?? 0)),
    ];
    return { ports: { starttls, tls: tlsPort }, renew: tls.renew, count: () => open.size, close };
  } catch (error) {
    await close();
    throw error;
  }
}

const handshakeSeconds = 15;

/**
 * TLS on sockets that are open already. The server made here never listens: a socket is handed to it, so that handshakes, limits and the
 * judgement of client certificates (`authorized`) are those of Node's own TLS server, by STARTTLS as by the other port.
 */
function openTls(material: DoorMaterial) {
  const server = createTlsServer({
    ...contextOf(material),
    requestCert: true,
    rejectUnauthorized: false,
    handshakeTimeout: handshakeSeconds * 1000,
  });
  const waiting = new Map<string, (socket: TLSSocket) => void>();
  const keyOf = ({ remoteAddress, remotePort, localPort }: Socket): string => `${remoteAddress} ${remotePort} ${localPort}`;
  server.on('secureConnection', (socket) => waiting.get(keyOf(socket))?.(socket));
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  return {
    renew: (next: DoorMaterial) => server.setSecureContext(contextOf(next)),
    secure: (raw: unknown): Promise<{ readonly socket: TLSSocket; readonly certified: boolean }> =>
      new Promise((resolve, reject) => {
        const plain = raw as Socket;
        const key = keyOf(plain);
        const gone = (): void => {
          waiting.delete(key);
          reject(Object.assign(new Error('no TLS handshake'), { code: 'ECONNRESET' }));
        };
        plain.once('close', gone);
        waiting.set(key, (socket) => {
          waiting.delete(key);
          plain.off('close', gone);
          socket.on('error', () => undefined);
          resolve({ socket, certified: socket.getPeerX509Certificate() !== undefined });
        });
        server.emit('connection', plain);
      }),
  };
}

function contextOf({ cert, key, authorities }: DoorMaterial): SecureContextOptions {
  return { cert, key, ca: [...authorities], minVersion: 'TLSv1.2', ciphers: mailCiphers, honorCipherOrder: true };
}

function started(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, backlog: 1024 }, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

const ended = (server: Server): Promise<void> => new Promise((done) => (server.listening ? server.close(() => done()) : done()));
