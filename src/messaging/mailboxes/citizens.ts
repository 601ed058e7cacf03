import type { Call, RecordId } from '#kernel';
import { type MailboxDesk, usualQuota } from './desk.ts';
import type { Mailbox } from './mailbox.ts';
import { mailboxById, putAddress, putMailbox } from './mailboxes.sql.ts';
import { putFirstFolders } from './openMailbox.ts';
import { notQualified, unknownMailbox } from './refusals.ts';
import { type MailboxRow, mailboxOf } from './row.ts';

/**
 * The mailbox of a citizen, which is their record, made at its first use: `<matricule>@<citizens’ domain>`. One whose matricule changed is
 * reached by the old and the new. Refuses `messaging.not-qualified`. Source: Éléments d’information ENS Messagerie, ECO.2.2.6.
 */
export async function citizensMailbox(desk: MailboxDesk, call: Call, record: RecordId): Promise<Mailbox> {
  const { store, domains } = desk;
  const identity = await desk.ins.byRecord(record);
  if (identity === undefined || identity.status !== 'QUAL' || identity.matricule === undefined) throw notQualified();
  const address = `${identity.matricule.toLowerCase()}@${domains.citizens}`;
  const { usedGiven, usedFamily, firstBirthGiven, birthFamily } = identity.traits;
  const name = `${usedGiven ?? firstBirthGiven} ${usedFamily ?? birthFamily}`;
  const [there] = await store.query<MailboxRow>(mailboxById, [record]);
  if (there?.address === address) return mailboxOf(there);
  return store.transaction(async (tx) => {
    await store.records.lock(tx, record);
    tx.write(putAddress, [address, record]);
    const values = [record, address, 'CIT', name, null, null, null, '', '', '', true, call.at, usualQuota.CIT];
    if ((await tx.query(putMailbox, values)).length > 0) putFirstFolders(tx, record, call.at);
    const [row] = await tx.query<MailboxRow>(mailboxById, [record]);
    if (row === undefined) throw unknownMailbox();
    return mailboxOf(row);
  });
}
