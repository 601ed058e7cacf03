import { PLATFORM, type RecordId } from '#kernel';
import type { Sql } from '#store';
import type { Fault } from '../fault.ts';
import { type PublishedKeys, signedWords } from '../signing.ts';
import { chainsNoted, checkpointLines, checkpointsAfter, leavesAfter, leavesBroken, leavesNoted } from './checkpoint.sql.ts';
import { type Leaf, pageHash, unpacked } from './leaf.ts';
import { rootOf } from './merkle.ts';
import { type CheckpointWords, checkpointType, linkTo, readWords } from './words.ts';

/** What a checkpoint kept outside of the database says, to hold the database to. */
export interface Kept {
  readonly words: CheckpointWords;
  readonly jws: string;
}

interface Row {
  readonly n: number;
  readonly set_id: string;
  readonly jws: string;
}

const checkpointsAPage = 200;
const pagesAtOnce = 8;

/**
 * Holds the chains to all checkpoints: each is there, signed by the log's key and linked to the one before; its leaves make its root; and each
 * leaf's chain still has that line with that hash. Gives how many there are.
 *
 * What the operator's key could do is beyond it: who holds that key can sign other checkpoints. For that, `kept` is one that was published.
 */
export async function auditCheckpoints(sql: Sql, keys: PublishedKeys, faults: Fault[], kept: readonly Kept[]): Promise<number> {
  const before = await standing(sql);
  let last: Row | undefined;
  let noted = 0;
  const missing = new Set<number>();
  const links = new Map<number, string>();
  for await (const row of everyCheckpoint(sql)) {
    for (let n = (last?.n ?? 0) + 1; n < row.n; n++) missing.add(n);
    const words = readWords(await signedWords(row.jws, checkpointType, keys));
    const linked = last === undefined || last.n !== row.n - 1 || words?.before === linkTo(last.jws);
    if (words === undefined || words.n !== row.n || !linked) faults.push(fault('checkpoint-forged', row.n));
    const held = await auditLeaves(sql, row, faults);
    noted += held.noted;
    if (words !== undefined && (held.root !== words.root || held.count !== words.leaves)) {
      faults.push(fault('leaves-changed', row.n));
    }
    links.set(row.n, linkTo(row.jws));
    last = row;
  }
  for (const { n, link } of before.told) {
    if (links.get(n) === undefined) missing.add(n);
    else if (links.has(n) && links.get(n) !== link) faults.push(fault('checkpoint-forged', n));
  }
  for (const { words, jws } of kept) {
    const ours = links.get(words.n);
    if (ours === undefined) missing.add(words.n);
    else if (ours !== linkTo(jws)) faults.push(fault('checkpoint-forged', words.n));
  }
  const after = await standing(sql);
  const still = before.moved === after.moved && before.count === after.count && (last?.n ?? 0) === (after.told.at(-1)?.n ?? 0);
  if (still && after.newest > (last?.n ?? 0)) missing.add(after.newest);
  for (const n of missing) faults.push(fault('checkpoint-missing', n));
  if (still && noted !== after.count) faults.push(fault('notes-changed', last?.n ?? 0));
  return links.size;
}

const fault = (kind: Fault['kind'], checkpoint: number): Fault => ({ record: PLATFORM, seq: 0, kind, checkpoint });

interface Standing {
  readonly count: number;
  readonly newest: number;
  /** Differs whenever a chain was marked in between. */
  readonly moved: string;
  /** What the platform's chain tells of, in its order. */
  readonly told: readonly { readonly n: number; readonly link: string }[];
}

/** What chains say of checkpoints, and the platform: it changes while one is being made. */
async function standing(sql: Sql): Promise<Standing> {
  const [row] = await sql.query<Omit<Standing, 'told'>>(chainsNoted);
  const told = await toldOf(sql);
  return { count: row?.count ?? 0, newest: row?.newest ?? 0, moved: row?.moved ?? '0', told };
}

/** The checkpoints that the platform's own chain tells of: that one was taken away cannot be hidden there without the operator's key. */
async function toldOf(sql: Sql): Promise<{ n: number; link: string }[]> {
  const rows = await sql.query<{ body: string }>(checkpointLines, [PLATFORM]);
  return rows.flatMap(({ body }) => {
    const { detail } = JSON.parse(body) as { detail?: { n?: string; hash?: string } };
    return detail?.n === undefined || detail.hash === undefined ? [] : [{ n: Number(detail.n), link: detail.hash }];
  });
}

async function* everyCheckpoint(sql: Sql): AsyncGenerator<Row, void> {
  for (let after = 0; ; ) {
    const rows = await sql.query<Row>(checkpointsAfter, [after, checkpointsAPage]);
    yield* rows;
    after = rows.at(-1)?.n ?? after;
    if (rows.length < checkpointsAPage) return;
  }
}

/** The root that the pages make, and what of them no longer holds. */
async function auditLeaves(
  sql: Sql,
  { n, set_id: set }: Row,
  faults: Fault[],
): Promise<{ root: string; count: number; noted: number }> {
  const hashes: Buffer[] = [];
  let count = 0;
  let noted = 0;
  for (let after = -1; ; after += pagesAtOnce) {
    const rows = await sql.query<{ leaves: Buffer }>(leavesAfter, [set, after, pagesAtOnce]);
    for (const row of rows) {
      const leaves = unpacked(row.leaves);
      hashes.push(pageHash(row.leaves));
      if (leaves === undefined) continue; // its hash tells
      count += leaves.length;
      noted += await holdToLeaves(sql, n, leaves, faults);
    }
    if (rows.length < pagesAtOnce) break;
  }
  return { root: rootOf(hashes).toString('base64url'), count, noted };
}

async function holdToLeaves(sql: Sql, n: number, leaves: readonly Leaf[], faults: Fault[]): Promise<number> {
  const records = leaves.map(({ record }) => record);
  const seqs = leaves.map(({ seq }) => seq);
  type Broken = { record_id: RecordId; seq: number; chain: number | null; line: Buffer | null };
  const [broken, [found]] = await Promise.all([
    sql.query<Broken>(leavesBroken, [records, seqs, leaves.map(({ hash }) => hash)]),
    sql.query<{ count: number }>(leavesNoted, [records, seqs, n]),
  ]);
  for (const { record_id: record, seq, chain, line } of broken) {
    const kind = chain === null ? 'gone' : chain < seq ? 'cut' : line === null ? 'missing' : 'rewritten';
    faults.push({ record, seq, kind, checkpoint: n });
  }
  return found?.count ?? 0;
}
