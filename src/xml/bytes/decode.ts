import { holdsForbidden } from '../encoding.ts';
import { forbiddenCharacter } from '../lineEnds.ts';
import { withReferences } from '../references.ts';
import type { Source } from './source.ts';

/** The characters between two bytes, with no reference replaced. */
export function charactersOf(source: Source, from: number, to: number): string {
  const text = source.bytes.toString(source.charset, from, to);
  if (holdsForbidden(text)) throw forbiddenCharacter();
  return text;
}

/** Refuses forbidden characters in what is not kept: a comment, an instruction. `text` holds one character for each byte. */
export function refuseForbidden(source: Source, text: string): void {
  if (holdsForbidden(text) || (source.charset === 'utf8' && /\xef\xbf[\xbe\xbf]/.test(text))) throw forbiddenCharacter();
}

/** The text between two bytes: references replaced, line ends made `\n`. */
export function decode(source: Source, from: number, to: number): string {
  const text = charactersOf(source, from, to).replace(/\r\n?/g, '\n');
  return text.includes('&') ? withReferences(text) : text;
}
