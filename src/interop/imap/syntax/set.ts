import type { SequenceSet } from './command.ts';
import type { Cursor } from './cursor.ts';
import { SyntaxFault } from './fault.ts';

/** Ranges of one set; a line of 64 KiB could hold a few more. */
const mostRanges = 10_000;

/** `1:4,7,9:*` (RFC 3501 §9 sequence-set); `*` is Infinity. */
export function readSet(cursor: Cursor, where: string): SequenceSet {
  const ranges: (readonly [number, number])[] = [];
  do {
    if (ranges.length >= mostRanges) throw new SyntaxFault(`${where}: more than ${mostRanges} ranges`);
    const from = place(cursor, where);
    ranges.push([from, cursor.take(':') ? place(cursor, where) : from]);
  } while (cursor.take(','));
  return ranges;
}

function place(cursor: Cursor, where: string): number {
  return cursor.take('*') ? Number.POSITIVE_INFINITY : cursor.positive(where);
}

/** A set of known numbers, where `*` has no meaning (RFC 7162). */
export function readKnownSet(cursor: Cursor, where: string): SequenceSet {
  const set = readSet(cursor, where);
  if (set.some(([from, to]) => !Number.isFinite(from) || !Number.isFinite(to)))
    throw new SyntaxFault(`${where}: "*" may not stand here`);
  return set;
}

/**
 * A set as ranges of a mailbox whose greatest number is `largest`: ascending, none overlapping or touching another. `*` is `largest`; where the
 * mailbox is empty (0), `*` names nothing.
 */
export function resolved(set: SequenceSet, largest: number): readonly (readonly [from: number, to: number])[] {
  const ranges: [number, number][] = [];
  for (const [a, b] of set) {
    const from = Number.isFinite(a) ? a : largest;
    const to = Number.isFinite(b) ? b : largest;
    if (from > 0 && to > 0) ranges.push(from <= to ? [from, to] : [to, from]);
  }
  ranges.sort((left, right) => left[0] - right[0]);
  const merged: [number, number][] = [];
  for (const range of ranges) {
    const last = merged.at(-1);
    if (last !== undefined && range[0] <= last[1] + 1) last[1] = Math.max(last[1], range[1]);
    else merged.push(range);
  }
  return merged;
}

/** Numbers as a set, in the order they come; neighbours that ascend by one become a range: `1:3,7`. For none gives ''. */
export function printSet(numbers: Iterable<number>): string {
  const out: string[] = [];
  let from = 0;
  let to = 0;
  const close = (): void => {
    if (from > 0) out.push(from === to ? String(from) : `${from}:${to}`);
  };
  for (const number of numbers) {
    if (from > 0 && number === to + 1) to = number;
    else {
      close();
      from = number;
      to = number;
    }
  }
  close();
  return out.join(',');
}
