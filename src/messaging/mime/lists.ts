import { mostListString } from './limits.ts';

/**
 * A string as IMAP writes it (RFC 3501 §4.3): quoted where every character may stand in quotes, else a literal with its length in UTF-8 bytes.
 * In: text without NUL (left out if there is one).
 */
export function imapString(text: string): string {
  if (/^[\x20\x21\x23-\x5b\x5d-\x7e]*$/.test(text)) return `"${text}"`;
  if (/^[\x20-\x7e]*$/.test(text)) return `"${text.replace(/["\\]/g, '\\$&')}"`;
  const clean = text.replaceAll('\0', '').toWellFormed();
  return `{${Buffer.byteLength(clean, 'utf8')}}\r\n${clean}`;
}

/** {@link imapString}, or NIL. Longer than 4,000 characters is cut. */
export function nstring(text: string | undefined): string {
  if (text === undefined) return 'NIL';
  return imapString(text.length > mostListString ? text.slice(0, mostListString) : text);
}
