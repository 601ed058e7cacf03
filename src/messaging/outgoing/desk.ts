import type { RecordId } from '#kernel';
import type { Store } from '#store';
import type { Trace } from '#trace';
import type { Mail } from '../mail/mail.ts';
import type { Mailboxes } from '../mailboxes/mailbox.ts';
import type { Post } from '../post/post.ts';
import type { Carrier } from './carrier.ts';

/** What the queue works with. */
export interface OutgoingParts {
  readonly store: Store;
  readonly trace: Pick<Trace, 'append' | 'journal'>;
  readonly mailboxes: Pick<Mailboxes, 'enterForHouse' | 'domains'>;
  readonly mail: Pick<Mail, 'raw' | 'append' | 'mark'>;
  /** For reports to senders at other operators; asked for when one is sent. */
  readonly post: () => Pick<Post, 'send'>;
  readonly carrier: Carrier;
  /** The signed list as it stands now. */
  readonly trusted: (domain: string) => Promise<boolean>;
  readonly clock: () => Date;
  readonly log: (line: string) => void;
  /** Name of this system, as `EHLO` says it. */
  readonly reporter: string;
  /** Whose name reports bear: `postmaster@exemple.mssante.fr`. */
  readonly postmaster: string;
  /** Nothing is done by itself, only when `settle` is called; for tests. */
  readonly idle?: boolean;
}

/** Recipients of one domain for one message. */
export interface Group {
  readonly record_id: RecordId;
  readonly content: number;
  readonly domain: string;
}
