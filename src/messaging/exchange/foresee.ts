import { type RecordId, unknownId } from '#kernel';
import { requireRight } from '../mailboxes/enter.ts';
import type { MailboxPermit } from '../mailboxes/mailbox.ts';
import { addressedOf, holdToMatrix, type Labelled } from './audience.ts';
import type { ExchangeDesk } from './desk.ts';
import { noRecipient, tooManyRecipients } from './refusals.ts';
import { mostRecipients } from './send.ts';

export interface ForeseenRecipients {
  /** Addresses, 50 at most. */
  readonly recipients: readonly string[];
  readonly toPatient: boolean;
}

/**
 * Holds a document that is not deposited yet against those to whom it is to go: whoever publishes and sends in one act is told of a wrong
 * address, or of somebody who may not see it, before anything is kept. Refuses `messaging.no-recipient`, `messaging.too-many-recipients`,
 * `messaging.malformed-address`, `messaging.other-citizen`, `messaging.not-for-patient`, `messaging.not-for-professionals`. What only the
 * sending can tell (the other side does not answer, the message is too large) is told by the sending.
 */
export async function foresee(
  desk: Pick<ExchangeDesk, 'ins' | 'mailboxes' | 'rights'>,
  permit: MailboxPermit,
  record: RecordId,
  hidden: Labelled,
  { recipients, toPatient }: ForeseenRecipients,
): Promise<void> {
  requireRight(permit, 'write');
  if (recipients.length === 0 && !toPatient) throw noRecipient();
  if (recipients.length > mostRecipients) throw tooManyRecipients(mostRecipients);
  const identity = await desk.ins.byRecord(record);
  if (identity === undefined) throw unknownId();
  const own = toPatient ? [`${identity.matricule?.toLowerCase() ?? ''}@${desk.mailboxes.domains.citizens}`] : [];
  const addressed = await addressedOf(desk, identity, [...recipients, ...own]);
  await holdToMatrix(desk, permit.call, identity, [hidden], addressed);
}
