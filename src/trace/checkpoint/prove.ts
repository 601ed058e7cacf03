import type { RecordId } from '#kernel';
import type { Sql } from '#store';
import { checkpointAt, leavesOf, notedIn, pageHashes } from './checkpoint.sql.ts';
import { hashesOf, type Leaf, leafBytes, leavesAPage, unpacked } from './leaf.ts';
import { leafHash, pathOf, rootBy } from './merkle.ts';
import type { CheckpointWords } from './words.ts';

/** That a checkpoint told of a chain: which leaf of its tree, and the way from there to the root. Hashes in base64url. */
export interface Proof {
  /** The checkpoint, a compact JWS. */
  readonly jws: string;
  /** Where the chain stood: its last line then, and that line's hash. */
  readonly seq: number;
  readonly hash: string;
  readonly index: number;
  readonly path: readonly string[];
}

/** The proof of the last checkpoint that told of this record's chain; undefined when none has yet. */
export async function proofOf(sql: Sql, record: RecordId): Promise<Proof | undefined> {
  const [chain] = await sql.query<{ noted_in: number }>(notedIn, [record]);
  if (chain === undefined || chain.noted_in === 0) return undefined;
  const [checkpoint] = await sql.query<{ set_id: string; jws: string }>(checkpointAt, [chain.noted_in]);
  if (checkpoint === undefined) return undefined;
  const { set_id: set, jws } = checkpoint;
  const [row] = await sql.query<{ page: number; leaves: Buffer }>(leavesOf, [set, record]);
  const index = row === undefined ? -1 : (unpacked(row.leaves) ?? []).findIndex((leaf) => leaf.record === record);
  const leaf = row === undefined ? undefined : unpacked(row.leaves)?.[index];
  if (row === undefined || leaf === undefined) return undefined;
  const pages = await sql.query<{ hash: Buffer }>(pageHashes, [set]);
  const inPage = pathOf(hashesOf(row.leaves), index);
  const above = pathOf(
    pages.map(({ hash }) => hash),
    row.page,
  );
  return {
    jws,
    seq: leaf.seq,
    hash: leaf.hash.toString('base64url'),
    index: row.page * leavesAPage + index,
    path: [...inPage, ...above].map((hash) => hash.toString('base64url')),
  };
}

/** Whether the proof leads from this chain to the root that the checkpoint says. */
export function proves({ index, path }: Pick<Proof, 'index' | 'path'>, leaf: Leaf, { leaves, root }: CheckpointWords): boolean {
  const hashes = path.map((text) => Buffer.from(text, 'base64url'));
  return rootBy(leafHash(leafBytes(leaf)), index, leaves, hashes)?.toString('base64url') === root;
}
