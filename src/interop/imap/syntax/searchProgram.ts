import { flagBits } from '#messaging';
import type { SearchReturn, SearchTerm } from './command.ts';
import type { Cursor } from './cursor.ts';
import { readDay } from './dates.ts';
import { SyntaxFault } from './fault.ts';
import { readSet } from './set.ts';

const mostDepth = 50;
const mostKeys = 1_000;
const where = 'SEARCH';

const encodings: Readonly<Record<string, BufferEncoding>> = { 'UTF-8': 'utf8', 'US-ASCII': 'utf8', 'ISO-8859-1': 'latin1' };

const flags: Readonly<Record<string, number>> = {
  ANSWERED: flagBits.answered,
  DELETED: flagBits.deleted,
  DRAFT: flagBits.draft,
  FLAGGED: flagBits.flagged,
  SEEN: flagBits.seen,
};
const texts = { BCC: 'bcc', BODY: 'body', CC: 'cc', FROM: 'from', SUBJECT: 'subject', TEXT: 'text', TO: 'to' } as const;
const days = {
  BEFORE: 'before',
  ON: 'on',
  SINCE: 'since',
  SENTBEFORE: 'sentbefore',
  SENTON: 'senton',
  SENTSINCE: 'sentsince',
} as const;

/** What follows SEARCH (RFC 3501 §6.4.4, RFC 4731, RFC 7162 §3.1.5): at most 1,000 keys, 50 levels. */
export function readSearch(cursor: Cursor): { readonly returns: readonly SearchReturn[] | undefined; readonly key: SearchTerm } {
  const returns = readReturns(cursor);
  let encoding: BufferEncoding = 'utf8';
  if (cursor.match(/ charset(?= )/iy) !== '') {
    cursor.space(where);
    const name = cursor.astring(`${where} CHARSET`).toUpperCase();
    const known = Object.hasOwn(encodings, name) ? encodings[name] : undefined;
    if (known === undefined)
      throw new SyntaxFault(
        `${where}: unknown charset ${name.replace(/[^!-~]/g, '?').slice(0, 40)}`,
        'BADCHARSET (UTF-8 US-ASCII ISO-8859-1)',
      );
    encoding = known;
  }
  cursor.space(where);
  return { returns, key: new SearchReader(cursor, encoding).keys(0) };
}

function readReturns(cursor: Cursor): readonly SearchReturn[] | undefined {
  if (cursor.match(/ return(?= \()/iy) === '') return undefined;
  cursor.space(where);
  const asked = cursor.list(`${where} RETURN`, () => cursor.word(`${where} RETURN`), true);
  const found = new Set<SearchReturn>();
  for (const word of asked) {
    if (word === 'MIN' || word === 'MAX' || word === 'ALL' || word === 'COUNT') found.add(word.toLowerCase() as SearchReturn);
    else throw new SyntaxFault(`${where} RETURN: unknown option ${word.slice(0, 40)}`);
  }
  return found.size === 0 ? ['all'] : [...found];
}

class SearchReader {
  readonly #cursor: Cursor;
  readonly #encoding: BufferEncoding;
  #count = 0;

  constructor(cursor: Cursor, encoding: BufferEncoding) {
    this.#cursor = cursor;
    this.#encoding = encoding;
  }

  /** One or several keys: all of them must hold. */
  keys(depth: number): SearchTerm {
    const keys: SearchTerm[] = [];
    do keys.push(this.#key(depth));
    while (this.#cursor.take(' '));
    const [only] = keys;
    return keys.length === 1 && only !== undefined ? only : { is: 'and', keys };
  }

  #key(depth: number): SearchTerm {
    this.#count += 1;
    if (depth > mostDepth) throw new SyntaxFault(`${where}: more than ${mostDepth} levels`);
    if (this.#count > mostKeys) throw new SyntaxFault(`${where}: more than ${mostKeys} keys`);
    const c = this.#cursor.peek();
    if (this.#cursor.take('(')) {
      const inner = this.keys(depth + 1);
      this.#cursor.expect(')', where);
      return inner;
    }
    if (c === '*' || /\d/.test(c)) return { is: 'sequence', set: readSet(this.#cursor, where) };
    return this.#named(this.#cursor.word(where), depth);
  }

  #named(name: string, depth: number): SearchTerm {
    const bit = flagOf(name);
    if (bit !== undefined) return { is: 'flag', bit };
    const without = name.startsWith('UN') ? flagOf(name.slice(2)) : undefined;
    if (without !== undefined) return { is: 'not', key: { is: 'flag', bit: without } };
    if (Object.hasOwn(texts, name)) return { is: texts[name as keyof typeof texts], text: this.#text(name) };
    if (Object.hasOwn(days, name)) return { is: days[name as keyof typeof days], day: this.#day(name) };
    switch (name) {
      case 'ALL':
        return { is: 'all' };
      case 'RECENT':
        return { is: 'recent' };
      case 'OLD':
        return { is: 'not', key: { is: 'recent' } };
      case 'NEW':
        return { is: 'and', keys: [{ is: 'recent' }, { is: 'not', key: { is: 'flag', bit: flagBits.seen } }] };
      case 'NOT':
        this.#cursor.space(`${where} NOT`);
        return { is: 'not', key: this.#key(depth + 1) };
      case 'OR':
        return { is: 'or', keys: [this.#after('OR', depth), this.#after('OR', depth)] };
      default:
        return this.#valued(name);
    }
  }

  #after(name: string, depth: number): SearchTerm {
    this.#cursor.space(`${where} ${name}`);
    return this.#key(depth + 1);
  }

  #valued(name: string): SearchTerm {
    const place = `${where} ${name}`;
    const known = ['KEYWORD', 'UNKEYWORD', 'HEADER', 'LARGER', 'SMALLER', 'UID', 'MODSEQ'].includes(name);
    if (!known) throw new SyntaxFault(`${where}: unknown key ${name.slice(0, 40)}`);
    this.#cursor.space(place);
    switch (name) {
      case 'KEYWORD':
        return { is: 'keyword', keyword: this.#cursor.atom(place) };
      case 'UNKEYWORD':
        return { is: 'not', key: { is: 'keyword', keyword: this.#cursor.atom(place) } };
      case 'HEADER': {
        const field = this.#cursor.astring(place);
        return { is: 'header', name: field, text: this.#text(name) };
      }
      case 'LARGER':
        return { is: 'larger', bytes: this.#cursor.number(place) };
      case 'SMALLER':
        return { is: 'smaller', bytes: this.#cursor.number(place) };
      case 'UID':
        return { is: 'uid', set: readSet(this.#cursor, place) };
      default:
        return this.#modseq(place);
    }
  }

  /** The name of a flag and whose it is may precede the number; every flag has the message's own number here. */
  #modseq(place: string): SearchTerm {
    if (this.#cursor.peek() === '"') {
      this.#cursor.stringBytes(place);
      this.#cursor.space(place);
      const whose = this.#cursor.word(place);
      if (whose !== 'ALL' && whose !== 'SHARED' && whose !== 'PRIV')
        throw new SyntaxFault(`${place}: expected all, shared or priv`);
      this.#cursor.space(place);
    }
    return { is: 'modseq', modseq: this.#cursor.modseq(place) };
  }

  #text(name: string): string {
    this.#cursor.space(`${where} ${name}`);
    return this.#cursor.astringBytes(`${where} ${name}`).toString(this.#encoding);
  }

  #day(name: string): string {
    this.#cursor.space(`${where} ${name}`);
    return readDay(this.#cursor, `${where} ${name}`);
  }
}

const flagOf = (name: string): number | undefined => (Object.hasOwn(flags, name) ? flags[name] : undefined);
