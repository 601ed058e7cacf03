import type { ItemId, RecordId } from '#kernel';
import type { ExchangeDesk } from './desk.ts';
import { dispatchesOf, putDispatch } from './exchange.sql.ts';

/** A message in which documents of one person left a mailbox. */
export interface Dispatch {
  readonly content: number;
  readonly patient: RecordId;
  readonly documents: readonly ItemId[];
  readonly recipients: readonly string[];
  readonly messageId: string;
  /** The types of the documents, in words. */
  readonly label: string;
  readonly at: Date;
}

/** Kept after the message left: should it be lost on the way, a later version is sent without saying what it replaces, and nothing else is lost. */
export async function keepDispatch({ store }: Pick<ExchangeDesk, 'store'>, mailbox: RecordId, sent: Dispatch): Promise<void> {
  const { content, patient, documents, recipients, messageId, label, at } = sent;
  await store.query(putDispatch, [mailbox, content, patient, documents, recipients, messageId, label, at]);
}

/** The messages of a mailbox that carried any of these documents, newest first, 50 at most. */
export async function dispatched(
  { store }: Pick<ExchangeDesk, 'store'>,
  mailbox: RecordId,
  patient: RecordId,
  documents: readonly ItemId[],
): Promise<readonly Dispatch[]> {
  type Row = Omit<Dispatch, 'content' | 'patient' | 'messageId'> & { readonly n: number; readonly message_id: string };
  const rows = await store.query<Row>(dispatchesOf, [mailbox, patient, documents]);
  return rows.map(({ n, message_id: messageId, ...rest }) => ({ ...rest, content: n, patient, messageId }));
}
