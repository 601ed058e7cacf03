import type { Spot } from './places.ts';
import { wordEnd, wordsOf } from './words.ts';

/** The words around what was found. */
export interface Snippet {
  /** On one line; `…` where the text goes on, ` · ` where a line ended. */
  readonly text: string;
  /** What to highlight, in UTF-16 units of `text`; sorted, without overlap. */
  readonly highlights: readonly (readonly [start: number, end: number])[];
}

const window = 140;
const margin = 50;
const longestJoined = 140;
const between = ' · ';

/** Cuts from a text the stretch that holds most of the terms, the first one of them. Without a spot, the beginning. */
export function snippetOf(text: string, spots: readonly Spot[]): Snippet {
  const best = densest(spots);
  const first = best[0]?.start ?? 0;
  const ends = best.map((spot) => endOf(text, spot));
  const from = cutBefore(text, Math.max(0, first - margin), first);
  const to = cutAfter(text, Math.max(...ends, first), Math.min(text.length, Math.max(...ends, first + window) + margin));
  const [before, after] = [from > 0 ? '… ' : '', to < text.trimEnd().length ? ' …' : ''];
  const line = onOneLine(text.slice(from, to));
  const highlights: (readonly [number, number])[] = [];
  let reached = 0;
  for (const [i, { start }] of best.entries()) {
    const end = ends[i] ?? start;
    if (start < reached || end > to) continue;
    highlights.push([line.placeOf(start - from) + before.length, line.placeOf(end - from) + before.length]);
    reached = end;
  }
  return { text: `${before}${line.text}${after}`, highlights };
}

/** Lines are paragraphs, rows, titles: where one ends without a sign, a point stands between. `placeOf`: where a place of the text went. */
function onOneLine(text: string): { readonly text: string; placeOf(place: number): number } {
  const longer: number[] = [];
  const joined = text.replace(/\s/g, (blank, at: number) => {
    if (blank !== '\n' || /[\s.,;:!?]/.test(text.charAt(at - 1))) return ' ';
    longer.push(at);
    return between;
  });
  const more = between.length - 1;
  return { text: joined, placeOf: (place) => place + more * longer.filter((at) => at < place).length };
}

function densest(spots: readonly Spot[]): readonly Spot[] {
  let best: readonly Spot[] = [];
  let most = 0;
  for (let i = 0, j = 0; i < spots.length; i++) {
    const start = spots[i]?.start ?? 0;
    while (j < spots.length && (spots[j]?.start ?? 0) <= start + window) j++;
    const within = spots.slice(i, Math.min(j, i + 24));
    const terms = new Set(within.map(({ term }) => term)).size;
    if (terms > most) [most, best] = [terms, within];
  }
  return best;
}

function endOf(text: string, { start, joined }: Spot): number {
  if (!joined) return wordEnd(text, start);
  const whole = wordsOf(text.slice(start, start + longestJoined)).joined.find((one) => one.start === 0);
  return start + (whole?.end ?? 0);
}

/** A cut stands at the beginning of a line, at a blank, or else at least not within a character. */
function cutBefore(text: string, least: number, most: number): number {
  const line = text.lastIndexOf('\n', most - 1);
  if (most > 0 && line >= least) return line + 1;
  if (least === 0) return 0;
  for (let at = least; at < most; at++) if (/\s/.test(text.charAt(at - 1))) return at;
  return whole(text, Math.max(least, most - margin));
}

function cutAfter(text: string, least: number, most: number): number {
  if (most >= text.length) return text.trimEnd().length;
  for (let at = most; at > least; at--) if (/\s/.test(text.charAt(at))) return at;
  return whole(text, most);
}

const whole = (text: string, at: number): number => (/[\uDC00-\uDFFF]/.test(text.charAt(at)) ? at - 1 : at);
