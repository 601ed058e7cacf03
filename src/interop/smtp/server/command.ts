import type { RecipientAsked } from '#messaging';
import { type ReadPath, readPath } from './path.ts';
import { badParameter, badSyntax, unknownCommand, unknownParameter } from './refusals.ts';
import { decodeXtext } from './xtext.ts';

/** What a client asks, read and not yet judged. */
export type Command =
  | { readonly is: 'EHLO' | 'HELO'; readonly name: string }
  | { readonly is: 'STARTTLS' | 'DATA' | 'RSET' | 'NOOP' | 'QUIT' | 'VRFY' | 'EXPN' | 'HELP' }
  | { readonly is: 'AUTH'; readonly mechanism: string; readonly initial?: string }
  | { readonly is: 'MAIL'; readonly from: From }
  | { readonly is: 'RCPT'; readonly recipient: RecipientAsked };

export interface From {
  readonly address: string;
  /** As declared, bytes. */
  readonly size?: number;
  readonly utf8: boolean;
  readonly ret?: 'full' | 'hdrs';
  readonly envelopeId?: string;
}

/** Lines longer than this are no command, but AUTH with a token in it. Source: RFC 5321 §4.5.3.1.4 and what the extensions add to it. */
export const longestLine = 2048;
export const longestAuth = 12_400;

/**
 * Reads one line. Refuses `smtp.syntax`, `smtp.unknown-command`, `smtp.path`, `smtp.utf8-needed`, `smtp.parameter`, `smtp.unknown-parameter`.
 * `utf8`: the transaction that runs was opened with SMTPUTF8.
 *
 * Source: RFC 5321 §4.1.1; RFC 1870 (SIZE), RFC 6152 (BODY), RFC 6531 (SMTPUTF8), RFC 3461 (DSN), RFC 4954 (AUTH).
 */
export function readCommand(line: Buffer, utf8: boolean): Command {
  const verb = /^([A-Z]{1,20})(?= |$)/.exec(line.toString('latin1', 0, 21).toUpperCase())?.[1];
  if (line.length > longestLine && verb !== 'AUTH') throw badSyntax();
  const text = line.toString('utf8');
  if (!Buffer.from(text, 'utf8').equals(line)) throw badSyntax();
  if (verb === undefined) throw unknownCommand();
  const rest = text.slice(verb.length).trim();
  switch (verb) {
    case 'EHLO':
    case 'HELO':
      return { is: verb, name: hostOf(rest) };
    case 'STARTTLS':
    case 'DATA':
    case 'RSET':
    case 'QUIT':
      if (rest !== '') throw badSyntax();
      return { is: verb };
    case 'NOOP':
    case 'VRFY':
    case 'EXPN':
    case 'HELP':
      return { is: verb };
    case 'AUTH':
      return auth(rest);
    case 'MAIL':
      return { is: 'MAIL', from: from(pathAfter(rest, /^FROM:/i, true), parametersBehind(rest)) };
    case 'RCPT':
      return { is: 'RCPT', recipient: to(pathAfter(rest, /^TO:/i, utf8)) };
    default:
      throw unknownCommand();
  }
}

function hostOf(text: string): string {
  if (!/^[\x21-\x7e]{1,255}$/.test(text)) throw badSyntax();
  return text;
}

function auth(rest: string): Command {
  const m = /^([A-Za-z0-9_-]{1,20})(?: +(\S+))?$/.exec(rest);
  if (m === null) throw badSyntax();
  const [, mechanism = '', initial] = m;
  return { is: 'AUTH', mechanism, ...(initial === undefined ? {} : { initial }) };
}

/** One space behind the colon is no fault of grammar that anybody is refused for. */
function pathAfter(rest: string, word: RegExp, utf8: boolean): ReadPath {
  if (!word.test(rest)) throw badSyntax();
  return readPath(rest.replace(word, '').replace(/^ /, ''), utf8);
}

const parametersBehind = (rest: string): boolean => /> .*\bSMTPUTF8\b/i.test(rest);

type Parameters = ReadonlyMap<string, string | undefined>;

function parametersOf(rest: string): Parameters {
  const found = new Map<string, string | undefined>();
  for (const word of rest.split(' ').filter((one) => one !== '')) {
    const m = /^([A-Za-z0-9][A-Za-z0-9-]*)(?:=([\x21-\x3c\x3e-\x7e\u0080-\u{10ffff}]+))?$/u.exec(word);
    const name = m?.[1]?.toUpperCase();
    if (name === undefined || found.has(name)) throw badParameter(word.slice(0, 40));
    found.set(name, m?.[2]);
  }
  return found;
}

function from({ address, rest }: ReadPath, utf8: boolean): From {
  const told = parametersOf(rest);
  // Without the word, an address in other letters is refused as such.
  readPath(`<${address}>`, utf8 || address === '');
  const { SIZE: size, RET: ret, ENVID: envelopeId, ...others } = Object.fromEntries(told);
  for (const [name, value] of Object.entries(others)) otherOfMail(name, value);
  const bytes = told.has('SIZE') ? sizeOf(size) : undefined;
  const wish = told.has('RET') ? ret?.toLowerCase() : undefined;
  if (told.has('RET') && wish !== 'full' && wish !== 'hdrs') throw badParameter('RET');
  const id = told.has('ENVID') ? decodeXtext(envelopeId ?? '', 100) : undefined;
  return {
    address,
    utf8: told.has('SMTPUTF8'),
    ...(bytes === undefined ? {} : { size: bytes }),
    ...(wish === 'full' || wish === 'hdrs' ? { ret: wish } : {}),
    ...(id === undefined ? {} : { envelopeId: id }),
  };
}

function otherOfMail(name: string, value: string | undefined): void {
  // Whom another server says to have authenticated is nothing that we believe. Source: RFC 4954 §5.
  if (name === 'AUTH' && value !== undefined) return;
  if (name === 'SMTPUTF8' && value === undefined) return;
  if (name === 'BODY' && /^(7BIT|8BITMIME)$/i.test(value ?? '')) return;
  if (name === 'SMTPUTF8' || name === 'BODY' || name === 'AUTH') throw badParameter(name);
  throw unknownParameter(name);
}

function sizeOf(value: string | undefined): number {
  if (!/^\d{1,20}$/.test(value ?? '')) throw badParameter('SIZE');
  return Number(value);
}

const wishes = ['never', 'success', 'failure', 'delay'] as const;

function to({ address, rest }: ReadPath): RecipientAsked {
  const told = parametersOf(rest);
  for (const name of told.keys()) if (name !== 'NOTIFY' && name !== 'ORCPT') throw unknownParameter(name);
  const notify = told.has('NOTIFY') ? notifyOf(told.get('NOTIFY')) : undefined;
  const original = told.has('ORCPT') ? originalOf(told.get('ORCPT')) : undefined;
  return {
    address,
    ...(notify === undefined ? {} : { notify }),
    ...(original === undefined ? {} : { originalRecipient: original }),
  };
}

/** NEVER stands alone; the others come in any order, each once. Source: RFC 3461 §4.1. */
function notifyOf(value: string | undefined): NonNullable<RecipientAsked['notify']> {
  const words = (value ?? '').toLowerCase().split(',');
  const known = words.flatMap((word) => wishes.find((one) => one === word) ?? []);
  const right = known.length === words.length && new Set(known).size === known.length;
  if (!right || (known.includes('never') && known.length > 1)) throw badParameter('NOTIFY');
  return known;
}

/** `rfc822;` and xtext. Source: RFC 3461 §4.2. */
function originalOf(value: string | undefined): string {
  const m = /^([A-Za-z0-9-]{1,40});(.+)$/su.exec(value ?? '');
  if (m === null) throw badParameter('ORCPT');
  return `${(m[1] ?? '').toLowerCase()};${decodeXtext(m[2] ?? '', 500)}`;
}
