import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket, type TlsOptions, type Server as TlsServer } from 'node:tls';
import type { TlsMaterial } from '#http';
import { mailCiphers } from '#messaging';
import { addressBlock } from '#signin';
import { type SmtpLimits, usualLimits } from './limits.ts';
import type { Desk, SmtpOptions } from './parts.ts';
import { closing } from './refusals.ts';
import { converse, type Running } from './session.ts';
import { Wire } from './wire.ts';

export interface Smtp {
  /** Where it listens. */
  readonly ports: { readonly starttls?: number; readonly tls?: number };
  /** Connections made from now on are held to this. */
  renew(material: TlsMaterial): void;
  connections(): number;
  /** No message that comes in is cut off: whoever is at work is waited for, ten seconds at most. */
  close(): Promise<void>;
}

const lastWaitSeconds = 10;

/**
 * Listens for submission and reception, by STARTTLS and by TLS from the first byte. Rejects with Node's error when a port is taken. Client
 * certificates are asked for and not demanded. Source: RFC 3207; RFC 8314 §3.3.
 */
export async function openSmtp({ material, host, ports, limits: given, ...parts }: SmtpOptions): Promise<Smtp> {
  const limits: SmtpLimits = { ...usualLimits, ...given };
  const desk: Desk = { ...parts, limits, arriving: { bytes: 0 } };
  const running = new Map<Wire, Running>();
  const speak = async (socket: Socket, greet: boolean): Promise<void> => {
    const wire = new Wire(socket);
    const state: Running = { busy: false, stopping: false };
    running.set(wire, state);
    try {
      if ((await converse(desk, wire, state, greet)) === 'starttls') upgraded.emit('connection', socket);
      else wire.end();
    } catch (error) {
      parts.log(`smtp: ${error instanceof Error ? error.message.slice(0, 200) : 'a defect'}`);
      socket.destroy();
    } finally {
      running.delete(wire);
    }
  };
  const tlsServer = (greet: boolean): TlsServer =>
    createTlsServer(contextOf(material), (socket: TLSSocket) => void speak(socket, greet)).on(
      'tlsClientError',
      (_error, socket) => socket.destroy(),
    );
  const [upgraded, direct] = [tlsServer(false), tlsServer(true)];
  const count = openCount(limits);
  const listening: Server[] = [];
  const listen = async (port: number | undefined, take: (socket: Socket) => void): Promise<number | undefined> => {
    if (port === undefined) return undefined;
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      if (count.take(socket)) take(socket);
      else socket.end('421 4.7.0 Too many connections\r\n', () => socket.destroy());
    });
    await started(server, host, port);
    listening.push(server);
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : port;
  };
  try {
    const starttls = await listen(ports.starttls, (socket) => void speak(socket, true));
    const tls = await listen(ports.tls, (socket) => void direct.emit('connection', socket));
    return {
      ports: { ...(starttls === undefined ? {} : { starttls }), ...(tls === undefined ? {} : { tls }) },
      renew(next) {
        for (const one of [upgraded, direct]) one.setSecureContext(contextOf(next));
      },
      connections: count.all,
      close: () => closeAll(listening, running, count.sockets),
    };
  } catch (error) {
    for (const one of listening) one.close();
    throw error;
  }
}

function contextOf({ cert, key, authorities }: TlsMaterial): TlsOptions {
  return {
    cert,
    key,
    ca: [...authorities],
    minVersion: 'TLSv1.2',
    honorCipherOrder: true,
    ciphers: mailCiphers,
    requestCert: true,
    rejectUnauthorized: false,
    handshakeTimeout: 10_000,
  };
}

/** Connections, in all and of each address. */
function openCount({ connections, connectionsPerAddress }: SmtpLimits) {
  const byAddress = new Map<string, number>();
  const sockets = new Set<Socket>();
  return {
    sockets,
    all: () => sockets.size,
    take(socket: Socket): boolean {
      const block = addressBlock(socket.remoteAddress ?? '');
      const same = byAddress.get(block) ?? 0;
      if (sockets.size >= connections || same >= connectionsPerAddress) return false;
      sockets.add(socket);
      byAddress.set(block, same + 1);
      socket.once('close', () => {
        sockets.delete(socket);
        const left = (byAddress.get(block) ?? 1) - 1;
        if (left > 0) byAddress.set(block, left);
        else byAddress.delete(block);
      });
      return true;
    },
  };
}

async function closeAll(listening: readonly Server[], running: ReadonlyMap<Wire, Running>, sockets: ReadonlySet<Socket>) {
  const closed = listening.map((one) => new Promise<void>((done) => one.close(() => done())));
  for (const [wire, state] of running) {
    state.stopping = true;
    if (!state.busy) wire.end(closing());
  }
  const until = Date.now() + lastWaitSeconds * 1000;
  while ([...running.values()].some(({ busy }) => busy) && Date.now() < until) await new Promise((wait) => setTimeout(wait, 20));
  for (const one of sockets) one.destroy();
  await Promise.all(closed);
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
