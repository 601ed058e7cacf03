import type { RecordId } from '#kernel';
import type { MailboxPermit } from '../mailboxes/mailbox.ts';
import type { MailGround } from './ground.ts';
import { bytesOf, envelopesOf, pageOf, sizesOf, structuresOf, summariesOf } from './mail.sql.ts';
import type { Fetched, Mail, Placed, UidRanges, Wanted } from './mail.ts';
import { after, bounds } from './ranges.ts';
import { noMessage } from './refusals.ts';
import { type ContentRow, type PlacedRow, placedOf, summaryOf } from './row.ts';
import { type Resting, unsealed } from './sealed.ts';

/** Messages read at once. */
const mostInPage = 500;
/** Bytes of messages held at once, unless one alone is larger. */
const mostBytesInPage = 4 * 1024 ** 2;

/**
 * Messages of a folder in pages, ascending uids. Each page is one reading: what is expunged between two is passed over. Lines of the log for
 * whoever reads for somebody else are the caller's.
 */
export async function* fetch(
  ground: MailGround,
  { mailbox: { id } }: MailboxPermit,
  folder: number,
  ranges: UidRanges,
  wanted: Wanted,
  {
    changedSince = -1,
    read,
  }: { readonly changedSince?: number; readonly read?: (page: readonly Placed[]) => Promise<readonly Placed[]> },
): AsyncIterable<readonly Fetched[]> {
  for (let left = ranges; left.length > 0; ) {
    const rows = await ground.store.query<PlacedRow>(pageOf, [id, folder, ...bounds(left), changedSince, mostInPage]);
    const last = rows.at(-1);
    if (last === undefined) return;
    const found = rows.map(placedOf);
    const placed = read === undefined ? found : await read(found);
    const contents = await contentsOf(ground, id, placed, wanted);
    if (wanted.bytes !== true) yield joined(placed, contents, wanted);
    else yield* withBytes(ground, id, placed, contents, wanted);
    left = rows.length < mostInPage ? [] : after(left, last.uid);
  }
}

type Contents = ReadonlyMap<number, Partial<ContentRow> & Pick<ContentRow, 'size'>>;

/** What is asked of the contents, and no more of it is read. */
async function contentsOf({ store }: MailGround, id: RecordId, placed: readonly Placed[], wanted: Wanted): Promise<Contents> {
  const { size, envelope, structure, summary, bytes } = wanted;
  const statement = summary
    ? summariesOf
    : structure
      ? structuresOf
      : envelope
        ? envelopesOf
        : size || bytes
          ? sizesOf
          : undefined;
  if (statement === undefined) return new Map();
  const rows = await store.query<Partial<ContentRow> & Pick<ContentRow, 'n' | 'size'>>(statement, [id, numbersOf(placed)]);
  return new Map(rows.map((row) => [row.n, row]));
}

function numbersOf(placed: readonly Placed[]): number[] {
  return [...new Set(placed.map(({ content }) => content))];
}

/** A content that is gone meanwhile takes its message with it. */
function joined(placed: readonly Placed[], contents: Contents, wanted: Wanted): Fetched[] {
  if (!asksContent(wanted)) return [...placed];
  return placed.flatMap((one) => {
    const row = contents.get(one.content);
    return row === undefined ? [] : [{ ...one, ...partsOf(row, wanted) }];
  });
}

function asksContent({ size, envelope, structure, summary, bytes }: Wanted): boolean {
  return [size, envelope, structure, summary, bytes].includes(true);
}

function partsOf(row: Partial<ContentRow> & Pick<ContentRow, 'size'>, wanted: Wanted): Omit<Fetched, keyof Placed> {
  return {
    ...(wanted.size === true ? { size: row.size } : {}),
    ...(wanted.envelope === true ? { envelope: row.envelope ?? '' } : {}),
    ...(wanted.structure === true ? { structure: row.structure ?? '' } : {}),
    ...(wanted.summary === true ? { summary: summaryOf(row as ContentRow) } : {}),
  };
}

async function* withBytes(
  ground: MailGround,
  id: RecordId,
  placed: readonly Placed[],
  contents: Contents,
  wanted: Wanted,
): AsyncIterable<readonly Fetched[]> {
  for (let from = 0; from < placed.length; ) {
    let to = from;
    for (let held = 0; to < placed.length; to++) {
      held += contents.get(placed[to]?.content ?? 0)?.size ?? 0;
      if (held > mostBytesInPage && to > from) break;
    }
    const page = placed.slice(from, to);
    const bytes = await manyBytes(ground, id, numbersOf(page));
    yield page.flatMap((one) => {
      const row = contents.get(one.content);
      const own = bytes.get(one.content);
      return row === undefined || own === undefined ? [] : [{ ...one, ...partsOf(row, wanted), bytes: own }];
    });
    from = to;
  }
}

export async function manyBytes(
  { store }: MailGround,
  id: RecordId,
  contents: readonly number[],
): Promise<ReadonlyMap<number, Buffer>> {
  const rows = await store.query<Resting & { readonly n: number }>(bytesOf, [id, contents]);
  return new Map(await Promise.all(rows.map(async (row) => [row.n, await unsealed(store, id, row.n, row)] as const)));
}

export const raw =
  (ground: MailGround): Mail['raw'] =>
  async ({ mailbox }, content) => {
    const bytes = (await manyBytes(ground, mailbox.id, [content])).get(content);
    if (bytes === undefined) throw noMessage();
    return bytes;
  };
