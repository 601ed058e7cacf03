import { parseProfessionalId } from '#directory';
import type { Professional } from '#kernel';
import type { MailboxDesk } from './desk.ts';
import { requireRight } from './enter.ts';
import type { MailboxPermit, MailboxRight } from './mailbox.ts';
import { dropHolder, putHolder } from './mailboxes.sql.ts';
import { malformed, ownersPart, unknownHolder, unknownOwner } from './refusals.ts';

const longestDays = 3653;

/**
 * Gives a professional of the directory a part in a mailbox, or changes it; until an instant within ten years, or for good.
 * Refuses `messaging.not-allowed`, `messaging.unknown-owner`, `messaging.owners-part`, `messaging.malformed-mailbox`.
 */
export async function give(
  desk: MailboxDesk,
  permit: MailboxPermit,
  to: Pick<Professional, 'id'>,
  may: MailboxRight,
  until?: Date,
): Promise<void> {
  requireRight(permit, 'manage');
  const { call, mailbox } = permit;
  const id = parseProfessionalId(to.id);
  if ((await desk.directory.professional(id)) === undefined) throw unknownOwner('professional');
  if (id === mailbox.professional) throw ownersPart();
  if (until !== undefined && !(until > call.at && until.getTime() < call.at.getTime() + longestDays * 86_400_000))
    throw malformed('until');
  await desk.store.transaction(async (tx) => {
    tx.write(putHolder, [`professional:${id}`, mailbox.id, may, call.at, until ?? null, call.actor.kind]);
    const detail = { change: 'mailbox-given', to: id, may };
    await desk.trace.append(tx, call, mailbox.id, { action: 'rights', outcome: 'done', detail });
  });
}

/** In: a holder as {@link Mailboxes.holders} names it. Refuses `messaging.not-allowed`, `messaging.unknown-holder`, `messaging.owners-part`. */
export async function take(desk: MailboxDesk, permit: MailboxPermit, from: string): Promise<void> {
  requireRight(permit, 'manage');
  const { call, mailbox } = permit;
  if (from === `professional:${mailbox.professional}` || from === `software:${mailbox.software}`) throw ownersPart();
  await desk.store.transaction(async (tx) => {
    if ((await tx.query(dropHolder, [from, mailbox.id])).length === 0) throw unknownHolder();
    const detail = { change: 'mailbox-taken', to: from };
    await desk.trace.append(tx, call, mailbox.id, { action: 'rights', outcome: 'done', detail });
  });
}
