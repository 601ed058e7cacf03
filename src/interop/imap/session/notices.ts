import type { Placed } from '#messaging';
import { printCount, printFetched, printState, printVanished } from '../syntax/index.ts';
import type { Session } from './session.ts';
import { addRecent, flagsOf, recentIn, type View } from './view.ts';
import { Ended } from './wire.ts';

/** What may be told at this moment. RFC 3501 §7.4.1: no EXPUNGE while FETCH, STORE or SEARCH by sequence number runs, nor between commands. */
export type Tellable = 'nothing' | 'no-expunge' | 'all';

/**
 * Tells the client what changed in its folder since it was last told: flags, departures, arrivals. Asks the mailbox only when it changed,
 * or when `surely` (NOOP, CHECK: the client wants to know now). Throws {@link Ended} after BYE when the folder is there no more.
 */
export async function tell(session: Session, tellable: Tellable, surely = false): Promise<void> {
  const { view } = session;
  if (view === undefined || tellable === 'nothing') return;
  if (view.changed || surely) await look(session, view);
  if (tellable === 'all') tellGone(session, view);
}

async function look(session: Session, view: View): Promise<void> {
  const { wire, parts, permit } = session;
  if (permit === undefined) return;
  const { mail } = parts;
  view.changed = false;
  const folder = (await mail.folders(permit)).find(({ id }) => id === view.folder);
  if (folder === undefined || folder.uidValidity !== view.uidValidity) {
    wire.say(printState('*', 'BYE', 'The selected folder was deleted.'));
    throw new Ended();
  }
  view.name = folder.name;
  if (folder.modseq <= view.modseq) return view.told.clear();
  let highest = folder.modseq;
  const arrived: number[] = [];
  const everything = [[1, Number.POSITIVE_INFINITY]] as const;
  for await (const page of mail.fetch(permit, view.folder, everything, {}, { changedSince: view.modseq })) {
    for (const placed of page) {
      highest = Math.max(highest, placed.modseq);
      if (placed.uid > view.uids.last) arrived.push(placed.uid);
      else if (view.told.get(placed.uid) !== placed.modseq) tellFlags(session, view, placed);
    }
    await wire.room();
  }
  for (const uid of await mail.vanished(permit, view.folder, view.modseq)) {
    if (view.uids.sequenceOf(uid) > 0) view.gone.add(uid);
  }
  view.modseq = highest;
  view.told.clear();
  if (arrived.length > 0) await tellArrived(session, view, arrived);
}

/** The flags of one message as they are now. The uid is named only where RFC 7162 §3.2.10 asks for it: older clients take it for an answer. */
export function tellFlags(session: Session, view: View, placed: Placed): void {
  const sequence = view.uids.sequenceOf(placed.uid);
  if (sequence === 0) return;
  session.wire.print(
    printFetched(sequence, [
      ...(session.qresync ? [{ item: 'uid', uid: placed.uid } as const] : []),
      flagsOf(view, placed),
      ...(session.condstore ? [{ item: 'modseq', modseq: placed.modseq } as const] : []),
    ]),
  );
}

async function tellArrived({ wire, parts, permit }: Session, view: View, arrived: readonly number[]): Promise<void> {
  view.uids.add(arrived);
  if (!view.readOnly && permit !== undefined) {
    const { recentAfter } = await parts.mail.status(permit, view.name, true);
    addRecent(view, recentAfter + 1, view.uids.last);
  }
  wire.say(printCount(view.uids.count, 'EXISTS') + printCount(recentIn(view), 'RECENT'));
}

/** EXPUNGE for each, greatest number first, or one VANISHED. */
function tellGone({ wire, qresync }: Session, view: View): void {
  if (view.gone.size === 0) return;
  const known = [...view.gone].filter((uid) => view.uids.sequenceOf(uid) > 0).sort((a, b) => a - b);
  const sequences = view.uids.remove(known);
  view.gone.clear();
  if (known.length === 0) return;
  if (qresync) wire.say(printVanished(known, false));
  else for (const sequence of sequences) wire.say(printCount(sequence, 'EXPUNGE'));
}
