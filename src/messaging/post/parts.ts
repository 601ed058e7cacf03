import type { Call, RecordId } from '#kernel';
import type { MailGround } from '../mail/ground.ts';
import type { ReadMessage } from '../mail/mail.ts';
import type { Mailboxes, MailboxPermit } from '../mailboxes/mailbox.ts';
import type { Route } from './post.ts';

/** What the walk of a message works with. */
export interface PostParts {
  readonly ground: MailGround;
  readonly mailboxes: Pick<Mailboxes, 'byAddress' | 'byId' | 'domains'>;
  readonly routes: Routes;
  /** Whether one of these messages, by Message-ID, stands in a conversation that is kept from who represents the person. */
  readonly isPrivate?: (mailbox: RecordId, messageIds: readonly string[]) => Promise<boolean>;
  /** What the documents of a message may not be; refuses `messaging.several-patients`. */
  readonly inspect?: (message: ReadMessage) => void | Promise<void>;
}

/** Where addresses lead that are of no professional here. */
export interface Routes {
  /** Of the citizens' domain; `sender` absent: from another operator. */
  readonly citizens: (call: Call, address: string, sender?: MailboxPermit) => Promise<Route>;
  /** Of any other domain. Refuses `messaging.untrusted-domain`. */
  readonly elsewhere: (call: Call, address: string) => Promise<Route>;
}
