import { createHash } from 'node:crypto';
import { type ItemId, parseItemId } from '#kernel';
import { parseAddress } from '../mailboxes/address.ts';
import type { MailboxPermit } from '../mailboxes/mailbox.ts';
import type { Sent } from '../post/post.ts';
import type { ExchangeDesk } from './desk.ts';
import { dispatched } from './dispatch.ts';

/**
 * The Message-ID of documents that leave. With a key the same documents of the same mailbox have the same one, which tells nothing of the key: it is
 * read by everybody who receives it.
 */
export function messageIdOf({ mailbox }: MailboxPermit, documents: readonly string[], key?: string): string {
  const hash = createHash('sha256').update(JSON.stringify(['messaging/exchange', mailbox.id, documents, key]));
  const name = key === undefined ? crypto.randomUUID() : hash.digest('hex').slice(0, 32);
  return `<${name}@${parseAddress(mailbox.address).domain}>`;
}

/** Where one document went in a message of this key; undefined when none left. What is being sent at this very moment is not seen yet. */
export async function sentWith(
  desk: Pick<ExchangeDesk, 'store' | 'mailboxes'>,
  permit: MailboxPermit,
  document: ItemId,
  key: string,
): Promise<Pick<Sent, 'delivered' | 'queued'> | undefined> {
  const { record } = parseItemId(document);
  const messageId = messageIdOf(permit, [document], key);
  const sent = (await dispatched(desk, permit.mailbox.id, record, [document])).find((one) => one.messageId === messageId);
  if (sent === undefined) return undefined;
  const isHere = await Promise.all(sent.recipients.map(async (one) => (await desk.mailboxes.byAddress(one)) !== undefined));
  return {
    delivered: sent.recipients.filter((_, index) => isHere[index]),
    queued: sent.recipients.filter((_, index) => !isHere[index]),
  };
}
