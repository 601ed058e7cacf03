import { Refusal } from '#kernel';
import type { Copied } from '#messaging';
import { type CommandNamed, code, printState } from '../../syntax/index.ts';
import { no, ok, type Reply, replyOf } from '../replies.ts';
import type { Session } from '../session.ts';
import { type Behaviour, named, notThere, opened, readOnly, selected } from './behaviour.ts';

/** RFC 3501 §6.4.7, RFC 4315 §3. All are copied, or none. */
export const copy: Behaviour<'copy'> = async (session, command) => {
  const { copied, reply } = await carried(session, command);
  if (copied === undefined) return reply;
  return ok('Copied.', copyUid(copied));
};

/** RFC 6851: one act; the new uids are told first, then that the messages are gone from here. */
export const move: Behaviour<'move'> = async (session, command) => {
  const view = selected(session);
  if (view.readOnly) return readOnly;
  const { copied, reply } = await carried(session, command);
  if (copied === undefined) return reply;
  session.wire.say(printState('*', 'OK', 'Moved.', copyUid(copied)));
  if (copied.folder.id !== view.folder) for (const [from] of copied.pairs) view.gone.add(from);
  view.changed = true;
  return { ...ok('Moved.'), modseq: true };
};

async function carried(
  session: Session,
  command: CommandNamed<'copy' | 'move'>,
): Promise<{ readonly copied: Copied | undefined; readonly reply: Reply }> {
  const view = selected(session);
  const ranges = named(view, command.set, command.uid);
  if (ranges === undefined) return { copied: undefined, reply: notThere };
  if (ranges.length === 0) return { copied: undefined, reply: ok('There was nothing of these.') };
  try {
    const copied = await session.parts.mail[command.name](opened(session), view.folder, ranges, command.mailbox);
    if (copied.pairs.length > 0) return { copied, reply: ok('Done.') };
    const gone = no('These messages are there no more.', 'EXPUNGEISSUED');
    return { copied: undefined, reply: command.uid ? ok('There was nothing of these.') : gone };
  } catch (error) {
    if (error instanceof Refusal) return { copied: undefined, reply: replyOf(error, { 'messaging.no-folder': code.tryCreate }) };
    throw error;
  }
}

const copyUid = ({ folder, pairs }: Copied): string => code.copyUid(folder.uidValidity, pairs);
