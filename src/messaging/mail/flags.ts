import type { FlagChange } from './mail.ts';
import { flagBits } from './mail.ts';
import { malformedKeyword } from './refusals.ts';

const longestKeyword = 100;
const mostKeywords = 50;
const everyBit = Object.values(flagBits).reduce((all, bit) => all | bit, 0);

/** Flags of a message: system flags as bits, keywords as they were first spelt. */
export interface Flags {
  readonly flags: number;
  readonly keywords: readonly string[];
}

/** Keywords as they stand in the row: separated by a space. */
export function keywordsOf(text: string): readonly string[] {
  return text === '' ? [] : text.split(' ');
}

/** Each once, whatever its case; the first spelling stays. Refuses `messaging.malformed-keyword`. */
export function checkedKeywords(keywords: readonly string[]): readonly string[] {
  const known = new Map<string, string>();
  for (const keyword of keywords) {
    if (keyword.length === 0 || keyword.length > longestKeyword || !/^[\x21-\x7e]+$/.test(keyword)) throw malformedKeyword();
    const key = keyword.toLowerCase();
    if (!known.has(key)) known.set(key, keyword);
  }
  if (known.size > mostKeywords) throw malformedKeyword();
  return [...known.values()];
}

export function checkedFlags(flags: number): number {
  return flags & everyBit;
}

/** What a message's flags are after the change. RFC 3501 §6.4.6. Refuses `messaging.malformed-keyword` when there would be too many. */
export function changed(before: Flags, { how, flags, keywords }: Pick<FlagChange, 'how' | 'flags' | 'keywords'>): Flags {
  if (how === 'replace') return { flags: checkedFlags(flags), keywords };
  const named = new Set(keywords.map((keyword) => keyword.toLowerCase()));
  if (how === 'remove') {
    return {
      flags: before.flags & ~flags,
      keywords: before.keywords.filter((keyword) => !named.has(keyword.toLowerCase())),
    };
  }
  return { flags: before.flags | checkedFlags(flags), keywords: checkedKeywords([...before.keywords, ...keywords]) };
}
