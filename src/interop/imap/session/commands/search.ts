import type { SearchKey } from '#messaging';
import { type CommandNamed, printEsearch, printSearch, type SearchTerm } from '../../syntax/index.ts';
import { ok } from '../replies.ts';
import type { View } from '../view.ts';
import { type Behaviour, named, notThere, opened, selected } from './behaviour.ts';

/** A message found, by the number that the client asked in. */
interface Found {
  readonly number: number;
  readonly modseq: number;
}

/** RFC 3501 §6.4.4; RFC 4731 (RETURN); RFC 7162 §3.1.5 (MODSEQ). Only what the client was told of is found. */
export const search: Behaviour<'search'> = async (session, command) => {
  const view = selected(session);
  const key = keyOf(view, command.key);
  if (key === undefined) return notThere;
  const modseqs = asksModseq(command.key);
  if (modseqs) session.condstore = true;
  const found: Found[] = [];
  for (const { uid, modseq } of await session.parts.mail.search(opened(session), view.folder, key)) {
    const sequence = view.uids.sequenceOf(uid);
    if (sequence > 0) found.push({ number: command.uid ? uid : sequence, modseq });
  }
  found.sort((a, b) => a.number - b.number);
  session.wire.say(command.returns === undefined ? plainAnswer(found, modseqs) : extendedAnswer(command, found, modseqs));
  await session.wire.room();
  return ok('Searched.');
};

const plainAnswer = (found: readonly Found[], modseqs: boolean): string =>
  printSearch(
    found.map(({ number }) => number),
    modseqs ? highestOf(found) : undefined,
  );

function extendedAnswer({ tag, uid, returns = [] }: CommandNamed<'search'>, found: readonly Found[], modseqs: boolean): string {
  const [first, last] = [found[0], found.at(-1)];
  const wants = (what: (typeof returns)[number]): boolean => returns.includes(what);
  const counted = wants('count') ? { count: found.length } : {};
  if (first === undefined || last === undefined) return printEsearch({ tag, uid, ...counted });
  // RFC 7162 §3.1.10: of the ends alone where only they were asked.
  const ends = [...(wants('min') ? [first] : []), ...(wants('max') ? [last] : [])];
  return printEsearch({
    tag,
    uid,
    ...counted,
    ...(wants('min') ? { min: first.number } : {}),
    ...(wants('max') ? { max: last.number } : {}),
    ...(wants('all') ? { all: found.map(({ number }) => number) } : {}),
    ...(modseqs ? { modseq: highestOf(wants('all') || wants('count') ? found : ends) } : {}),
  });
}

const highestOf = (found: readonly Found[]): number => found.reduce((most, { modseq }) => Math.max(most, modseq), 0);

function asksModseq(term: SearchTerm): boolean {
  if (term.is === 'and' || term.is === 'or') return term.keys.some(asksModseq);
  return term.is === 'not' ? asksModseq(term.key) : term.is === 'modseq';
}

/** What a client counts in sequence numbers and \Recent becomes uids; undefined when a number is not there. */
function keyOf(view: View, term: SearchTerm): SearchKey | undefined {
  switch (term.is) {
    case 'and':
    case 'or': {
      const keys = term.keys.map((one) => keyOf(view, one));
      const whole = keys.filter((key) => key !== undefined);
      return whole.length < keys.length ? undefined : { is: term.is, keys: whole };
    }
    case 'not': {
      const key = keyOf(view, term.key);
      return key && { is: 'not', key };
    }
    case 'sequence':
    case 'uid': {
      const ranges = named(view, term.set, term.is === 'uid');
      return ranges && { is: 'uid', ranges };
    }
    case 'all':
      return { is: 'all' };
    case 'recent':
      return { is: 'uid', ranges: view.recent };
    default:
      return term;
  }
}
