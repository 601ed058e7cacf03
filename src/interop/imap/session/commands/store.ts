import { code, printFetched } from '../../syntax/index.ts';
import { ok } from '../replies.ts';
import { flagsOf, told } from '../view.ts';
import { type Behaviour, named, notThere, opened, readOnly, selected } from './behaviour.ts';

/** RFC 3501 §6.4.6; RFC 7162 §3.1.3: what changed since UNCHANGEDSINCE is left as it is and named in MODIFIED. */
export const store: Behaviour<'store'> = async (session, command) => {
  const { parts, wire } = session;
  const view = selected(session);
  const ranges = named(view, command.set, command.uid);
  if (ranges === undefined) return notThere;
  if (view.readOnly) return readOnly;
  const { how, silent, uid, unchangedSince } = command;
  if (unchangedSince !== undefined) session.condstore = true;
  if (ranges.length === 0) return ok('Nothing to change.');
  const { flags, keywords } = command.flags;
  const since = unchangedSince === undefined ? {} : { unchangedSince };
  const result = await parts.mail.flag(opened(session), view.folder, ranges, { how, flags, keywords, ...since });
  for (const placed of result.changed) {
    told(view, placed);
    const sequence = view.uids.sequenceOf(placed.uid);
    const values = [
      ...(uid || session.qresync ? [{ item: 'uid', uid: placed.uid } as const] : []),
      ...(silent ? [] : [flagsOf(view, placed)]),
      ...(session.condstore ? [{ item: 'modseq', modseq: placed.modseq } as const] : []),
    ];
    // Silent, and nobody asked for modseqs: there is nothing to say.
    if (sequence > 0 && (!silent || session.condstore)) wire.print(printFetched(sequence, values));
  }
  await wire.room();
  const left = result.modified.filter((one) => view.uids.sequenceOf(one) > 0);
  if (left.length === 0) return ok('Flags are set.');
  const numbers = (uid ? left : left.map((one) => view.uids.sequenceOf(one))).sort((a, b) => a - b);
  return ok('Some had changed.', code.modified(numbers));
};
