import type { Placed } from '#messaging';
import { printFlags, printName, printSet } from '../syntax/index.ts';

/** `(\Seen $Forwarded \Recent)`. */
export const flagsOf = ({ flags, keywords }: Pick<Placed, 'flags' | 'keywords'>, recent: boolean): string =>
  printFlags(flags, keywords, recent);

/** `2,4:7,9` of numbers in any order. */
export const setOf = (numbers: Iterable<number>): string => printSet(Float64Array.from(numbers).sort());

/** A folder's name in modified UTF-7 and quotes. */
export const nameOf = (name: string): string => `"${printName(name).replaceAll(/["\\]/g, '\\$&')}"`;
