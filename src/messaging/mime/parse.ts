import { mailAddresses, type Written } from './addresses.ts';
import { readDate } from './dates.ts';
import { readTree } from './entity.ts';
import { envelopeFields, envelopeList } from './envelope.ts';
import { fieldText, type Head } from './head.ts';
import type { ParsedMessage } from './parsed.ts';
import { textOf } from './readable.ts';
import { structureList } from './structure.ts';
import { decodedWords } from './words.ts';

const mostReferences = 100;
/** Of an identifier, characters: four bytes of each still fit in an index. */
const mostIdentifier = 600;
const mostSubject = 4_000;

/**
 * Reads a message once, within the limits of `limits.ts`. Never refuses: what breaks RFC 5322 or MIME is read as far as it goes, and `cut` says
 * that there was more of it than is read.
 */
export function parseMessage(bytes: Buffer): ParsedMessage {
  const { root, cut } = readTree(bytes);
  const headers = headersOf(bytes, root.head);
  const fields = envelopeFields(bytes, root.head);
  const addresses = (written: readonly Written[]) => mailAddresses(written);
  return {
    messageId: identifiers(fields.messageId)[0] ?? '',
    inReplyTo: identifiers(fields.inReplyTo),
    references: identifiers(headers.get('references')?.join(' ')).slice(-mostReferences),
    subject: decodedWords(fields.subject ?? '')
      .slice(0, mostSubject)
      .toWellFormed(),
    writtenAt: fields.date === undefined ? undefined : readDate(fields.date),
    from: addresses(fields.from),
    sender: addresses(fields.sender),
    replyTo: addresses(fields.replyTo),
    to: addresses(fields.to),
    cc: addresses(fields.cc),
    bcc: addresses(fields.bcc),
    headers,
    root,
    text: textOf(bytes, root),
    envelope: envelopeList(fields),
    bodyStructure: structureList(bytes, root),
    cut,
  };
}

function headersOf(bytes: Buffer, head: Head): ReadonlyMap<string, readonly string[]> {
  const read = new Map<string, string[]>();
  for (const field of head.fields) {
    const value = fieldText(bytes, field);
    const list = read.get(field.name);
    if (list === undefined) read.set(field.name, [value]);
    else list.push(value);
  }
  return read;
}

/** Message identifiers with their angle brackets, RFC 5322 §3.6.4; one written without them is taken if it stands alone. */
function identifiers(text: string | undefined): readonly string[] {
  if (text === undefined) return [];
  const found = text.match(/<[^<>\s]{1,598}>/g);
  if (found !== null) return found.slice(-mostReferences);
  const alone = text.trim();
  return alone !== '' && !/\s/.test(alone) ? [alone.slice(0, mostIdentifier).toWellFormed()] : [];
}
