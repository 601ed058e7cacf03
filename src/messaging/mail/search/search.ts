import type { MailboxPermit } from '../../mailboxes/mailbox.ts';
import type { MailGround } from '../ground.ts';
import type { Mail, SearchKey } from '../mail.ts';
import { searchTooDeep } from '../refusals.ts';
import { searchText } from './search.sql.ts';
import { findTexts, isTextKey, type TextKey } from './texts.ts';

const mostKeys = 1000;
const mostTexts = 20;
const deepest = 30;

/**
 * Uids with their modseqs, ascending. Flags, dates, sizes and uids are exact; days are those of UTC; of texts see `texts.ts`. Refuses
 * `messaging.search-too-long`.
 */
export async function search(
  ground: MailGround,
  { mailbox: { id } }: MailboxPermit,
  folder: number,
  key: SearchKey,
): ReturnType<Mail['search']> {
  const texts = textsIn(key);
  const found = await findTexts(ground, id, folder, texts);
  const { statement, values } = searchText(id, folder, key, found);
  const [row] = await ground.store.query<{ found: Buffer | string | null }>(statement, values);
  const bytes = bytesOf(row?.found ?? null);
  return Array.from({ length: bytes.length / 16 }, (_, n) => ({ uid: number(bytes, n * 16), modseq: number(bytes, n * 16 + 8) }));
}

function textsIn(key: SearchKey): readonly TextKey[] {
  const texts: TextKey[] = [];
  let count = 0;
  const look = (one: SearchKey, depth: number): void => {
    count += 1;
    if (count > mostKeys || depth > deepest) throw searchTooDeep();
    if (isTextKey(one)) texts.push(one);
    if (texts.length > mostTexts) throw searchTooDeep();
    if (one.is === 'not') look(one.key, depth + 1);
    if (one.is === 'and' || one.is === 'or') for (const part of one.keys) look(part, depth + 1);
  };
  look(key, 0);
  return texts;
}

function number(bytes: Buffer, at: number): number {
  return bytes.readUInt32BE(at) * 2 ** 32 + bytes.readUInt32BE(at + 4);
}

/** A statement that is not prepared answers in text. */
function bytesOf(found: Buffer | string | null): Buffer {
  if (found === null) return Buffer.alloc(0);
  return typeof found === 'string' ? Buffer.from(found.slice(2), 'hex') : found;
}
