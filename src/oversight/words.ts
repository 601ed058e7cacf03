import type { Call, Operator } from '#kernel';
import { operatorOnly, wordsNeeded, wordsTooLong } from './refusals.ts';
import { longestWords } from './settings.ts';

/** What a person must write: trimmed, at least 10 characters. Refuses `oversight.words-required`. */
export function wordsWritten(text: unknown, at: string, most = longestWords): string {
  const words = typeof text === 'string' ? text.trim() : '';
  if (words.length < 10 || words.length > most || words.includes('\0')) throw wordsNeeded(10, most, at);
  return words;
}

/** What a person may write. Refuses `oversight.words-too-long`. */
export function wordsAdded(text: unknown, at: string): string {
  if (text === undefined || text === null) return '';
  if (typeof text !== 'string' || text.includes('\0') || text.trim().length > longestWords) throw wordsTooLong(longestWords, at);
  return text.trim();
}

export function operatorOf({ actor }: Call): Operator {
  if (actor.kind !== 'operator') throw operatorOnly();
  return actor;
}
