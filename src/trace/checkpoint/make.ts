import { randomUUID } from 'node:crypto';
import { PLATFORM, type RecordId } from '#kernel';
import type { Store, Tx } from '#store';
import type { LogKey } from '../signing.ts';
import {
  addCheckpoint,
  addLeaves,
  beginDraft,
  changedChains,
  checkpointLines,
  dropDrafts,
  dropLeaves,
  endDrafts,
  lastCheckpoint,
  leavesAfter,
  noteChains,
} from './checkpoint.sql.ts';
import { type Leaf, leavesAPage, packed, pageHash, unpacked } from './leaf.ts';
import { rootOf } from './merkle.ts';
import { type CheckpointWords, checkpointType, linkTo, readWords } from './words.ts';

/** A checkpoint as it was signed. */
export interface Checkpoint {
  readonly n: number;
  /** A compact JWS; its payload is {@link CheckpointWords}. */
  readonly jws: string;
}

export interface Maker {
  readonly store: Store;
  readonly key: () => Promise<LogKey>;
  /** Adds the platform's line that tells of the checkpoint, in its transaction. */
  tell(tx: Tx, checkpoint: CheckpointWords, hash: string): Promise<void>;
}

const day = 86_400_000;

/**
 * Signs where all chains stand that have changed since the last checkpoint; gives the last one, and no new one, when none has. Lines may be
 * written meanwhile: what comes too late is for the next. A chain is locked for the time of one page of leaves, after the checkpoint is
 * there, to write down that it was told of.
 *
 * Killed at any time it leaves nothing that counts: a checkpoint is there when its row is. Of two made at once the first one counts.
 */
export async function makeCheckpoint(maker: Maker, at: Date): Promise<Checkpoint | undefined> {
  const { store, key } = maker;
  const old = new Date(at.getTime() - day);
  await store.query(dropDrafts, [old]);
  await store.query(endDrafts, [old]);
  const last = await newest(store);
  const set = randomUUID();
  await store.query(beginDraft, [set, at]);
  const { hashes, count } = await writeLeaves(store, set);
  if (count === 0) {
    await store.query(dropLeaves, [set]);
    return last;
  }
  const words: CheckpointWords = {
    socle: 'log-checkpoint/1',
    n: (last?.n ?? 0) + 1,
    at: at.toISOString(),
    leaves: count,
    root: rootOf(hashes).toString('base64url'),
    ...(last === undefined ? {} : { before: linkTo(last.jws) }),
  };
  const jws = await (await key()).sign(checkpointType, JSON.stringify(words));
  const made = await store.transaction(async (tx) => {
    if ((await tx.query(addCheckpoint, [words.n, set, jws, hashes.length])).length === 0) return false;
    await maker.tell(tx, words, linkTo(jws));
    return true;
  });
  if (!made) {
    await store.query(dropLeaves, [set]);
    return newest(store);
  }
  await noteLeaves(store, words.n, set);
  return { n: words.n, jws };
}

export async function newest(store: Pick<Store, 'query'>): Promise<Checkpoint | undefined> {
  const [row] = await store.query<Checkpoint>(lastCheckpoint);
  return row;
}

/**
 * Whether the last checkpoint is of this very day (UTC): one of a day to come was made under a wrong clock. Whether it is authentic is told by
 * verification alone.
 */
export async function madeToday(store: Pick<Store, 'query'>, at: Date): Promise<boolean> {
  const last = await newest(store);
  const payload = last?.jws.split('.')[1];
  const words = readWords(payload === undefined ? undefined : Buffer.from(payload, 'base64url').toString('utf8'));
  return words !== undefined && words.at.slice(0, 10) === at.toISOString().slice(0, 10);
}

/** Leaves in the order of the records, a page a row. That the platform told of the last checkpoint is no change worth another. */
async function writeLeaves(store: Store, set: string): Promise<{ hashes: Buffer[]; count: number }> {
  const hashes: Buffer[] = [];
  let count = 0;
  for (let after: RecordId | undefined; ; ) {
    const rows = await store.query<{ record_id: RecordId; seq: number; head: Buffer }>(changedChains, [
      after ?? null,
      leavesAPage,
    ]);
    const leaves: Leaf[] = rows.map(({ record_id: record, seq, head: hash }) => ({ record, seq, hash }));
    const [first] = leaves;
    if (first !== undefined) {
      const page = packed(leaves);
      hashes.push(pageHash(page));
      await store.query(addLeaves, [set, first.record, hashes.length - 1, hashes.at(-1), page]);
      count += leaves.length;
    }
    after = leaves.at(-1)?.record;
    if (leaves.length < leavesAPage) break;
    if (leaves.length === 0) break;
  }
  if (count === 1 && (await onlyToldOfItself(store, set))) return { hashes: [], count: 0 };
  return { hashes, count };
}

async function onlyToldOfItself(store: Store, set: string): Promise<boolean> {
  for await (const [leaf] of pagesOf(store, set)) {
    if (leaf?.record !== PLATFORM) return false;
    const lines = await store.query<{ seq: number }>(checkpointLines, [PLATFORM]);
    return lines.at(-1)?.seq === leaf.seq;
  }
  return false;
}

async function noteLeaves(store: Store, n: number, set: string): Promise<void> {
  for await (const leaves of pagesOf(store, set)) {
    await store.query(noteChains, [n, leaves.map(({ record }) => record), leaves.map(({ seq }) => seq)]);
  }
}

async function* pagesOf(store: Store, set: string): AsyncGenerator<readonly Leaf[], void> {
  for (let after = -1; ; after++) {
    const [row] = await store.query<{ leaves: Buffer }>(leavesAfter, [set, after, 1]);
    if (row === undefined) return;
    yield unpacked(row.leaves) ?? [];
  }
}
