import type { StatusItem } from './command.ts';
import { printFlags } from './flags.ts';
import { printSet } from './set.ts';
import { printAstring, printMailbox, printString, printText } from './strings.ts';

/** Answers of IMAP, each a whole line with its end; written to the socket as UTF-8. */

/** `a1 OK [READ-WRITE] Done`; `tag` is `*` for what nobody asked. */
export function printState(tag: string, state: 'OK' | 'NO' | 'BAD' | 'BYE' | 'PREAUTH', text: string, code?: string): string {
  return `${tag} ${state} ${code === undefined ? '' : `[${code}] `}${printText(text)}\r\n`;
}

/** `+ …`: go on. */
export function printContinue(text = 'Go on'): string {
  return `+ ${printText(text)}\r\n`;
}

/** A challenge of SASL, base64. */
export function printChallenge(base64: string): string {
  return `+ ${base64}\r\n`;
}

export function printCapability(names: readonly string[]): string {
  return `* CAPABILITY ${names.join(' ')}\r\n`;
}

export function printEnabled(names: readonly string[]): string {
  return names.length === 0 ? '* ENABLED\r\n' : `* ENABLED ${names.join(' ')}\r\n`;
}

export function printFlagsLine(flags: number, keywords: readonly string[]): string {
  return `* FLAGS (${printFlags(flags, keywords)})\r\n`;
}

export function printCount(number: number, what: 'EXISTS' | 'RECENT' | 'EXPUNGE'): string {
  return `* ${number} ${what}\r\n`;
}

/** RFC 7162 §3.2.10; '' for no uid. `earlier`: they were gone before this session looked. */
export function printVanished(uids: Iterable<number>, earlier: boolean): string {
  const set = printSet(uids);
  return set === '' ? '' : `* VANISHED ${earlier ? '(EARLIER) ' : ''}${set}\r\n`;
}

export interface Listed {
  /** `\HasChildren`, `\Sent`… with their backslash. */
  readonly attributes: readonly string[];
  readonly name: string;
  /** RFC 5258 §3.5: this one is told because of those below it that are subscribed. */
  readonly childInfo?: readonly 'SUBSCRIBED'[];
}

/** LIST or LSUB; levels are separated by `/`. An empty name with `root` is the answer to an empty pattern. */
export function printListed(what: 'LIST' | 'LSUB', listed: Listed): string {
  const info = listed.childInfo === undefined ? '' : ` ("CHILDINFO" (${listed.childInfo.map((one) => `"${one}"`).join(' ')}))`;
  return `* ${what} (${listed.attributes.join(' ')}) "/" ${printMailbox(listed.name)}${info}\r\n`;
}

/** STATUS, in the order given. `appendlimit` of no limit is NIL. */
export function printStatus(name: string, values: readonly (readonly [item: StatusItem, value: number | undefined])[]): string {
  const list = values.map(([item, value]) => `${item.toUpperCase()} ${value ?? 'NIL'}`).join(' ');
  return `* STATUS ${printMailbox(name)} (${list})\r\n`;
}

/** The old SEARCH; `modseq` where MODSEQ was a key. */
export function printSearch(numbers: readonly number[], modseq?: number): string {
  const found = numbers.map((number) => ` ${number}`).join('');
  return `* SEARCH${found}${modseq === undefined || numbers.length === 0 ? '' : ` (MODSEQ ${modseq})`}\r\n`;
}

export interface ExtendedSearch {
  /** Of the command that asked. */
  readonly tag: string;
  readonly uid: boolean;
  readonly min?: number;
  readonly max?: number;
  /** Ascending. */
  readonly all?: readonly number[];
  readonly count?: number;
  readonly modseq?: number;
}

/** RFC 4731 §3.1: what is empty is left out, but COUNT. */
export function printEsearch(found: ExtendedSearch): string {
  const words = [`* ESEARCH (TAG ${printString(found.tag)})`];
  if (found.uid) words.push('UID');
  if (found.min !== undefined) words.push(`MIN ${found.min}`);
  if (found.max !== undefined) words.push(`MAX ${found.max}`);
  if (found.count !== undefined) words.push(`COUNT ${found.count}`);
  if (found.all !== undefined && found.all.length > 0) words.push(`ALL ${printSet(found.all)}`);
  if (found.modseq !== undefined) words.push(`MODSEQ ${found.modseq}`);
  return `${words.join(' ')}\r\n`;
}

/** One personal namespace without prefix (RFC 2342). */
export function printNamespace(): string {
  return '* NAMESPACE (("" "/")) NIL NIL\r\n';
}

/** RFC 2971. */
export function printId(fields: readonly (readonly [name: string, value: string])[]): string {
  const list = fields.flatMap((pair) => pair.map(printString)).join(' ');
  return fields.length === 0 ? '* ID NIL\r\n' : `* ID (${list})\r\n`;
}

/** RFC 9208: STORAGE counts units of 1,024 bytes. */
export function printQuota(
  root: string,
  resources: readonly { readonly name: 'STORAGE' | 'MESSAGE'; readonly used: number; readonly limit: number }[],
): string {
  const list = resources.map(({ name, used, limit }) => `${name} ${used} ${limit}`).join(' ');
  return `* QUOTA ${printString(root)} (${list})\r\n`;
}

export function printQuotaRoot(mailbox: string, roots: readonly string[]): string {
  return `* QUOTAROOT ${printMailbox(mailbox)}${roots.map((root) => ` ${root === '' ? '""' : printAstring(root)}`).join('')}\r\n`;
}
