import { decoded } from './charset.ts';

/** A charset may carry a language (RFC 2231 §5): `=?utf-8*fr?q?…?=`. */
const encoded = /=\?([^?*\s]{1,60})(?:\*[^?\s]{0,40})?\?([bBqQ])\?([^?]*)\?=/g;

/**
 * Header text with its encoded words read (RFC 2047). Words that follow each other are joined before they are read, so that a character cut
 * between two of them is whole again; a word that cannot be read stays as it is written.
 */
export function decodedWords(text: string): string {
  return oneLine(text.includes('=?') ? withWords(text) : text);
}

/** Encoded words may hide line ends: nothing that is read here can begin a field where it is written again. */
export function oneLine(text: string): string {
  return /\p{Cc}/u.test(text) ? text.replace(/\p{Cc}+/gu, ' ') : text;
}

function withWords(text: string): string {
  let out = '';
  let last = 0;
  let pending: { readonly charset: string; readonly bytes: Buffer[] } | undefined;
  const flush = (): void => {
    if (pending !== undefined) out += decoded(Buffer.concat(pending.bytes), pending.charset);
    pending = undefined;
  };
  for (const match of text.matchAll(encoded)) {
    const [whole, charset = '', how = '', payload = ''] = match;
    const between = text.slice(last, match.index);
    const bytes = how.toLowerCase() === 'b' ? Buffer.from(payload, 'base64') : quoted(payload);
    // White space between two encoded words is not there (RFC 2047 §6.2).
    const follows = pending !== undefined && /^[ \t\r\n]*$/.test(between);
    if (!follows) {
      flush();
      out += between;
    } else if (pending?.charset !== charset.toLowerCase()) flush();
    pending ??= { charset: charset.toLowerCase(), bytes: [] };
    pending.bytes.push(bytes);
    last = match.index + whole.length;
  }
  flush();
  return out + text.slice(last);
}

/** RFC 2047 §4.2. */
function quoted(payload: string): Buffer {
  const source = payload.replaceAll('_', ' ');
  if (!source.includes('=')) return Buffer.from(source, 'utf8');
  return Buffer.from(
    Buffer.from(source, 'utf8')
      .toString('latin1')
      .replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
}
