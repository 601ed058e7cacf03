import type { FolderStatus, Mail, MailboxPermit } from '#messaging';
import { printStatus, type StatusItem } from '../../syntax/index.ts';
import { ok } from '../replies.ts';
import type { Session } from '../session.ts';
import { type Behaviour, opened } from './behaviour.ts';

/** RFC 3501 §6.3.10, also of the selected folder. Asking for HIGHESTMODSEQ enables CONDSTORE: RFC 7162 §3.1. */
export const status: Behaviour<'status'> = async (session, { mailbox, items }) => {
  await sayStatus(session, mailbox, items);
  return ok('So it stands.');
};

export async function sayStatus(session: Session, name: string, items: readonly StatusItem[]): Promise<void> {
  const { parts, wire } = session;
  const permit = opened(session);
  if (items.includes('highestmodseq')) session.condstore = true;
  const found = await parts.mail.status(permit, name);
  const recent = items.includes('recent') ? await recentOf(parts.mail, permit, found) : 0;
  const values: Readonly<Record<StatusItem, number>> = {
    messages: found.messages,
    recent,
    uidnext: found.uidNext,
    uidvalidity: found.uidValidity,
    unseen: found.unseen,
    highestmodseq: found.modseq,
    size: found.bytes,
    deleted: found.deleted,
    appendlimit: parts.mostBytes,
  };
  wire.say(
    printStatus(
      name,
      items.map((item) => [item, values[item]]),
    ),
  );
}

/** Messages that no session was told of. */
async function recentOf(mail: Mail, permit: MailboxPermit, { id, recentAfter, uidNext }: FolderStatus): Promise<number> {
  if (recentAfter + 1 >= uidNext) return 0;
  return (await mail.search(permit, id, { is: 'recent', after: recentAfter })).length;
}
