import type { Call, RecordId } from '#kernel';
import type { MailboxPermit } from '../mailboxes/mailbox.ts';

/** What RFC 3461 lets a sender ask of each recipient. */
export interface RecipientAsked {
  readonly address: string;
  readonly notify?: readonly ('never' | 'success' | 'failure' | 'delay')[];
  readonly originalRecipient?: string;
}

/** A message to be sent by somebody with a mailbox here. */
export interface Letter {
  readonly recipients: readonly RecipientAsked[];
  /** Exactly what is kept and transmitted. */
  readonly bytes: Buffer;
  /** RFC 3461 §4.3, §4.4. */
  readonly ret?: 'full' | 'hdrs';
  readonly envelopeId?: string;
  /** A report or an answer made by itself: the envelope's sender is empty. */
  readonly automatic?: boolean;
  /** The folder where the sender keeps it (web space): `sent`. A mail client appends it by itself. */
  readonly keepIn?: 'sent';
  /** Its Message-ID alone says that it is the same message when it comes again within a day: it is written anew each time. */
  readonly once?: true;
  /** Set by `conversations/` alone: this letter to a citizen was allowed by an open conversation. */
  readonly conversation?: number;
}

/** A message handed over by another operator. */
export interface Arrival {
  /** The domain that its TLS certificate proved for this message; `speaksFor` says of which others too, none when it is absent. */
  readonly from: { readonly domain: string; readonly speaksFor?: (domain: string) => boolean };
  /** '' for a report. */
  readonly envelopeFrom: string;
  readonly recipients: readonly RecipientAsked[];
  readonly bytes: Buffer;
}

/** Where a recipient is: a mailbox of this operator, or another operator of the trusted list. */
export type Route =
  | { readonly where: 'here'; readonly mailbox: RecordId; readonly address: string }
  | { readonly where: 'elsewhere'; readonly domain: string; readonly address: string };

export interface Sent {
  /** Number of the content in the sender's mailbox; 0 when it keeps nothing: all recipients are here, and their mail client files its own copy. */
  readonly content: number;
  readonly delivered: readonly string[];
  readonly queued: readonly string[];
}

/**
 * The walk of a message: Received → Checked → Addressed → registered, one transaction. Every way in (SMTP, the web spaces, answers made by
 * Socle itself) ends here; when it returns, the message is committed in every mailbox of this operator and in the queue for the others.
 */
export interface Post {
  /** The most bytes of a message, headers and encodings included. */
  readonly mostBytes: number;
  readonly mostRecipients: number;
  /**
   * At `RCPT TO`, or while an address is typed. `sender` absent: from another operator. Refuses `messaging.unknown-recipient`,
   * `messaging.recipient-closed`, `messaging.recipient-full`, `messaging.untrusted-domain`, `messaging.citizen-not-open` (no open
   * conversation), `messaging.malformed-address`.
   */
  route(call: Call, address: string, sender?: MailboxPermit): Promise<Route>;
  /**
   * Refuses what {@link Post.route} refuses of any recipient, `messaging.no-recipient`, `messaging.too-many-recipients`, `messaging.too-large`,
   * `messaging.quota`, `messaging.wrong-sender` (From or Sender names another mailbox; of an arrival, one of another operator), `messaging.malformed-message`,
   * `messaging.several-patients`.
   */
  send(permit: MailboxPermit, letter: Letter): Promise<Sent>;
  /** Refuses the same; a message that one recipient cannot take is refused for all of them, before anything is kept. */
  receive(call: Call, arrival: Arrival): Promise<{ readonly delivered: readonly string[] }>;
}

/**
 * Outbox topic, in the home of the mailbox: `{ content, uid, attachments, report? }`; what follows an arrival is done by jobs. Left only where
 * something may follow: in a citizen's mailbox, where somebody is away, of a message with something attached or that is a report.
 */
export const arrivedTopic = 'messaging.arrived';
