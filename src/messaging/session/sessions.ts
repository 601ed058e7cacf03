import { TLSSocket } from 'node:tls';
import { type Actor, Refusal } from '#kernel';
import type { MailboxPermit } from '../mailboxes/mailbox.ts';
import { type Known, openCredentials } from './credentials.ts';
import type { Connection, MailSessionsDeps } from './desk.ts';
import { openGate } from './gate.ts';
import { openJournal } from './journal.ts';
import { cancelled, tlsNeeded, tooManyFailures, unknownMechanism } from './refusals.ts';
import { errorChallenge, isMechanism, type Mechanism, mechanisms, readResponse, type Said } from './sasl.ts';

/** What is said while a client signs in, whichever protocol carries it. */
export interface Talk {
  /** As the client named it. */
  readonly mechanism: string;
  /** The initial response, base64 or `=`; undefined when none came along. */
  readonly initial?: string;
  /** Sends a challenge (base64, or '') and gives the line that answers; undefined for `*`. */
  ask(challenge: string): Promise<string | undefined>;
}

/** Somebody who came in. Each act asks {@link MailSession.permit} for proof that they still may. */
export interface MailSession {
  readonly actor: Actor;
  /** Lower case; that of the first permit. */
  readonly address: string;
  /**
   * The permit of this instant. Looks again at token, certificate, part and mailbox when the last look is 30 s old, or at once with `now`, as
   * what writes asks it. Refuses what {@link MailSessions.signIn} refuses; the session has then ended.
   */
  permit(now?: 'now'): Promise<MailboxPermit>;
  /** Told once, when the session does not stand any more though nobody asked: within some 30 s. */
  onEnd(told: (why: Refusal) => void): void;
  close(): void;
}

export interface MailSessions {
  /** What this connection may sign in by: nothing before TLS, EXTERNAL where a client certificate was shown. */
  mechanisms(connection: Pick<Connection, 'socket'>): readonly Mechanism[];
  /**
   * Refuses `messaging.tls-needed`, `messaging.sasl-mechanism`, `messaging.sasl-malformed`, `messaging.sasl-cancelled`, `signin.slow-down`, what
   * `Signin.bearer` refuses of a token and `Certificates.presented` of a certificate, `messaging.citizen-by-web`,
   * `messaging.no-mail-program`, `messaging.token-too-narrow`, `messaging.certificate-unbound`, `messaging.which-mailbox`, what `Mailboxes.enter` refuses.
   */
  signIn(talk: Talk, connection: Connection): Promise<MailSession>;
  /** How many sessions are open. */
  count(): number;
  close(): Promise<void>;
}

const staleSeconds = 30;
const roundSeconds = 5;

/** Sessions of mail clients; see docs/guide/messaging.md for which tokens and certificates open what. */
export function openMailSessions(deps: MailSessionsDeps): MailSessions {
  const { clock, log, issuer } = deps;
  const credentials = openCredentials(deps);
  const gate = openGate(clock);
  const journal = openJournal(deps);
  const open = new Set<Held>();
  const said = async (talk: Talk): Promise<{ mechanism: Mechanism; told: Said }> => {
    const mechanism = talk.mechanism.toUpperCase();
    if (!isMechanism(mechanism)) throw unknownMechanism();
    const response = talk.initial ?? (await talk.ask(''));
    if (response === undefined || response === '*') throw cancelled();
    return { mechanism, told: readResponse(mechanism, response) };
  };
  /** Source: RFC 7628 §3.2.3: a failure is told in JSON, and the client answers before it is told no. */
  const sayWhy = async (talk: Talk, mechanism: Mechanism): Promise<void> => {
    const challenge = errorChallenge(mechanism, issuer, 'scope_all');
    if (challenge !== undefined) await talk.ask(challenge).catch(() => undefined);
  };
  const round = setInterval(() => void lookAround(open, clock, log), roundSeconds * 1000);
  round.unref();
  return {
    mechanisms: ({ socket }) =>
      !(socket instanceof TLSSocket)
        ? []
        : mechanisms.filter((one) => one !== 'EXTERNAL' || socket.getPeerX509Certificate() !== undefined),
    async signIn(talk, connection) {
      const { remote, signal } = connection;
      if (!(connection.socket instanceof TLSSocket)) throw tlsNeeded();
      let way = talk.mechanism.toLowerCase().slice(0, 20);
      let mailbox = '';
      let known: Known | undefined;
      try {
        const { mechanism, told } = await said(talk);
        way = mechanism.toLowerCase();
        mailbox = told.mailbox;
        const pause = gate.pause(remote, mailbox);
        if (pause > 0) throw tooManyFailures(pause);
        try {
          known = await credentials.known(told, connection);
          const permit = await credentials.enter(known, told.mailbox, connection);
          await journal.done(connection.door, way, known, permit);
          gate.succeeded(remote, mailbox);
          return hold({ credentials, told, connection, open, clock }, known, permit);
        } catch (error) {
          if (error instanceof Refusal && !isOurs(error)) await sayWhy(talk, mechanism);
          throw error;
        }
      } catch (error) {
        if (!(error instanceof Refusal) || isOurs(error)) throw error;
        await journal.refused(connection.door, isMechanism(way.toUpperCase()) ? way : 'unknown', error.code, known);
        if (error.code !== 'signin.slow-down') await gate.failed(remote, mailbox, signal);
        throw error;
      }
    },
    count: () => open.size,
    async close() {
      clearInterval(round);
      for (const one of open) one.close();
      await journal.flush();
    },
  };
}

interface Held extends MailSession {
  staleSince(at: Date): boolean;
  look(): Promise<void>;
}

interface Holding {
  readonly credentials: ReturnType<typeof openCredentials>;
  readonly told: Said;
  readonly connection: Connection;
  readonly open: Set<Held>;
  readonly clock: () => Date;
}

function hold({ credentials, told, connection, open, clock }: Holding, known: Known, first: MailboxPermit): Held {
  let permit = first;
  let seenAt = clock().getTime();
  let ended: Refusal | undefined;
  let tell: ((why: Refusal) => void) | undefined;
  const { id, address, state } = first.mailbox;
  const look = async (): Promise<void> => {
    try {
      const now = await credentials.known(told, connection);
      const again = await credentials.enter(now, id, connection);
      if (again.mailbox.state !== state) throw credentials.changed();
      permit = again;
      seenAt = clock().getTime();
    } catch (error) {
      if (!(error instanceof Refusal) || isOurs(error)) throw error;
      ended = error;
      open.delete(held);
      throw error;
    }
  };
  const held: Held = {
    actor: known.actor,
    address,
    staleSince: (at) => at.getTime() - seenAt >= staleSeconds * 1000,
    async permit(now) {
      if (ended !== undefined) throw ended;
      if (now === 'now' || held.staleSince(clock())) await look();
      return permit.at(clock());
    },
    async look() {
      try {
        await look();
      } catch (error) {
        if (ended !== undefined) tell?.(ended);
        else throw error;
      }
    },
    onEnd: (told) => {
      tell = told;
    },
    close: () => void open.delete(held),
  };
  open.add(held);
  return held;
}

/** One after the other: two thousand that wait make seventy looks a second, not two thousand at once. */
async function lookAround(open: ReadonlySet<Held>, clock: () => Date, log: (line: string) => void): Promise<void> {
  for (const one of [...open].filter((held) => held.staleSince(clock()))) {
    await one.look().catch((error: unknown) => {
      if (!(error instanceof Refusal)) log(`mail: a session could not be looked at again: ${String(error).slice(0, 200)}`);
    });
  }
}

/** What is no fault of who signs in: nothing is counted, and no session ends by it. */
const isOurs = ({ code }: Refusal): boolean => code.startsWith('store.');
