import { isAscii, isUtf8 } from 'node:buffer';
import { forbiddenCharacter, withLineEnds } from './lineEnds.ts';
import { badEncoding, malformed, notAsDeclared } from './refusals.ts';

// Only the four spaces of XML: JavaScript's \s has more.
const space = '[ \\t\\r\\n]';
const equals = `${space}*=${space}*`;
const declaration = new RegExp(
  `^<\\?xml${space}+version${equals}(?:"1\\.\\d+"|'1\\.\\d+')` +
    `(?:${space}+encoding${equals}(?:"([\\w.:-]+)"|'([\\w.:-]+)'))?` +
    `(?:${space}+standalone${equals}(?:"(?:yes|no)"|'(?:yes|no)'))?${space}*\\?>`,
);

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters XML forbids
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

/** Whether a text holds a character that XML 1.0 §2.2 does not let a document hold, however it is written. */
export function holdsForbidden(text: string): boolean {
  return forbidden.test(text);
}

/** U+FFFE and U+FFFF in UTF-8. */
const noCharacters = [Buffer.from([0xef, 0xbf, 0xbe]), Buffer.from([0xef, 0xbf, 0xbf])];

/** The text, each line end one `\n`, and the place where the XML declaration ends. */
export interface Decoded {
  readonly text: string;
  readonly start: number;
}

/**
 * Reads bytes as text by their byte-order mark, else by the XML declaration, else as UTF-8.
 *
 * Refuses `xml.encoding` for another encoding and `xml.malformed` when the bytes are not what they claim to be,
 * the declaration cannot be read or a character is forbidden. Source: XML 1.0 §2.2, §2.11, §4.3.3 and appendix F.
 */
export function textOfBytes(input: Uint8Array): Decoded {
  const bytes = Buffer.from(input.buffer, input.byteOffset, input.byteLength);
  const text = decode(bytes);
  return { text, start: declaredIn(text).length };
}

function decode(bytes: Buffer): string {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return inUtf8(bytes.subarray(3), true);
  if (a === 0xff && b === 0xfe) return inUtf16(bytes.subarray(2), 'utf-16le');
  if (a === 0xfe && b === 0xff) return inUtf16(bytes.subarray(2), 'utf-16be');
  if (a === 0x3c && b === 0) return inUtf16(bytes, 'utf-16le');
  if (a === 0 && b === 0x3c) return inUtf16(bytes, 'utf-16be');
  return inUtf8(bytes, false);
}

/** `marked`: a byte-order mark has already said that this is UTF-8. */
function inUtf8(bytes: Buffer, marked: boolean): string {
  const name = declaredIn(bytes.toString('latin1', 0, 200)).encoding ?? 'UTF-8';
  if (marked && name !== 'UTF-8') throw notAsDeclared(name);
  switch (name) {
    case 'UTF-8':
      if (!isUtf8(bytes)) throw notAsDeclared(name);
      if (noCharacters.some((each) => bytes.includes(each))) throw forbiddenCharacter();
      return withLineEnds(bytes).toString('utf8');
    case 'US-ASCII':
    case 'ASCII':
      if (!isAscii(bytes)) throw notAsDeclared(name);
      return withLineEnds(bytes).toString('latin1');
    case 'ISO-8859-1':
      return withLineEnds(bytes).toString('latin1');
    case 'ISO-8859-15':
    case 'WINDOWS-1252':
      return new TextDecoder(name).decode(withLineEnds(bytes));
    case 'UTF-16':
    case 'UTF-16LE':
    case 'UTF-16BE':
      throw notAsDeclared(name);
    default:
      throw badEncoding(name);
  }
}

function inUtf16(bytes: Buffer, charset: 'utf-16le' | 'utf-16be'): string {
  let text: string;
  try {
    text = new TextDecoder(charset, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw notAsDeclared('UTF-16');
  }
  const name = declaredIn(text).encoding;
  if (name !== undefined && name !== 'UTF-16' && name !== charset.toUpperCase()) throw notAsDeclared(name);
  if (holdsForbidden(text)) throw forbiddenCharacter();
  return text.replace(/\r\n?/g, '\n');
}

/** What an XML declaration says: the encoding in capitals, and how long it is. */
export interface Declared {
  readonly encoding: string | undefined;
  readonly length: number;
}

/** Reads the XML declaration at the beginning of a text, if there is one. Refuses `xml.malformed`. Source: XML 1.0 §2.8. */
export function declaredIn(text: string): Declared {
  if (!/^<\?xml[ \t\r\n?]/.test(text)) return { encoding: undefined, length: 0 };
  const m = declaration.exec(text.slice(0, 200));
  if (m === null) throw malformed({ fr: 'la déclaration XML est illisible', en: 'the XML declaration cannot be read' });
  return { encoding: (m[1] ?? m[2])?.toUpperCase(), length: m[0].length };
}
