import { badPath, needsUtf8 } from './refusals.ts';

/** Where a message comes from or goes; '' is the empty path `<>`. */
export interface ReadPath {
  /** Lower case, a quoted local part without its quotes where it needs none. */
  readonly address: string;
  /** What stands behind the path. */
  readonly rest: string;
}

const atom = /^[^\s"(),:;<>@[\\\]\p{Cc}\p{Zl}\p{Zp}\p{Zs}]+$/u;
const label = /^(?!-)[\p{L}\p{M}\p{N}_-]{1,63}(?<!-)$/u;
const longestLocal = 64;
const longestDomain = 255;
const longestPath = 254;

/**
 * Reads `<local@domain>` at the beginning of a text. In: decoded from UTF-8. `utf8`: the sender said SMTPUTF8. A source route is read over and
 * forgotten, as the RFC wants. Refuses `smtp.path`, `smtp.utf8-needed`. Address literals (`@[127.0.0.1]`) name no operator and are refused.
 *
 * Source: RFC 5321 §4.1.2, §4.5.3.1; RFC 6531 §3.3.
 */
export function readPath(text: string, utf8: boolean): ReadPath {
  const inside = /^<((?:"(?:[^"\\]|\\.)*"|[^"<>])*)>(.*)$/su.exec(text);
  if (inside === null) throw badPath();
  const [, whole = '', rest = ''] = inside;
  if (rest !== '' && !rest.startsWith(' ')) throw badPath();
  if (whole === '') return { address: '', rest };
  const path = whole.startsWith('@') ? whole.replace(/^(?:@[^,:@\s]{1,255}(?:,(?=@)|:))+/u, '') : whole;
  const at = path.lastIndexOf('@');
  const [local, domain] = at < 0 ? [path, ''] : [path.slice(0, at), path.slice(at + 1)];
  // Everybody who runs a mail server can be written to under this name without a domain. Source: RFC 5321 §4.5.1.
  if (at < 0 && local.toLowerCase() === 'postmaster') return { address: 'postmaster', rest };
  const plain = localOf(local);
  if (plain === undefined || !domain.split('.').every((one) => label.test(one)) || !domain.includes('.')) throw badPath();
  const address = `${plain}@${domain}`.normalize('NFC').toLowerCase();
  if (Buffer.byteLength(plain) > longestLocal || Buffer.byteLength(domain) > longestDomain) throw badPath();
  if (Buffer.byteLength(address) > longestPath) throw badPath();
  if (!utf8 && !isAscii(address)) throw needsUtf8();
  return { address, rest };
}

export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

function localOf(text: string): string | undefined {
  const quoted = /^"((?:[^"\\\p{Cc}]|\\[\x20-\x7e])*)"$/u.exec(text)?.[1]?.replace(/\\(.)/g, '$1');
  const words = (quoted ?? text).split('.');
  if (words.every((word) => atom.test(word))) return quoted ?? text;
  // Quotes that are needed stay: `"two words"@…` is another name than `two words`.
  return quoted === undefined ? undefined : `"${quoted.replace(/["\\]/g, '\\$&')}"`;
}

export const isAscii = (text: string): boolean => Buffer.byteLength(text) === text.length;
