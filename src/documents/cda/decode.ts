import type { Source } from './encoding.ts';
import { malformed, unknownEntity } from './refusals.ts';

const predefined: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
// What XML 1.0 §2.2 does not let a document hold, however it is written.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the forbidden ones
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

/** The characters between two bytes, with no reference replaced. */
export function charactersOf(source: Source, from: number, to: number): string {
  const text = source.bytes.toString(source.charset, from, to);
  if (forbidden.test(text)) throw forbiddenCharacter();
  return text;
}

/** Refuses forbidden characters in what is not kept: a comment, an instruction. `text` holds one character for each byte. */
export function refuseForbidden(source: Source, text: string): void {
  if (forbidden.test(text) || (source.charset === 'utf8' && /\xef\xbf[\xbe\xbf]/.test(text))) throw forbiddenCharacter();
}

/** The text between two bytes: references replaced, line ends made `\n`. */
export function decode(source: Source, from: number, to: number): string {
  const text = charactersOf(source, from, to).replace(/\r\n?/g, '\n');
  if (!text.includes('&')) return text;
  return text.replace(/&([^;&<\s]{0,64})(;?)/g, (_, name: string, end: string) => {
    if (end === '') throw malformed({ fr: 'un « & » seul', en: 'a lone "&"' });
    if (name.startsWith('#')) return character(name);
    const found = Object.hasOwn(predefined, name) ? predefined[name] : undefined;
    if (found === undefined) throw unknownEntity(name);
    return found;
  });
}

function character(name: string): string {
  const hex = /^#x([0-9a-fA-F]{1,8})$/.exec(name);
  const dec = /^#([0-9]{1,8})$/.exec(name);
  const point = hex?.[1] !== undefined ? Number.parseInt(hex[1], 16) : Number(dec?.[1] ?? Number.NaN);
  if (!(point > 0 && point <= 0x10ffff) || (point >= 0xd800 && point <= 0xdfff)) throw forbiddenCharacter();
  const text = String.fromCodePoint(point);
  if (forbidden.test(text)) throw forbiddenCharacter();
  return text;
}

const forbiddenCharacter = () => malformed({ fr: 'un caractère interdit', en: 'a forbidden character' });
