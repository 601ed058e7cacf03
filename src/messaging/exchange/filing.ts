import type { ItemId, RecordId, Sentence } from '#kernel';
import type { Sql } from '#store';
import { countFilings, listFilings, readFiling } from './exchange.sql.ts';

/**
 * What became of the documents of a message. `waiting`: for a person to file them. `under-way`: a filing began and its end is not known yet.
 * `filed`; `known`: they were in the record already, identical. `refused`: see the code. `dismissed`: a person said no.
 */
export const filingStates = ['waiting', 'under-way', 'filed', 'known', 'refused', 'dismissed'] as const;
export type FilingState = (typeof filingStates)[number];

/** What the archive itself says, and what the check of each document came to: for the list, so that nobody opens the archive to know. */
export interface Told {
  /** Why it was refused, in words that a person can act on. */
  readonly refusal?: Sentence;
  /** As METADATA.XML names them. */
  readonly patient?: { readonly name: string; readonly birthDate?: string; readonly sex?: string };
  readonly documents: readonly {
    readonly title: string;
    readonly type?: string;
    readonly path: string;
    /** Absent of what is no CDA. */
    readonly check?: { readonly outcome: 'passed' | 'failed'; readonly errors: number; readonly warnings: number };
  }[];
}

export interface Filing {
  /** The message, by the number of its content. */
  readonly content: number;
  readonly state: FilingState;
  /** Why it was refused: the stable code of the refusal, and where. */
  readonly code: string | undefined;
  readonly place: string | undefined;
  /** Once the INS was recognised. */
  readonly patient: RecordId | undefined;
  /** As they stand in the record. */
  readonly documents: readonly ItemId[];
  readonly told: Told;
  /** Who filed or dismissed. */
  readonly byWhom: string | undefined;
  readonly reason: string | undefined;
  readonly at: Date;
}

/** A filing with the message it came by. */
export interface ListedFiling extends Filing {
  readonly sender: string;
  readonly subject: string;
  readonly arrivedAt: Date;
}

interface Row {
  readonly n: number;
  readonly state: FilingState;
  readonly code: string | null;
  readonly place: string | null;
  readonly patient: RecordId | null;
  readonly documents: readonly ItemId[];
  readonly told: string;
  readonly by_whom: string | null;
  readonly reason: string | null;
  readonly at: Date;
}
type ListedRow = Row & { readonly sender: string; readonly subject: string; readonly arrived_at: Date };

export async function filingOf(sql: Sql, mailbox: RecordId, content: number): Promise<Filing | undefined> {
  const [row] = await sql.query<Row>(readFiling, [mailbox, content]);
  return row && filed(row);
}

/** Newest first. */
export async function filingsOf(
  sql: Sql,
  mailbox: RecordId,
  states: readonly FilingState[],
  before: number,
  limit: number,
): Promise<readonly ListedFiling[]> {
  const rows = await sql.query<ListedRow>(listFilings, [mailbox, states, before, limit]);
  return rows.map((row) => ({ ...filed(row), sender: row.sender, subject: row.subject, arrivedAt: row.arrived_at }));
}

export async function filingCounts(sql: Sql, mailbox: RecordId): Promise<Readonly<Partial<Record<FilingState, number>>>> {
  const rows = await sql.query<{ state: FilingState; n: number }>(countFilings, [mailbox]);
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
}

function filed(row: Row): Filing {
  const { n, state, documents, at } = row;
  return {
    content: n,
    state,
    code: row.code ?? undefined,
    place: row.place ?? undefined,
    patient: row.patient ?? undefined,
    documents,
    told: JSON.parse(row.told) as Told,
    byWhom: row.by_whom ?? undefined,
    reason: row.reason ?? undefined,
    at,
  };
}
