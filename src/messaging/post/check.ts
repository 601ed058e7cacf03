import type { Call } from '#kernel';
import { notOpen } from '../conversations/refusals.ts';
import { isPrivate } from '../conversations/rules.ts';
import { type Incoming, incoming } from '../mail/incoming.ts';
import { requireRight } from '../mailboxes/enter.ts';
import type { MailboxPermit } from '../mailboxes/mailbox.ts';
import { closed } from '../mailboxes/refusals.ts';
import type { PostParts } from './parts.ts';
import type { Arrival, Letter, RecipientAsked } from './post.ts';
import { malformedMessage, noRecipient, tooManyRecipients, wrongOperator, wrongSender } from './refusals.ts';

/** RFC 5321 §4.5.3.1.8 asks for no fewer. */
export const mostRecipients = 100;

/** A message as it was handed over: a letter of somebody here, or an arrival. */
export type Received =
  | { readonly step: 'received'; readonly call: Call; readonly sender: MailboxPermit; readonly letter: Letter }
  | { readonly step: 'received'; readonly call: Call; readonly sender: undefined; readonly letter: Arrival };

/** Read, and found to be what may be transmitted; nothing was asked of its recipients yet. */
export interface Checked {
  readonly step: 'checked';
  readonly call: Call;
  readonly sender: MailboxPermit | undefined;
  readonly letter: Partial<Letter> & Pick<Letter, 'bytes'>;
  readonly message: Incoming;
  /** Each address once. */
  readonly recipients: readonly RecipientAsked[];
  /** '' for what makes itself: nobody is told when it cannot be delivered. */
  readonly envelopeFrom: string;
  /** For the person alone, not for those who represent them. */
  readonly secret: boolean;
  /** The domain of the operator who handed it over. */
  readonly operator: string | undefined;
}

/**
 * Refuses `messaging.no-recipient`, `messaging.too-many-recipients`, `messaging.too-large`, `messaging.malformed-message`,
 * `messaging.wrong-sender`, `messaging.closed`, `messaging.citizen-not-open`, `messaging.several-patients`.
 */
export async function check(parts: PostParts, { call, sender, letter }: Received): Promise<Checked> {
  const recipients = once(letter.recipients);
  if (recipients.length === 0) throw noRecipient();
  if (recipients.length > mostRecipients) throw tooManyRecipients(mostRecipients);
  const automatic = sender !== undefined && letter.automatic === true;
  const envelopeFrom = sender === undefined ? letter.envelopeFrom.toLowerCase() : automatic ? '' : sender.mailbox.address;
  if (sender !== undefined) mayWrite(sender, letter);
  const message = incoming(parts.ground, letter.bytes, { envelopeFrom });
  if (message.parsed.from.length === 0 || message.parsed.cut) throw malformedMessage();
  if (sender === undefined) checkOperator(parts, message, letter);
  else checkSender(parts, message, sender, automatic);
  // Of what another operator hands over the receiver answers with the code of the fault: it is not refused.
  if (sender !== undefined) await parts.inspect?.(message);
  return {
    step: 'checked',
    call,
    sender,
    letter,
    message,
    recipients,
    envelopeFrom,
    secret: isPrivate(message.parsed.headers.get('sensitivity') ?? []),
    operator: sender === undefined ? letter.from.domain : undefined,
  };
}

function mayWrite(sender: MailboxPermit, letter: Letter): void {
  requireRight(sender, 'write');
  if (sender.mailbox.state === 'closed') throw closed();
  if (sender.mailbox.kind === 'CIT' && letter.conversation === undefined && letter.automatic !== true) throw notOpen();
}

function once(recipients: readonly RecipientAsked[]): readonly RecipientAsked[] {
  const all = new Map(recipients.map((recipient) => [recipient.address.trim().toLowerCase(), recipient]));
  return [...all].map(([address, recipient]) => ({ ...recipient, address }));
}

/** Who reads the message must not be told another sender than the one who is signed in. RFC 6409 §8.1. */
function checkSender({ mailboxes }: PostParts, { parsed }: Incoming, { mailbox }: MailboxPermit, automatic: boolean): void {
  const own = new Set([mailbox.address]);
  if (automatic) for (const domain of Object.values(mailboxes.domains)) own.add(`postmaster@${domain}`);
  const named = [...parsed.from, ...parsed.sender];
  if (named.some(({ address }) => !own.has(address.normalize('NFC')))) throw wrongSender();
}

/**
 * An operator answers for the names of its own domains, and for no other: nobody is made to believe that a mailbox of ours, or of a third, wrote. A
 * report may come from a host that has no mailboxes (`MAILER-DAEMON@mx1…`), as long as it is none of ours.
 */
function checkOperator({ mailboxes }: PostParts, { parsed, marks }: Incoming, { from, envelopeFrom }: Arrival): void {
  const isTheirs = (domain: string): boolean => domain === from.domain || from.speaksFor?.(domain) === true;
  const ours = new Set(Object.values(mailboxes.domains));
  const isReport = envelopeFrom === '' && marks.report !== undefined && marks.report !== 'automatic';
  const domains = [...parsed.from, ...parsed.sender].map(({ address }) => address.slice(address.lastIndexOf('@') + 1));
  if (domains.some((domain) => ours.has(domain) || (!isReport && !isTheirs(domain)))) throw wrongOperator();
}
