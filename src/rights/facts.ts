import type { Ground, Professional, RecordId } from '#kernel';
import type { Sql } from '#store';
import { accessesOf, blocksOf, factsOf } from './rights.sql.ts';

/** A professional as the citizen is told of them: taken down when the access or the block was made. */
export type SeenProfessional = Pick<Professional, 'id' | 'name' | 'profession' | 'structure'>;

/** A professional's declared access to a record. */
export interface Access {
  readonly professional: SeenProfessional;
  readonly ground: Ground;
  readonly reason?: string;
  readonly since: Date;
  /** The first instant at which it no longer holds. */
  readonly until: Date;
}

export interface Block {
  readonly professional: SeenProfessional;
  readonly since: Date;
}

/** What the person opposes; each is a right of its own. */
export interface Opposition {
  readonly deposit: boolean;
  readonly consultation: boolean;
  /** Break-glass and emergency call centre. */
  readonly emergency: boolean;
}

/** Everything that a decision about one record looks at. `version` changes with every change of it. */
export interface Facts {
  readonly version: number;
  readonly closed: boolean;
  readonly opposition: Opposition;
  readonly blocks: ReadonlyMap<string, Block>;
  readonly accesses: ReadonlyMap<string, Access>;
}

/** What a decision about a deposit looks at. */
export type RecordState = Pick<Facts, 'version' | 'closed' | 'opposition'>;

export async function readState(sql: Sql, record: RecordId): Promise<RecordState> {
  const [row] = await sql.query<{ version: number; closed: boolean } & Opposition>(factsOf, [record]);
  if (row === undefined) throw new Error('a select without a table gave no row');
  const { version, closed, deposit, consultation, emergency } = row;
  return { version, closed, opposition: { deposit, consultation, emergency } };
}

export async function readFacts(sql: Sql, record: RecordId): Promise<Facts> {
  // The version is read first: if a change comes between, the older version goes with newer facts, the predicate does not hold,
  // and the facts are read again.
  const state = await readState(sql, record);
  const blocks = await sql.query<{ professional_id: string; since: Date; who: string }>(blocksOf, [record]);
  const accesses = await sql.query<AccessRow>(accessesOf, [record]);
  return {
    ...state,
    blocks: new Map(
      blocks.map((b) => [b.professional_id, { professional: JSON.parse(b.who) as SeenProfessional, since: b.since }]),
    ),
    accesses: new Map(accesses.map((a) => [a.professional_id, accessOf(a)])),
  };
}

interface AccessRow {
  readonly professional_id: string;
  readonly ground: Ground;
  readonly reason: string | null;
  readonly since: Date;
  readonly until: Date;
  readonly who: string;
}

function accessOf({ ground, reason, since, until, who }: AccessRow): Access {
  const professional = JSON.parse(who) as SeenProfessional;
  return { professional, ground, since, until, ...(reason === null ? {} : { reason }) };
}
