/** MIME: what a message's bytes hold, by place, within limits. The bytes themselves are never changed. */
import { mailAddresses, writtenAddresses } from './addresses.ts';
import { readTree } from './entity.ts';
import type { MailAddress, MimePart } from './parsed.ts';

export { bodyOf } from './body.ts';
export { readDate } from './dates.ts';
export { decodePart, decodeText } from './decode.ts';
export { imapString } from './lists.ts';
export { parseMessage } from './parse.ts';
export type { MailAddress, MimePart, ParsedMessage } from './parsed.ts';
export { plainOfHtml } from './plain.ts';
export { type Attachment, attachmentsOf, contentOf, readableOf } from './readable.ts';
export { safeHtml } from './safeHtml.ts';
export { type Section, sectionOf } from './section.ts';
export { decodedWords } from './words.ts';

/** The parts alone, without texts or lists: a quarter of the work of a whole reading. */
export function readParts(bytes: Buffer): MimePart {
  return readTree(bytes).root;
}

/** Addresses of a header's text or of a form, decoded; at most 1,000. */
export function readAddresses(text: string): readonly MailAddress[] {
  return mailAddresses(writtenAddresses(text));
}
