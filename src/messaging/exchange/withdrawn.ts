import { parseItemId, type RecordId } from '#kernel';
import { compose } from '../compose.ts';
import { requireRight } from '../mailboxes/enter.ts';
import type { MailboxPermit } from '../mailboxes/mailbox.ts';
import type { Sent } from '../post/post.ts';
import type { ExchangeDesk } from './desk.ts';
import { dispatched } from './dispatch.ts';
import { notSentYet, notWithdrawn } from './refusals.ts';
import { deletionText } from './words.ts';

/**
 * Warns everybody who was sent a document from this mailbox that its author withdrew it: a preset text, in the thread of each message that carried it,
 * without the document. Told in the record’s log. Refuses `messaging.not-allowed`, `messaging.not-sent`, `messaging.not-withdrawn`, and what `post.send` refuses.
 * Source: Référentiel MSSanté #2, suppression d’un document envoyé.
 */
export async function warnOfWithdrawal(desk: ExchangeDesk, permit: MailboxPermit, document: string): Promise<readonly Sent[]> {
  requireRight(permit, 'write');
  const { call, mailbox } = permit;
  const { record } = parseItemId(document);
  const messages = await dispatched(desk, mailbox.id, record, [document as Parameters<typeof dispatched>[3][number]]);
  if (messages.length === 0) throw notSentYet();
  const { versions } = await desk.documents.related(call, document);
  if (versions.some(({ id }) => id === document)) throw notWithdrawn();
  await told(desk, permit, record, document);
  const sent: Sent[] = [];
  for (const { recipients, messageId, label, at } of messages) {
    const bytes = await compose({
      from: { name: mailbox.name, address: mailbox.address },
      to: recipients.map((address) => ({ name: '', address })),
      subject: 'Suppression d’un document envoyé',
      text: deletionText(label, at, mailbox.name),
      inReplyTo: messageId,
      references: [messageId],
      date: call.at,
      headers: { 'X-MSS-NIL': desk.productReference },
    });
    sent.push(await desk.post.send(permit, { recipients: recipients.map((address) => ({ address })), bytes, keepIn: 'sent' }));
  }
  return sent;
}

async function told({ trace }: ExchangeDesk, { call }: MailboxPermit, record: RecordId, document: string): Promise<void> {
  const object = { kind: 'DocumentReference', id: document };
  await trace.journal(call, record, { action: 'send', outcome: 'done', object, detail: { about: 'withdrawal' } });
}
