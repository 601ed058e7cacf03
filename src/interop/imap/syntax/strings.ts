import { imapString } from '#messaging';
import { printName } from './mailboxName.ts';

const atom = /^[!#$&'+,\-./0-9:;<=>?@A-Z[\]^_`a-z|}~]+$/;

/** A string of an answer: quoted where it may be, else a literal in UTF-8. */
export { imapString as printString } from '#messaging';

/** Bare where every character may stand bare (RFC 3501 astring), else a string. NIL would be read as no value, so it is quoted. */
export function printAstring(text: string): string {
  return atom.test(text) && text.toUpperCase() !== 'NIL' ? text : imapString(text);
}

/** A mailbox in modified UTF-7, always quoted: names with `[` or `]` are read wrongly by some clients where they stand bare. */
export function printMailbox(name: string): string {
  return imapString(printName(name));
}

/**
 * A sentence as it may stand in an answer (RFC 3501 `text`): one line of ASCII, accents left off, at most 400 characters. Never begins with `[`,
 * which would be read as a code.
 */
export function printText(sentence: string): string {
  const plain = sentence
    .normalize('NFD')
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/\p{M}+/gu, '')
    .replace(/[^\x20-\x7e]+/g, ' ')
    .replace(/ +/g, ' ')
    .trim();
  return plain === '' || plain.startsWith('[') ? `- ${plain}`.trim() : plain.slice(0, 400);
}
