import type { Duplex } from 'node:stream';
import type { Directory } from '#directory';
import type { Certificates, Journal, Signin } from '#signin';
import type { Mailboxes } from '../mailboxes/mailbox.ts';

export interface MailSessionsDeps {
  readonly mailboxes: Pick<Mailboxes, 'enter' | 'mine'>;
  readonly signin: Pick<Signin, 'bearer' | 'requireScope'>;
  readonly certificates: Pick<Certificates, 'presented' | 'introduce'>;
  readonly directory: Pick<Directory, 'software' | 'certified'>;
  /** Where a client finds the provider that gives tokens: `Signin.issuer`. */
  readonly issuer: string;
  readonly trace?: Journal;
  readonly clock: () => Date;
  readonly log: (line: string) => void;
}

/** The connection on which somebody signs in. */
export interface Connection {
  readonly door: 'smtp' | 'imap';
  /** A `TLSSocket` once TLS is open. */
  readonly socket: Duplex;
  /** Its address, kept from when it came: a socket that closed has none. */
  readonly remote: string;
  /** What they come for: `write` to send, `read` where a closed mailbox may be looked at. */
  readonly may: 'read' | 'write';
  /** Ends the wait of who failed, when the connection does. */
  readonly signal?: AbortSignal;
}
