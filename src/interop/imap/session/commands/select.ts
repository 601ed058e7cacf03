import { Refusal } from '#kernel';
import type { FolderStatus } from '#messaging';
import type { CommandNamed, Resync } from '../../syntax/index.ts';
import { ok, type Reply } from '../replies.ts';
import { mayWrite, type Session } from '../session.ts';
import { isRecent, openView, recentIn, type View } from '../view.ts';
import { flagsOf, setOf } from '../words.ts';
import { type Behaviour, opened } from './behaviour.ts';

const known = '\\Answered \\Flagged \\Deleted \\Seen \\Draft $Forwarded $MDNSent';

/** RFC 3501 §6.3.1, §6.3.2. A failure leaves nothing selected. */
export const select: Behaviour<'select'> = (session, command) => open(session, command);
export const examine: Behaviour<'examine'> = (session, command) => open(session, command);

async function open(session: Session, command: CommandNamed<'select' | 'examine'>): Promise<Reply> {
  const { parts, wire } = session;
  const permit = opened(session);
  if (command.resync !== undefined && !session.qresync)
    return { status: 'BAD', text: 'QRESYNC is to be enabled first: ENABLE QRESYNC.' };
  if (session.view !== undefined) {
    leave(session);
    if (session.qresync) wire.say('* OK [CLOSED] The folder before is closed.\r\n');
  }
  if (command.condstore || command.resync !== undefined) session.condstore = true;
  const readOnly = command.name === 'examine' || !mayWrite(permit);
  const { view, status } = await openView(parts.mail, permit, command.mailbox, readOnly);
  session.view = view;
  describe(session, view, status);
  if (command.resync !== undefined && command.resync.uidValidity === view.uidValidity) await resync(session, view, command.resync);
  return ok(`${readOnly ? 'Open for reading.' : 'Open.'}`, readOnly ? 'READ-ONLY' : 'READ-WRITE');
}

function describe({ wire }: Session, view: View, status: FolderStatus): void {
  const first = status.firstUnseen === undefined ? 0 : view.uids.sequenceOf(status.firstUnseen);
  wire.say(`* FLAGS (${known})\r\n`);
  wire.say(`* OK [PERMANENTFLAGS (${view.readOnly ? '' : `${known} \\*`})] ${view.readOnly ? 'None.' : 'All are kept.'}\r\n`);
  wire.say(`* ${view.uids.count} EXISTS\r\n* ${recentIn(view)} RECENT\r\n`);
  if (first > 0) wire.say(`* OK [UNSEEN ${first}] The first that was not read.\r\n`);
  wire.say(`* OK [UIDVALIDITY ${view.uidValidity}] UIDs stay.\r\n`);
  wire.say(`* OK [UIDNEXT ${Math.max(status.uidNext, view.uids.last + 1)}] The next UID.\r\n`);
  wire.say(`* OK [HIGHESTMODSEQ ${view.modseq}] The last change.\r\n`);
}

/**
 * What happened since the client was last here: departures, then flags. The pairs of sequence numbers and uids that a client may add only
 * spare a server that forgets departures; here none is forgotten. Source: RFC 7162 §3.2.5.
 */
async function resync({ parts, wire, permit }: Session, view: View, { modseq, known: of }: Resync): Promise<void> {
  if (permit === undefined || modseq >= view.modseq) return;
  const asked = of === undefined ? [[1, Number.POSITIVE_INFINITY] as const] : of;
  const gone = await parts.mail.vanished(permit, view.folder, modseq, asked);
  if (gone.length > 0) wire.say(`* VANISHED (EARLIER) ${setOf(gone)}\r\n`);
  for await (const page of parts.mail.fetch(permit, view.folder, view.uids.ofUids(asked), {}, { changedSince: modseq })) {
    for (const placed of page) {
      const sequence = view.uids.sequenceOf(placed.uid);
      const flags = flagsOf(placed, isRecent(view, placed.uid));
      if (sequence > 0) wire.say(`* ${sequence} FETCH (UID ${placed.uid} FLAGS ${flags} MODSEQ (${placed.modseq}))\r\n`);
    }
    await wire.room();
  }
}

/** RFC 3501 §6.4.2: messages with \Deleted go, without a word; none go where the folder was only looked at. */
export const close: Behaviour<'close'> = async (session) => {
  const { view, parts } = session;
  leave(session);
  if (view !== undefined && !view.readOnly) {
    try {
      await parts.mail.expunge(opened(session), view.folder);
    } catch (error) {
      if (!(error instanceof Refusal && error.code === 'messaging.no-folder')) throw error; // deleted meanwhile, and its messages with it
    }
  }
  return ok('Closed.');
};

/** RFC 3691. */
export const unselect: Behaviour<'unselect'> = async (session) => {
  leave(session);
  return ok('Closed; nothing was expunged.');
};

export function leave(session: Session): void {
  session.view?.leave();
  session.view = undefined;
}
