import { hash } from 'node:crypto';
import type { RecordId } from '#kernel';
import type { Keys, Sql } from '#store';
import { type Head, lineHash, noHash, seal } from './chain.ts';
import { auditCheckpoints, type Kept } from './checkpoint/audit.ts';
import type { Fault } from './fault.ts';
import type { PublishedKeys } from './signing.ts';
import { chainOf, chainsAfter, linesAcross, orphans } from './trace.sql.ts';

export interface Verdict {
  readonly records: number;
  readonly lines: number;
  /** How many checkpoints were held to; none when one record alone was verified. */
  readonly checkpoints: number;
  readonly faults: readonly Fault[];
}

/** What is verified: one record's chain alone, or everything, held to checkpoints that were kept elsewhere too. */
export interface Verified {
  readonly only?: RecordId;
  readonly kept?: readonly Kept[];
}

interface Chain {
  readonly record_id: RecordId;
  readonly seq: number;
  readonly head: Buffer;
  readonly seal: Buffer;
}

/** Lines of a record that follow each other, as `linesAcross` packs them. */
interface Packed {
  readonly record_id: RecordId;
  /** The number of the last of them. */
  readonly last: number;
  readonly count: number;
  readonly lines: Buffer;
  readonly lengths: Buffer;
}

const chainsAPage = 2000;
const linesAPage = 10_000;
const hashBytes = 32;

/**
 * Reads every line, or those of one record, and recomputes the chains; then holds them to every checkpoint. What it finds: `fault.ts`.
 * Runs beside a live server: what is written meanwhile is left for the next run.
 *
 * A record that came after the last checkpoint and disappeared whole is not seen. Nor is a whole database put back as it once was, but by a
 * checkpoint that was kept elsewhere.
 */
export async function verifyLog(sql: Sql, keys: Keys, published: PublishedKeys, { only, kept = [] }: Verified): Promise<Verdict> {
  const faults: Fault[] = [];
  let records = 0;
  let lines = 0;
  for await (const chains of only === undefined ? chainPages(sql) : [await sql.query<Chain>(chainOf, [only])]) {
    records += chains.length;
    lines += await verifyChains(sql, keys, chains, faults);
  }
  if (only !== undefined) return { records, lines, checkpoints: 0, faults };
  const rows = await sql.query<{ record_id: RecordId; seq: number }>(orphans);
  for (const row of rows) faults.push({ record: row.record_id, seq: row.seq, kind: 'orphan' });
  const checkpoints = await auditCheckpoints(sql, published, faults, kept);
  return { records, lines, checkpoints, faults };
}

async function* chainPages(sql: Sql): AsyncGenerator<readonly Chain[], void> {
  for (let after: RecordId | undefined; ; ) {
    const chains = await sql.query<Chain>(chainsAfter, [after ?? null, chainsAPage]);
    yield chains;
    after = chains.at(-1)?.record_id;
    if (chains.length < chainsAPage) return;
  }
}

/** Chains that follow each other, their lines read in the same order; gives how many lines there were. */
async function verifyChains(sql: Sql, keys: Keys, chains: readonly Chain[], faults: Fault[]): Promise<number> {
  const walks = new Map(chains.map((chain) => [chain.record_id, new Walk(chain, faults)]));
  for await (const page of linePages(sql, chains)) {
    // Of a chain that began after, or of none: told as an orphan.
    for (const packed of page) walks.get(packed.record_id)?.take(packed);
  }
  let count = 0;
  for (const walk of walks.values()) {
    walk.end(keys);
    count += walk.count;
  }
  return count;
}

/** The next page is on its way while one is being looked at. */
async function* linePages(sql: Sql, chains: readonly Chain[]): AsyncGenerator<readonly Packed[], void> {
  const [first, last] = [chains[0]?.record_id, chains.at(-1)?.record_id];
  if (first === undefined || last === undefined) return;
  const page = (record: RecordId, seq: number): Promise<Packed[]> =>
    sql.query<Packed>(linesAcross, [record, seq, last, linesAPage, noHash]);
  let lines = await page(first, 0);
  while (lines.length > 0) {
    const end = lines.at(-1);
    const full = lines.reduce((sum, { count }) => sum + count, 0) === linesAPage;
    const next = end === undefined || !full ? undefined : page(end.record_id, end.last);
    next?.catch(() => undefined); // told when it is waited for
    yield lines;
    lines = (await next) ?? [];
  }
}

/** One chain as its lines come by. */
class Walk {
  readonly #chain: Chain;
  readonly #faults: Fault[];
  #at: Head = { seq: 0, hash: noHash };
  count = 0;

  constructor(chain: Chain, faults: Fault[]) {
    this.#chain = chain;
    this.#faults = faults;
  }

  take({ lines, lengths }: Packed): void {
    let seq = this.#at.seq;
    let hashAt = -1; // where in `lines` the hash before stands
    for (let i = 0, at = 0; i < lengths.length; i += 4) {
      const number = lines.readUInt32BE(at) * 2 ** 32 + lines.readUInt32BE(at + 4);
      if (number > this.#chain.seq) break; // written meanwhile
      const end = at + 8 + lengths.readUInt32BE(i);
      if (number !== seq + 1) this.#fault(seq + 1, 'missing');
      else {
        const said =
          hashAt < 0
            ? lineHash(this.#at.hash, number, lines.subarray(at + 8, end))
            : hash('sha256', lines.subarray(hashAt, end), 'buffer');
        if (said.compare(lines, end, end + hashBytes) !== 0) this.#fault(number, 'changed');
      }
      seq = number;
      hashAt = end;
      at = end + hashBytes;
      this.count += 1;
    }
    if (hashAt >= 0) this.#at = { seq, hash: Buffer.from(lines.subarray(hashAt, hashAt + hashBytes)) };
  }

  end(keys: Keys): void {
    const { record_id: record, seq, head, seal: sealed } = this.#chain;
    if (this.#at.seq !== seq) this.#fault(seq, 'cut');
    else if (seq > 0 && !this.#at.hash.equals(head)) this.#fault(seq, 'changed');
    if (seq > 0 && !seal(keys, record, { seq, hash: head }).equals(sealed)) this.#fault(seq, 'resealed');
  }

  #fault(seq: number, kind: Fault['kind']): void {
    this.#faults.push({ record: this.#chain.record_id, seq, kind });
  }
}
