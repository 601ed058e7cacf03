import type { Fetched } from '#messaging';
import { type CommandNamed, printFetched, printVanished, resolved } from '../../syntax/index.ts';
import { bad, ok, type Reply } from '../replies.ts';
import type { Session } from '../session.ts';
import { flagsOf, told, type View } from '../view.ts';
import { type Behaviour, named, notThere, opened, selected } from './behaviour.ts';
import { answerTo, type Plan, planOf } from './items.ts';

/**
 * RFC 3501 §6.4.5; RFC 7162 §3.1.4 (CHANGEDSINCE), §3.2.6 (VANISHED). Messages come from the mailbox a page at a time, and the next page only
 * once the client has read most of the one before.
 */
export const fetch: Behaviour<'fetch'> = async (session, command) => {
  const view = selected(session);
  const ranges = named(view, command.set, command.uid);
  if (ranges === undefined) return notThere;
  const { changedSince, vanished } = command;
  if (vanished && !(session.qresync && command.uid && changedSince !== undefined))
    return bad('VANISHED goes with UID FETCH, CHANGEDSINCE and QRESYNC enabled.');
  const plan = planOf(command, view.readOnly);
  if (plan.modseq) session.condstore = true;
  if (vanished && changedSince !== undefined) await sayVanished(session, view, command, changedSince);
  if (ranges.length === 0) return ok('There was nothing of these.');
  const options = { ...(changedSince === undefined ? {} : { changedSince }), ...(plan.seen ? { seen: true } : {}) };
  let count = 0;
  for await (const page of session.parts.mail.fetch(opened(session), view.folder, ranges, plan.wanted, options)) {
    for (const message of page) {
      if (say(session, view, plan, message)) count += 1;
      await session.wire.room();
    }
  }
  return answer(command, changedSince === undefined ? view.uids.countIn(ranges) - count : 0);
};

/** Somebody else expunged some of them and this client was not told yet: RFC 2180 §4.1, RFC 5530. */
function answer({ uid }: CommandNamed<'fetch'>, missing: number): Reply {
  return missing > 0 && !uid ? ok('Some are there no more.', 'EXPUNGEISSUED') : ok('Fetched.');
}

/** Uids that the client names and that are gone since; also those above what it knows. RFC 7162 §3.2.6. */
async function sayVanished(session: Session, view: View, { set }: CommandNamed<'fetch'>, since: number): Promise<void> {
  const ranges = resolved(set, view.uids.last);
  const gone = await session.parts.mail.vanished(opened(session), view.folder, since, ranges);
  const earlier = gone.filter((uid) => view.uids.sequenceOf(uid) === 0);
  session.wire.say(
    printVanished(
      earlier.sort((a, b) => a - b),
      true,
    ),
  );
  // What the client still counts is told as news, after this command.
  for (const uid of gone) if (view.uids.sequenceOf(uid) > 0) view.gone.add(uid);
}

/** False when the session does not know the message. */
function say(session: Session, view: View, plan: Plan, message: Fetched): boolean {
  const sequence = view.uids.sequenceOf(message.uid);
  if (sequence === 0) return false;
  // \Seen was set on the way: the client is told, in the same answer.
  const seenNow = plan.seen && !plan.flags && message.modseq > view.modseq;
  const modseqToo = seenNow && session.condstore && !plan.modseq;
  const values = [
    ...plan.items.map((item) => answerTo(view, item, message)),
    ...(seenNow ? [flagsOf(view, message)] : []),
    ...(modseqToo ? [{ item: 'modseq', modseq: message.modseq } as const] : []),
  ];
  session.wire.print(printFetched(sequence, values));
  const known = (plan.flags || seenNow) && (plan.modseq || modseqToo || !session.condstore);
  if (known && message.modseq > view.modseq) told(view, message);
  return true;
}
