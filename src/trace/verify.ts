import type { RecordId } from '#kernel';
import type { Keys, Sql } from '#store';
import { type Head, lineHash, noHash, seal } from './chain.ts';
import { chainOf, chainsAfter, linesUpTo, orphans } from './trace.sql.ts';

/** One thing wrong with the log: in whose chain, at which line, and what. */
export interface Fault {
  readonly record: RecordId;
  readonly seq: number;
  readonly kind: 'changed' | 'missing' | 'cut' | 'resealed' | 'orphan';
}

export interface Verdict {
  readonly records: number;
  readonly lines: number;
  readonly faults: readonly Fault[];
}

interface Chain {
  readonly record_id: RecordId;
  readonly seq: number;
  readonly head: Buffer;
  readonly seal: Buffer;
}

const chainsAPage = 2000;
const linesAPage = 5000;

/**
 * Reads every line, or one record's, and recomputes the chains. Finds a line that was changed or put elsewhere (`changed`), taken out
 * (`missing`), the last lines cut off (`cut`), a chain rewritten by somebody without the operator's key (`resealed`), lines whose
 * chain is gone (`orphan`). Runs beside a live server: what is written meanwhile is left for the next run.
 *
 * Does not see that a record disappeared whole, chain and lines.
 */
export async function verifyLog(sql: Sql, keys: Keys, only?: RecordId): Promise<Verdict> {
  const faults: Fault[] = [];
  let records = 0;
  let lines = 0;
  for await (const chain of only === undefined ? everyChain(sql) : await sql.query<Chain>(chainOf, [only])) {
    records += 1;
    lines += await verifyChain(sql, keys, chain, faults);
  }
  if (only === undefined) {
    const rows = await sql.query<{ record_id: RecordId; seq: number }>(orphans);
    for (const row of rows) faults.push({ record: row.record_id, seq: row.seq, kind: 'orphan' });
  }
  return { records, lines, faults };
}

async function* everyChain(sql: Sql): AsyncGenerator<Chain, void> {
  for (let after: RecordId | undefined; ; ) {
    const chains = await sql.query<Chain>(chainsAfter, [after ?? null, chainsAPage]);
    yield* chains;
    after = chains.at(-1)?.record_id;
    if (chains.length < chainsAPage) return;
  }
}

async function verifyChain(sql: Sql, keys: Keys, chain: Chain, faults: Fault[]): Promise<number> {
  const record = chain.record_id;
  let at: Head = { seq: 0, hash: noHash };
  let count = 0;
  for (;;) {
    const lines = await sql.query<{ seq: number; body: string; hash: Buffer }>(linesUpTo, [
      record,
      at.seq,
      chain.seq,
      linesAPage,
    ]);
    for (const line of lines) {
      if (line.seq !== at.seq + 1) faults.push({ record, seq: at.seq + 1, kind: 'missing' });
      else if (!lineHash(at.hash, line.seq, line.body).equals(line.hash)) faults.push({ record, seq: line.seq, kind: 'changed' });
      at = { seq: line.seq, hash: line.hash };
    }
    count += lines.length;
    if (lines.length < linesAPage) break;
  }
  if (at.seq !== chain.seq) faults.push({ record, seq: chain.seq, kind: 'cut' });
  else if (chain.seq > 0 && !at.hash.equals(chain.head)) faults.push({ record, seq: chain.seq, kind: 'changed' });
  const honest = seal(keys, record, { seq: chain.seq, hash: chain.head });
  if (chain.seq > 0 && !honest.equals(chain.seal)) faults.push({ record, seq: chain.seq, kind: 'resealed' });
  return count;
}
