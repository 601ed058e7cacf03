import { flagBits } from '#messaging';
import type { FlagList } from './command.ts';
import type { Cursor } from './cursor.ts';
import { SyntaxFault } from './fault.ts';

const mostKeywords = 100;
const mostKeyword = 100;

const bits: ReadonlyMap<string, number> = new Map(Object.entries(flagBits));

/** `(\Seen $Forwarded)`, or without parentheses where `bare` (STORE). */
export function readFlags(cursor: Cursor, where: string, bare = false): FlagList {
  const read = (): string => (cursor.take('\\') ? `\\${cursor.atom(where)}` : cursor.atom(where));
  if (cursor.peek() === '(' || !bare) return flagList(cursor.list(where, read, true), where);
  const written: string[] = [];
  do written.push(read());
  while (cursor.take(' '));
  return flagList(written, where);
}

function flagList(written: readonly string[], where: string): FlagList {
  let flags = 0;
  const keywords = new Map<string, string>();
  for (const flag of written) {
    if (flag.startsWith('\\')) flags |= bit(flag, where);
    else if (flag.length > mostKeyword) throw new SyntaxFault(`${where}: a keyword is longer than ${mostKeyword} characters`);
    else if (!keywords.has(flag.toLowerCase())) keywords.set(flag.toLowerCase(), flag);
  }
  if (keywords.size > mostKeywords) throw new SyntaxFault(`${where}: more than ${mostKeywords} keywords`);
  return { flags, keywords: [...keywords.values()] };
}

function bit(flag: string, where: string): number {
  const value = bits.get(flag.slice(1).toLowerCase());
  if (value === undefined) throw new SyntaxFault(`${where}: ${flag.slice(0, 40)} is not a flag that a client may set`);
  return value;
}

const names: readonly (readonly [bit: number, name: string])[] = [
  [flagBits.answered, '\\Answered'],
  [flagBits.flagged, '\\Flagged'],
  [flagBits.deleted, '\\Deleted'],
  [flagBits.seen, '\\Seen'],
  [flagBits.draft, '\\Draft'],
];

/** Flags as they stand in an answer: `\Seen $Forwarded`. */
export function printFlags(flags: number, keywords: readonly string[], recent = false): string {
  const system = names.filter(([bit]) => (flags & bit) !== 0).map(([, name]) => name);
  return [...system, ...(recent ? ['\\Recent'] : []), ...keywords].join(' ');
}
