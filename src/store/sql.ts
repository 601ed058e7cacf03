/** One SQL text with the name under which PostgreSQL keeps its plan. Made only by {@link statement}. */
export interface Statement {
  readonly name: string;
  readonly text: string;
  /** Why this text may touch records without binding `record_id`; absent for the ordinary case. */
  readonly acrossRecords: string | undefined;
  /** Reads a few rows by key, in well under a millisecond, and waits for no lock: it may travel with other callers' reads. */
  readonly brief?: boolean;
}

const known = new Map<string, Statement>();

/**
 * Names an SQL text once, at load time. `name` is `module.verb`, unique in the process.
 *
 * A text that touches a record's tables must bind `record_id` (one shard on Citus, never a scan beyond one person), unless
 * `acrossRecords` says why not; the architecture test reads {@link statements} to hold it.
 */
export function statement(name: string, text: string, options: { acrossRecords?: string; brief?: boolean } = {}): Statement {
  const before = known.get(name);
  if (before !== undefined) {
    if (before.text === text) return before;
    throw new Error(`two SQL texts are named ${name}`);
  }
  const made = { name, text, acrossRecords: options.acrossRecords, brief: options.brief ?? false };
  known.set(name, made);
  return made;
}

/** Every statement named so far, for the tests that read them. */
export function statements(): readonly Statement[] {
  return [...known.values()];
}

/** Something that runs statements: the pool (each alone) or a transaction. */
export interface Sql {
  query<Row>(statement: Statement, values?: readonly unknown[]): Promise<Row[]>;
}

/**
 * An open transaction; {@link Sql.query} inside it sees its own writes. Statements run in the order of the calls; those called together,
 * before any of them is awaited, go to the database together.
 */
export interface Tx extends Sql {
  /** A statement whose rows nobody needs: it goes with the next one, or with the COMMIT; if it fails, the transaction does. */
  write(statement: Statement, values?: readonly unknown[]): void;
  /** Runs after a successful COMMIT, never before; for hints such as "look at the outbox". */
  afterCommit(hint: () => void): void;
}
