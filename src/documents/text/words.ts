import { fold } from './fold.ts';
import { stem } from './stem.ts';
import { elided, stopWords } from './stops.ts';

/** A word of a text; `start` and `end` in UTF-16 units. */
export interface Word {
  /** As compared letter by letter: see `fold.ts`. */
  readonly form: string;
  /** What its inflections share: see `stem.ts`. */
  readonly stem: string;
  readonly start: number;
  readonly end: number;
}

/** The words of a text in order, and those that several make together: `post-opératoire` is `post`, `operatoire`, and `postoperatoire`. */
export interface Words {
  readonly single: readonly Word[];
  readonly joined: readonly Word[];
}

const token = /\p{L}[\p{L}\p{M}\p{N}\u00AD\u200C\u200D]*|\p{Nd}+(?:[.,]\p{Nd}+)*|%/gu;
const apostrophe = /['’ʼ‘´`′]/;
/** A hyphen, also at the end of a line, where it may cut a word. */
const hyphen = /^(?:[-‐‑]|[-‐‑\u00AD]\s{0,3}\n\s{0,20})$/;
const thousands = /^[ \u00A0\u2009\u202F]$/;
const rawLongest = 64;
/** In bytes of UTF-8: the index tells lengths so. */
const longest = 30;

/**
 * The words of a French text that say something: stop words and elisions (l’, d’, qu’) are left out unless `all`; numbers keep their decimals
 * (comma or point), their unit is the word after. Of words longer than 30 bytes the beginning counts.
 */
export function wordsOf(text: string, all = false): Words {
  const known = new Map<string, { form: string; stem: string }>();
  const found: Word[] = [];
  const joined: Word[] = [];
  let chain: Word[] = [];
  for (const match of text.matchAll(token)) {
    const [raw] = match;
    const start = match.index;
    const end = start + raw.length;
    const { form, stem: root } = known.get(raw) ?? learn(known, raw);
    if (form === '' || (elided.has(form) && apostrophe.test(text.charAt(end)))) continue;
    const word = { form, stem: root, start, end };
    const last = chain.at(-1);
    if (last !== undefined && holdTogether(text, chain, last, word)) chain.push(word);
    else {
      close(joined, chain);
      chain = [word];
    }
    if (all || !stopWords.has(form)) found.push(word);
  }
  close(joined, chain);
  return { single: found, joined };
}

/** Where the word that begins at `start` ends. */
export function wordEnd(text: string, start: number): number {
  token.lastIndex = start;
  const match = token.exec(text);
  token.lastIndex = 0;
  return match === null || match.index !== start ? start : start + match[0].length;
}

function learn(known: Map<string, { form: string; stem: string }>, raw: string): { form: string; stem: string } {
  const form = short(fold(raw.slice(0, rawLongest)));
  const made = { form, stem: stem(form) };
  known.set(raw, made);
  return made;
}

/** The first characters that take no more than so many bytes. */
function short(form: string): string {
  if (form.length * 3 <= longest) return form;
  let bytes = 0;
  let end = 0;
  for (const character of form) {
    bytes += Buffer.byteLength(character);
    if (bytes > longest) break;
    end += character.length;
  }
  return form.slice(0, end);
}

function holdTogether(text: string, chain: readonly Word[], last: Word, next: Word): boolean {
  if (next.start - last.end === 0 || next.start - last.end > 24 || chain.length === 6) return false;
  const between = text.slice(last.end, next.start);
  if (hyphen.test(between)) return true;
  if (!thousands.test(between) || !/^\d{3}$/.test(next.form)) return false;
  return chain.length === 1 ? /^\d{1,3}$/.test(last.form) : chain.every(({ form }) => /^\d{1,3}$/.test(form));
}

function close(joined: Word[], chain: readonly Word[]): void {
  const [first] = chain;
  const last = chain.at(-1);
  if (first === undefined || last === undefined || first === last) return;
  const form = chain
    .map((word) => word.form)
    .join('')
    .slice(0, longest);
  joined.push({ form, stem: stem(form), start: first.start, end: last.end });
}
