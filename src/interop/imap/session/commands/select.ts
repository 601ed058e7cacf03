import { Refusal } from '#kernel';
import { type FolderStatus, flagBits } from '#messaging';
import {
  type CommandNamed,
  code,
  printCount,
  printFetched,
  printFlagsLine,
  printState,
  printVanished,
  type Resync,
  resolved,
} from '../../syntax/index.ts';
import { ok, type Reply } from '../replies.ts';
import { mayWrite, type Session } from '../session.ts';
import { flagsOf, openView, recentIn, type View } from '../view.ts';
import { type Behaviour, opened } from './behaviour.ts';

const everyFlag = Object.values(flagBits).reduce((all, bit) => all | bit, 0);
const usualKeywords = ['$Forwarded', '$MDNSent'];

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
    if (session.qresync) wire.say(printState('*', 'OK', 'The folder before is closed.', code.closed));
  }
  if (command.condstore || command.resync !== undefined) session.condstore = true;
  const readOnly = command.name === 'examine' || !mayWrite(permit);
  const { view, status } = await openView(parts.mail, permit, command.mailbox, readOnly);
  session.view = view;
  describe(session, view, status);
  if (command.resync !== undefined && command.resync.uidValidity === view.uidValidity)
    await resync(session, view, command.resync);
  return readOnly ? ok('Open for reading.', code.readOnly) : ok('Open.', code.readWrite);
}

function describe({ wire }: Session, view: View, status: FolderStatus): void {
  const first = status.firstUnseen === undefined ? 0 : view.uids.sequenceOf(status.firstUnseen);
  const told = (what: string, text: string): string => printState('*', 'OK', text, what);
  const permanent = view.readOnly
    ? told(code.permanentFlags(0, [], false), 'Nothing is changed.')
    : told(code.permanentFlags(everyFlag, usualKeywords, true), 'All are kept.');
  wire.say(printFlagsLine(everyFlag, usualKeywords));
  wire.say(permanent);
  wire.say(printCount(view.uids.count, 'EXISTS') + printCount(recentIn(view), 'RECENT'));
  if (first > 0) wire.say(told(code.unseen(first), 'The first that was not read.'));
  wire.say(told(code.uidValidity(view.uidValidity), 'UIDs stay.'));
  wire.say(told(code.uidNext(Math.max(status.uidNext, view.uids.last + 1)), 'The next UID.'));
  wire.say(told(code.highestModseq(view.modseq), 'The last change.'));
}

/**
 * What happened since the client was last here: departures, then flags. The pairs of sequence numbers and uids that a client may add only
 * spare a server that forgets departures; here none is forgotten. Source: RFC 7162 §3.2.5.
 */
async function resync({ parts, wire, permit }: Session, view: View, { modseq, known: of }: Resync): Promise<void> {
  if (permit === undefined || modseq >= view.modseq) return;
  const asked = of ?? [[1, Number.POSITIVE_INFINITY]];
  const gone = await parts.mail.vanished(
    permit,
    view.folder,
    modseq,
    of === undefined ? undefined : resolved(of, view.uids.last),
  );
  wire.say(
    printVanished(
      [...gone].sort((a, b) => a - b),
      true,
    ),
  );
  for await (const page of parts.mail.fetch(permit, view.folder, view.uids.ofUids(asked), {}, { changedSince: modseq })) {
    for (const placed of page) {
      const sequence = view.uids.sequenceOf(placed.uid);
      const { uid, modseq: at } = placed;
      const values = [{ item: 'uid', uid } as const, flagsOf(view, placed), { item: 'modseq', modseq: at } as const];
      if (sequence > 0) wire.print(printFetched(sequence, values));
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
