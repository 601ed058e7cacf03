import type { Json } from '#packages';
import { splitAt, unescaped } from './escapes.ts';
import { folded } from './strings.ts';

/**
 * `_text` looks into the narrative without its marks, `_content` into every string of the resource. Of one value all words must be there, each as the
 * beginning of a word, folded; of several values one suffices. R4 §3.1.1.4.1 leaves all of it to the server.
 */
export function wordsMatch(resource: Json, key: '_text' | '_content', value: string): boolean {
  const text = ` ${folded(key === '_text' ? narrativeOf(resource) : stringsOf(resource).join(' '))}`;
  return splitAt(',', value).some((asked) =>
    folded(unescaped(asked))
      .split(' ')
      .every((word) => text.includes(` ${word}`)),
  );
}

function narrativeOf({ text }: Json): string {
  return String((text as Json | undefined)?.div ?? '').replace(/<[^>]*>/g, ' ');
}

function stringsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsOf) : [];
}
