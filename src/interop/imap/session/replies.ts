import type { Refusal } from '#kernel';
import { printState } from '../syntax/index.ts';

/** How a command ended, as its tagged line says it. */
export interface Reply {
  readonly status: 'OK' | 'NO' | 'BAD';
  /** In brackets: `READ-ONLY`, `COPYUID 1 2:3 4:5`. RFC 3501 §7.1, RFC 5530. */
  readonly code?: string;
  readonly text: string;
  /** Something is gone from the selected folder: who follows modseqs is told the one of that (RFC 7162 §3.2.7). */
  readonly modseq?: boolean;
}

export const ok = (text: string, code?: string): Reply => ({ status: 'OK', text, ...(code === undefined ? {} : { code }) });
export const no = (text: string, code?: string): Reply => ({ status: 'NO', text, ...(code === undefined ? {} : { code }) });
export const bad = (text: string): Reply => ({ status: 'BAD', text });

/** Codes of refusals, or the beginning of their family, as response codes; the longest that fits counts. */
const codes: Readonly<Record<string, string>> = {
  'messaging.no-folder': 'NONEXISTENT',
  'messaging.folder-exists': 'ALREADYEXISTS',
  'messaging.folder-name': 'CANNOT',
  'messaging.folder-kept': 'CANNOT',
  'messaging.folders-full': 'LIMIT',
  'messaging.quota': 'OVERQUOTA',
  'messaging.too-large': 'TOOBIG',
  'messaging.too-many': 'LIMIT',
  'messaging.no-message': 'EXPUNGEISSUED',
  'messaging.not-allowed': 'NOPERM',
  'messaging.closed': 'NOPERM',
  'messaging.unknown-mailbox': 'AUTHORIZATIONFAILED',
  'messaging.which-mailbox': 'AUTHORIZATIONFAILED',
  'messaging.citizen-by-web': 'AUTHORIZATIONFAILED',
  'messaging.no-mail-program': 'AUTHORIZATIONFAILED',
  'messaging.token-too-narrow': 'AUTHORIZATIONFAILED',
  'messaging.certificate-unbound': 'AUTHORIZATIONFAILED',
  'messaging.tls-needed': 'PRIVACYREQUIRED',
  'messaging.sasl-': 'AUTHENTICATIONFAILED',
  'signin.': 'AUTHENTICATIONFAILED',
  'signin.slow-down': 'UNAVAILABLE',
  'store.': 'UNAVAILABLE',
};

/** A refusal in this protocol's words: NO, with a code that clients know; the sentence in English, as RFC 3501 §7.1 lets people read it. */
export function replyOf({ code, sentence }: Refusal, instead?: Readonly<Record<string, string>>): Reply {
  const all = { ...codes, ...instead };
  const fits = Object.keys(all).filter((known) => code === known || (/[.-]$/.test(known) && code.startsWith(known)));
  const best = fits.sort((a, b) => b.length - a.length)[0];
  return no(sentence.en, best === undefined ? 'CANNOT' : all[best]);
}

/** Anything else that was thrown is a defect: told as such, without its words. */
export const defect: Reply = no('Something broke here; it was written down. Try again later.', 'SERVERBUG');

export const printReply = (tag: string, { status, code, text }: Reply): string => printState(tag, status, text, code);
