import type { Duplex } from 'node:stream';
import type { Mail, MailboxPermit, MailSession, MailSessions } from '#messaging';
import type { Input } from './input.ts';
import type { ImapLimits } from './limits.ts';
import type { View } from './view.ts';
import type { Wire } from './wire.ts';

/** What a session asks of the house. */
export interface SessionParts {
  readonly mail: Mail;
  readonly sessions: MailSessions;
  /** The most bytes of a message. */
  readonly mostBytes: number;
  readonly limits: ImapLimits;
  readonly clock: () => Date;
  /** Without addresses, subjects or words of messages. */
  readonly log: (line: string) => void;
}

/** RFC 3501 §3; `ending`: BYE was said. */
export type State = 'unknown' | 'signed-in' | 'selected' | 'ending';

/** One connection of one client. */
export interface Session {
  readonly parts: SessionParts;
  readonly wire: Wire;
  readonly input: Input;
  /** The client's network address. */
  readonly remote: string;
  /** A TLSSocket once TLS is open. */
  socket(): Duplex;
  /** Aborted when the connection ends. */
  readonly gone: AbortSignal;
  /** Counts the connection among those of its mailbox; false when it has too many. */
  admit(account: MailSession): boolean;
  /** By TLS. */
  secured: boolean;
  /** The client showed a certificate. */
  certified: boolean;
  account: MailSession | undefined;
  /** Proof for the command that runs, renewed before each. */
  permit: MailboxPermit | undefined;
  /** The selected folder. */
  view: View | undefined;
  ending: boolean;
  /** TLS begins after this answer. */
  turnToTls: boolean;
  /** Sign-ins that failed; commands that were none; commands before a mailbox was open. */
  failures: number;
  bad: number;
  before: number;
  /** The client asked for modseqs: CONDSTORE, RFC 7162 §3.1. */
  condstore: boolean;
  /** Expunges are told as VANISHED: RFC 7162 §3.2. */
  qresync: boolean;
}

export function stateOf({ ending, view, account }: Session): State {
  if (ending) return 'ending';
  if (view !== undefined) return 'selected';
  return account === undefined ? 'unknown' : 'signed-in';
}

/** Who may only look, and everybody in a closed mailbox, opens every folder as EXAMINE does. */
export const mayWrite = ({ may, mailbox }: MailboxPermit): boolean => may !== 'read' && mailbox.state === 'open';
