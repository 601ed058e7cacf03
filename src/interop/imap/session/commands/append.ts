import { Refusal } from '#kernel';
import { code } from '../../syntax/index.ts';
import { no, ok, type Reply, replyOf } from '../replies.ts';
import { mayWrite, type Session } from '../session.ts';
import { type Behaviour, opened } from './behaviour.ts';

/** RFC 3501 §6.3.11, RFC 4315 §3: the bytes are kept as they came. */
export const append: Behaviour<'append'> = async (session, { mailbox, flags, at, message }) => {
  try {
    const kept = await session.parts.mail.append(opened(session), mailbox, message, {
      ...flags,
      ...(at === undefined ? {} : { at }),
    });
    if (session.view?.folder === kept.folder.id) session.view.changed = true;
    return ok('Kept.', code.appendUid(kept.folder.uidValidity, kept.uid));
  } catch (error) {
    if (error instanceof Refusal) return replyOf(error, { 'messaging.no-folder': code.tryCreate });
    throw error;
  }
};

/** Before a message is let in: undefined when it may come, or why not. RFC 7889 §3, RFC 3501 §6.3.11. */
export async function refusedBefore(session: Session, mailbox: string, bytes: number): Promise<Reply | undefined> {
  const { parts, permit } = session;
  if (permit === undefined) return { status: 'BAD', text: 'Sign in first.' };
  if (bytes > parts.mostBytes) return no(`A message has at most ${parts.mostBytes} bytes.`, code.tooBig);
  if (!mayWrite(permit)) return no('This mailbox is open for reading only.', code.noPerm);
  const [folders, { usedBytes, quotaBytes }] = await Promise.all([parts.mail.folders(permit), parts.mail.quota(permit)]);
  if (!folders.some(({ name }) => name === mailbox)) return no('This folder is not in the mailbox.', code.tryCreate);
  if (usedBytes + bytes > quotaBytes) return no('The mailbox is full: delete messages.', code.overQuota);
  return undefined;
}
