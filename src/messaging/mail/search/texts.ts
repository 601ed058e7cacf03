import { setImmediate as turn } from 'node:timers/promises';
import type { RecordId } from '#kernel';
import type { ParsedMessage } from '../../mime/parsed.ts';
import { decodedWords } from '../../mime/words.ts';
import type { MailGround } from '../ground.ts';
import { saltOf, unsought, written } from '../incoming.ts';
import { sizesOf } from '../mail.sql.ts';
import type { SearchKey } from '../mail.ts';
import { manyBytes } from '../read.ts';
import { peopleIn } from '../row.ts';
import { bitsIn } from '../sought/bits.ts';
import { folded } from '../sought/folded.ts';
import { bitsCompared, candidates, everyContent, type Found, namesOf } from './search.sql.ts';

/** How many messages a search reads, and how many bytes of them. */
const mostRead = 1000;
const mostReadBytes = 48 * 1024 ** 2;
const readAtOnce = 4 * 1024 ** 2;
/** Of a text that is too short for the filter. */
const mostUnfiltered = 2000;
const namesAtOnce = 5000;

/** A key that is answered by what messages say. */
export type TextKey = Extract<SearchKey, { readonly text: string }>;

export function isTextKey(key: SearchKey): key is TextKey {
  return 'text' in key;
}

/**
 * Finds texts in the messages of a folder, as they follow each other in it, without case and accents. A filter tells which messages may hold
 * them; names, addresses and subjects are then compared with what is kept of them, all else with the message itself.
 *
 * Not exact: of more than 1,000 messages (or 48 MiB) that the filter lets pass, the older ones are told as found without being read — seldom
 * wrong for six characters or more; a text of one or two characters is looked for in the newest 2,000 messages only; nobody finds what stands
 * beyond 256 KiB of a message's texts, or in an attachment that is no text.
 */
export async function findTexts(ground: MailGround, record: RecordId, folder: number, keys: readonly TextKey[]): Promise<Found> {
  const possible = new Map<TextKey, readonly number[]>();
  for (const key of keys) possible.set(key, await mayHold(ground, record, folder, key));
  const found = new Map<SearchKey, readonly number[]>();
  const toRead = new Map<TextKey, readonly number[]>();
  for (const [key, numbers] of possible) {
    if (isOfNames(key)) found.set(key, await byNames(ground, record, key, numbers));
    else toRead.set(key, numbers);
  }
  for (const [key, numbers] of await byReading(ground, record, toRead)) found.set(key, numbers);
  return found;
}

async function mayHold({ store }: MailGround, record: RecordId, folder: number, key: TextKey): Promise<readonly number[]> {
  const salt = saltOf(await store.records.key(store, record));
  const unfiltered = key.is === 'header' && unsought.test(key.name.toLowerCase());
  const bits = unfiltered ? [] : bitsIn(key.text, salt, bitsCompared);
  const [first] = bits;
  type Row = { readonly n: number };
  const rows =
    first === undefined
      ? await store.query<Row>(everyContent, [record, folder, mostUnfiltered])
      : await store.query<Row>(candidates, [record, folder, ...Array.from({ length: bitsCompared }, (_, n) => bits[n] ?? first)]);
  return rows.map(({ n }) => n);
}

function isOfNames(key: TextKey): boolean {
  return !['text', 'body', 'header'].includes(key.is) || (key.is === 'header' && key.name.toLowerCase() === 'message-id');
}

async function byNames({ store }: MailGround, record: RecordId, key: TextKey, numbers: readonly number[]): Promise<number[]> {
  const sought = folded(key.text);
  const found: number[] = [];
  for (let from = 0; from < numbers.length; from += namesAtOnce) {
    type Row = { readonly n: number; readonly subject: string; readonly people: string; readonly message_id: string };
    const rows = await store.query<Row>(namesOf, [record, numbers.slice(from, from + namesAtOnce)]);
    for (const row of rows) if (folded(nameIn(row, key)).includes(sought)) found.push(row.n);
    await turn();
  }
  return found;
}

function nameIn(row: { readonly subject: string; readonly people: string; readonly message_id: string }, key: TextKey): string {
  switch (key.is) {
    case 'subject':
      return row.subject;
    case 'header':
      return row.message_id;
    case 'from':
    case 'to':
    case 'cc':
    case 'bcc':
      return written(peopleIn(row.people)[key.is]);
    default:
      return '';
  }
}

/** Each message is read once for all keys, newest first. */
async function byReading(
  ground: MailGround,
  record: RecordId,
  toRead: ReadonlyMap<TextKey, readonly number[]>,
): Promise<Map<TextKey, number[]>> {
  const all = [...new Set([...toRead.values()].flat())].sort((a, b) => b - a);
  const found = new Map([...toRead.keys()].map((key) => [key, new Set<number>()]));
  const asked = new Map([...toRead].map(([key, numbers]) => [key, new Set(numbers)]));
  const read = new Set<number>();
  for await (const [n, bytes] of readSome(ground, record, all.slice(0, mostRead))) {
    read.add(n);
    const parsed = ground.parse(bytes);
    for (const [key, numbers] of asked) if (numbers.has(n) && holds(parsed, key)) found.get(key)?.add(n);
  }
  for (const [key, numbers] of asked) {
    // What the filter says holds for those that are not read; where there was no filter nothing is known of them.
    if (folded(key.text).length < 3) continue;
    for (const n of numbers) if (!read.has(n)) found.get(key)?.add(n);
  }
  return new Map([...found].map(([key, numbers]) => [key, [...numbers]]));
}

async function* readSome(
  ground: MailGround,
  record: RecordId,
  numbers: readonly number[],
): AsyncIterable<readonly [number, Buffer]> {
  const rows = await ground.store.query<{ readonly n: number; readonly size: number }>(sizesOf, [record, numbers]);
  const sizes = new Map(rows.map(({ n, size }) => [n, size]));
  let page: number[] = [];
  let held = 0;
  let total = 0;
  for (const n of [...numbers, undefined]) {
    const size = n === undefined ? 0 : (sizes.get(n) ?? 0);
    if (page.length > 0 && (n === undefined || held + size > readAtOnce)) {
      yield* await manyBytes(ground, record, page);
      await turn();
      page = [];
      held = 0;
    }
    total += size;
    if (n === undefined || total > mostReadBytes) continue;
    page.push(n);
    held += size;
  }
}

function holds(parsed: ParsedMessage, key: TextKey): boolean {
  const sought = folded(key.text);
  const has = (text: string): boolean => folded(text).includes(sought);
  if (key.is === 'body') return has(parsed.text);
  if (key.is === 'header') {
    const values = parsed.headers.get(key.name.toLowerCase());
    return values?.some((value) => has(value) || has(decodedWords(value))) === true;
  }
  const { text, subject, from, to, cc, bcc, headers } = parsed;
  const people = [from, to, cc, bcc].map(written);
  if ([text, subject, ...people].some(has)) return true;
  return [...headers].some(([name, values]) => values.some((value) => has(`${name}: ${value}`)));
}
