import type { MailboxPermit } from '#messaging';
import type { CommandNamed, Deed, SequenceSet } from '../../syntax/index.ts';
import { bad, no, type Reply } from '../replies.ts';
import type { Session } from '../session.ts';
import type { View } from '../view.ts';

/** What a command does; its untagged answers are said on the way, the tagged one is given back. Refusals become NO. */
export type Behaviour<N extends Deed['name']> = (session: Session, command: CommandNamed<N>) => Promise<Reply>;

/** The proof of a session with a mailbox open; the table lets nobody else pass. */
export function opened({ permit }: Session): MailboxPermit {
  if (permit === undefined) throw new Error('a command that needs a mailbox ran without one');
  return permit;
}

export function selected({ view }: Session): View {
  if (view === undefined) throw new Error('a command that needs a folder ran without one');
  return view;
}

/** The messages that a command names, as uids; undefined when a sequence number is not there, which is an error of the client. */
export function named(view: View, set: SequenceSet, uid: boolean): ReturnType<View['uids']['ofSequences']> {
  return uid ? view.uids.ofUids(set) : view.uids.ofSequences(set);
}

export const notThere = bad('There is no message of this number.');
export const readOnly: Reply = no('This folder is open for reading only.', 'NOPERM');
