import type { Cursor } from './cursor.ts';
import { SyntaxFault } from './fault.ts';

/** RFC 3501 §5.1.3: `&` begins BASE64 of UTF-16 with `,` for `/`, `-` ends it; `&-` is `&`. */
export function printName(name: string): string {
  return name.replace(/[^\x20-\x25\x27-\x7e]+|&/g, (run) => {
    if (run === '&') return '&-';
    const bytes = Buffer.from(run, 'utf16le').swap16();
    return `&${bytes.toString('base64').replace(/=+$/, '').replaceAll('/', ',')}-`;
  });
}

/** A name in modified UTF-7; undefined where it is not well formed. Names in plain UTF-8, which some clients send, are taken as they are. */
export function readName(written: string): string | undefined {
  if (!written.includes('&') || /[^\0-\x7f]/.test(written)) return written;
  let faulty = false;
  const name = written.replace(/&([^-]*)(-?)/g, (_, encoded: string, dash: string) => {
    if (dash === '') faulty = true;
    if (encoded === '') return '&';
    const bytes = Buffer.from(encoded.replaceAll(',', '/'), 'base64');
    if (!/^[A-Za-z0-9+,]+$/.test(encoded) || bytes.length === 0 || bytes.length % 2 !== 0) {
      faulty = true;
      return '';
    }
    const text = bytes.swap16().toString('utf16le');
    if (!text.isWellFormed()) faulty = true;
    return text;
  });
  return faulty ? undefined : name;
}

/** A mailbox of a command, decoded; INBOX in any spelling is `INBOX`, above others too. */
export function mailbox(cursor: Cursor, where: string): string {
  const name = readName(cursor.astring(where));
  if (name === undefined) throw new SyntaxFault(`${where}: the mailbox name is not in modified UTF-7`);
  return withInbox(name);
}

/** A pattern of LIST. One that is no UTF-7 is taken as written: it will match nothing. */
export function pattern(cursor: Cursor, where: string): string {
  const written = cursor.listPattern(where);
  return withInbox(readName(written) ?? written);
}

const withInbox = (name: string): string => name.replace(/^inbox(?=$|\/)/i, 'INBOX');
