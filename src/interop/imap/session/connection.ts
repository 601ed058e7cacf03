import type { Duplex } from 'node:stream';
import type { MailSession } from '#messaging';
import { openReader } from '../syntax/index.ts';
import { leave } from './commands/select.ts';
import { type Arriving, converse } from './converse.ts';
import { Input } from './input.ts';
import type { Session, SessionParts } from './session.ts';
import { end } from './standing.ts';
import { Ended, Wire } from './wire.ts';

/** A connection while it lives, as the doors see it. */
export interface Connection {
  readonly remote: string;
  /** Ends it when it was silent, did not sign in, or did not read its answers for too long. */
  look(at: number): void;
  /** The mailbox it opened. */
  readonly mailbox: () => string | undefined;
  close(why: string): void;
  readonly over: Promise<void>;
}

export interface Arrival {
  /** The socket as it was accepted, without TLS. */
  readonly socket: Duplex;
  readonly remote: string;
  /** TLS comes before everything (port 993's way). */
  readonly implicit: boolean;
  /** Does the handshake on a socket; fails when the client does not. */
  secure(socket: Duplex): Promise<{ readonly socket: Duplex; readonly certified: boolean }>;
  /** False when this mailbox has too many connections. */
  admit(mailbox: string): boolean;
}

export function openConnection(parts: SessionParts, arriving: Arriving, arrival: Arrival): Connection {
  const { limits, clock, log } = parts;
  const now = (): number => clock().getTime();
  const { remote } = arrival;
  const since = now();
  let socket = arrival.socket;
  let session: Session | undefined;
  const gone = new AbortController();

  const live = async (): Promise<void> => {
    let certified = false;
    if (arrival.implicit) ({ socket, certified } = await arrival.secure(socket));
    const wire = new Wire(socket, now);
    const input = new Input(socket, openReader({ mostMessageBytes: parts.mostBytes }), now);
    const own: Session = {
      parts,
      wire,
      input,
      remote,
      socket: () => socket,
      gone: gone.signal,
      admit: (account) => admitted(account),
      secured: arrival.implicit,
      certified,
      account: undefined,
      permit: undefined,
      view: undefined,
      ending: false,
      turnToTls: false,
      failures: 0,
      bad: 0,
      before: 0,
      condstore: false,
      qresync: false,
    };
    session = own;
    const turn = async (): Promise<void> => {
      own.turnToTls = false;
      input.leave();
      ({ socket, certified: own.certified } = await arrival.secure(socket));
      wire.turnTo(socket);
      input.turnTo(socket);
      own.secured = true;
    };
    await converse(own, arriving, turn);
    wire.end();
  };
  const admitted = (account: MailSession): boolean => {
    if (!arrival.admit(account.address)) return false;
    // The right is withdrawn or the token ends while nothing is asked: the client is told at once.
    account.onEnd(({ sentence }) => close(sentence.en));
    return true;
  };
  const close = (why: string): void => {
    if (socket.destroyed) return;
    if (session === undefined) return void socket.destroy();
    end(session, why);
    session.wire.flush();
    session.input.stop();
    parted(socket);
  };

  const over = live()
    .catch((error: unknown) => {
      if (error instanceof Ended) session?.wire.end();
      else if (error instanceof Error && !isOfNetwork(error))
        log(`imap: a connection broke: ${(error.stack ?? error.message).slice(0, 500)}`);
    })
    .finally(() => {
      gone.abort();
      session?.account?.close();
      if (session !== undefined) leave(session);
      parted(socket);
    });
  return {
    remote,
    over,
    close,
    mailbox: () => session?.account?.address,
    look(at) {
      const late = (from: number, seconds: number): boolean => at - from > seconds * 1000;
      if (session === undefined || session.account === undefined) {
        if (late(since, limits.signInSeconds)) close('You did not open a mailbox in time.');
      } else if (session.wire.stalledSince !== undefined) {
        if (late(session.wire.stalledSince, limits.stalledSeconds)) socket.destroy();
      } else if (late(session.input.heardAt, limits.silenceSeconds)) close('You were silent for too long.');
    },
  };
}

const partingMs = 2000;

/** Lets the client read the last words; one that does not, or never closes its side, does not keep the connection. */
function parted(socket: Duplex): void {
  if (socket.destroyed) return;
  socket.removeAllListeners('readable');
  socket.resume();
  if (!socket.writableEnded) socket.end();
  setTimeout(() => socket.destroy(), partingMs).unref();
}

const isOfNetwork = (error: Error): boolean => 'code' in error && /^(E[A-Z]+|ERR_(SSL|TLS|STREAM)_\w+)$/.test(String(error.code));
