import { type ItemId, type RecordId, Refusal } from '#kernel';
import type { MailboxPermit } from '../mailboxes/mailbox.ts';
import type { Sent } from '../post/post.ts';
import { productReference } from '../product.ts';
import type { Labelled } from './audience.ts';
import { dismiss, type Filings, type FilingsAsked, fileByHand, listFilings } from './byHand.ts';
import type { ExchangeDesk } from './desk.ts';
import { type Filing, filingOf } from './filing.ts';
import { type ForeseenRecipients, foresee } from './foresee.ts';
import { look } from './look.ts';
import { sentWith } from './once.ts';
import { type DocumentsSent, type DocumentsToSend, sendDocuments } from './send.ts';
import { warnOfWithdrawal } from './withdrawn.ts';

/** Documents in messages: those that leave, and those that arrive and are filed. */
export interface Exchange {
  /** Start with `send.ts`. */
  send(permit: MailboxPermit, wanted: DocumentsToSend): Promise<DocumentsSent>;
  /** Where a document went in a message of this key. */
  sentWith(permit: MailboxPermit, document: ItemId, key: string): Promise<Pick<Sent, 'delivered' | 'queued'> | undefined>;
  /** Before a deposit: refuses what sending it would refuse for its addresses and for who may see it; sends nothing. */
  foresee(permit: MailboxPermit, record: RecordId, hidden: Labelled, to: ForeseenRecipients): Promise<void>;
  /** Right after a deposit, what it made: nothing happens without a recipient. */
  sendAfterDeposit(permit: MailboxPermit, wanted: DocumentsToSend): Promise<DocumentsSent | undefined>;
  /** Tells those who were sent a document that it was withdrawn. */
  warnOfWithdrawal(permit: MailboxPermit, document: string): Promise<readonly Sent[]>;
  /** After a message arrived, by a job; start with `look.ts`. Undefined when it brings no documents. */
  look(mailbox: RecordId, content: number): Promise<Filing | undefined>;
  /** What became of one message’s documents. */
  filing(permit: MailboxPermit, content: number): Promise<Filing | undefined>;
  filings(permit: MailboxPermit, asked: FilingsAsked): Promise<Filings>;
  file(permit: MailboxPermit, content: number, patient?: RecordId): Promise<Filing>;
  dismiss(permit: MailboxPermit, content: number, reason: string): Promise<Filing>;
}

export interface ExchangeParts extends Omit<ExchangeDesk, 'productReference'> {
  readonly productReference?: string;
  readonly clock: () => Date;
}

export function openExchange(parts: ExchangeParts): Exchange {
  const desk: ExchangeDesk = { ...parts, productReference: parts.productReference ?? productReference };
  return {
    send: (permit, wanted) => sendDocuments(desk, permit, wanted),
    sentWith: (permit, document, key) => sentWith(desk, permit, document, key),
    foresee: (permit, record, hidden, to) => foresee(desk, permit, record, hidden, to),
    sendAfterDeposit: async (permit, wanted) =>
      wanted.recipients.length === 0 && wanted.toPatient !== true ? undefined : sendDocuments(desk, permit, wanted),
    warnOfWithdrawal: (permit, document) => warnOfWithdrawal(desk, permit, document),
    look: (mailbox, content) =>
      unlessGone(async () => look(desk, await desk.mailboxes.enterForHouse(mailbox, parts.clock()), content)),
    filing: ({ mailbox }, content) => filingOf(desk.store, mailbox.id, content),
    filings: (permit, asked) => listFilings(desk, permit, asked),
    file: (permit, content, patient) => fileByHand(desk, permit, content, patient),
    dismiss: (permit, content, reason) => dismiss(desk, permit, content, reason),
  };
}

/** A message may be expunged before anybody looked at it: there is nothing left to do then. */
async function unlessGone<T>(look: () => Promise<T>): Promise<T | undefined> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof Refusal && /^messaging\.(no-message|unknown-mailbox)$/.test(error.code)) return undefined;
    throw error;
  }
}
