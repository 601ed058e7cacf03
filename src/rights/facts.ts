import type { Ground, Professional, RecordId } from '#kernel';
import type { Sql } from '#store';
import { isPurpose, type Mandate } from './mandate.ts';
import {
  accessesOf,
  accessesOfEach,
  blocksOf,
  blocksOfEach,
  factsOf,
  factsOfEach,
  mandatesOf,
  mandatesOfEach,
} from './rights.sql.ts';

/** A professional as the citizen is told of them: taken down when the access or the block was made. */
export type SeenProfessional = Pick<Professional, 'id' | 'name' | 'profession' | 'structure'>;

/** A professional's access to a record. */
export interface Access {
  readonly professional: SeenProfessional;
  readonly ground: Ground;
  readonly reason?: string;
  readonly since: Date;
  /** The first instant at which it no longer holds. */
  readonly until: Date;
  readonly givenBy: 'professional' | 'person';
  /** The person said when it ends: no token brings it back. */
  readonly endChosen: boolean;
  /** Connexion secrète: not told to those who represent the person. */
  readonly secret: boolean;
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

/** What other records a person has: the one that goes on for this one, and those that this one goes on for. */
export interface Kin {
  readonly survivor?: RecordId;
  readonly linked: readonly RecordId[];
}

/** Everything that a decision about one record looks at. `version` changes with every change of it. */
export interface Facts {
  readonly version: number;
  readonly closed: boolean;
  readonly opposition: Opposition;
  /** The médecin traitant. */
  readonly attending?: SeenProfessional;
  readonly blocks: ReadonlyMap<string, Block>;
  readonly accesses: ReadonlyMap<string, Access>;
  /** By the record of the delegate. */
  readonly mandates: ReadonlyMap<string, Mandate>;
  /** The records that this one goes on for. */
  readonly linked?: readonly RecordId[];
  /** The record that goes on for this one: its person is this one's, and what is decided there holds here too. */
  readonly survivor?: RecordId;
}

/** What a decision about a deposit looks at. */
export type RecordState = Pick<Facts, 'version' | 'closed' | 'opposition' | 'attending'>;

export async function readState(sql: Sql, record: RecordId): Promise<RecordState> {
  const [row] = await sql.query<StateRow>(factsOf, [record]);
  if (row === undefined) throw new Error('a select without a table gave no row');
  return stateOf(row);
}

export async function readFacts(sql: Sql, record: RecordId): Promise<Facts> {
  // The version is read first: if a change comes between, the older version goes with newer facts, the predicate does not hold,
  // and the facts are read again.
  const state = await readState(sql, record);
  const [blocks, accesses, mandates] = await Promise.all([
    sql.query<BlockRow>(blocksOf, [record]),
    sql.query<AccessRow>(accessesOf, [record]),
    sql.query<MandateRow>(mandatesOf, [record]),
  ]);
  return whole(state, blocks, accesses, mandates);
}

/** As {@link readFacts} of each; four statements, however many records. */
export async function readFactsOfEach(sql: Sql, records: readonly RecordId[]): Promise<ReadonlyMap<RecordId, Facts>> {
  if (records.length === 0) return new Map();
  const states = await sql.query<StateRow & OfRecord>(factsOfEach, [records]);
  const [blocks, accesses, mandates] = await Promise.all([
    sql.query<BlockRow & OfRecord>(blocksOfEach, [records]).then(byRecord),
    sql.query<AccessRow & OfRecord>(accessesOfEach, [records]).then(byRecord),
    sql.query<MandateRow & OfRecord>(mandatesOfEach, [records]).then(byRecord),
  ]);
  return new Map(
    states.map(({ record_id: record, ...state }) => [
      record,
      whole(stateOf(state), blocks.get(record), accesses.get(record), mandates.get(record)),
    ]),
  );
}

interface OfRecord {
  readonly record_id: RecordId;
}
const byRecord = <Row extends OfRecord>(rows: readonly Row[]) => Map.groupBy(rows, ({ record_id: record }) => record);

type StateRow = { readonly version: number; readonly closed: boolean; readonly attending: string | null } & Opposition;
interface BlockRow {
  readonly professional_id: string;
  readonly since: Date;
  readonly who: string;
}

function stateOf({ version, closed, deposit, consultation, emergency, attending }: StateRow): RecordState {
  return {
    version,
    closed,
    opposition: { deposit, consultation, emergency },
    ...(attending === null ? {} : { attending: JSON.parse(attending) as SeenProfessional }),
  };
}

function whole(
  state: RecordState,
  blocks: readonly BlockRow[] = [],
  accesses: readonly AccessRow[] = [],
  mandates: readonly MandateRow[] = [],
): Facts {
  return {
    ...state,
    blocks: new Map(
      blocks.map((b) => [b.professional_id, { professional: JSON.parse(b.who) as SeenProfessional, since: b.since }]),
    ),
    accesses: new Map(accesses.map((a) => [a.professional_id, accessOf(a)])),
    mandates: new Map(mandates.map((m) => [m.delegate_id, mandateOf(m)])),
  };
}

/**
 * The facts of a record that was linked to another: who may look there may look here too, as long as nothing in either says no. The version is
 * this record's own: whoever changes the survivor's facts numbers these too.
 */
export function linkedFacts(own: Facts, survivor: RecordId, there: Facts): Facts {
  return {
    version: own.version,
    closed: own.closed || there.closed,
    opposition: {
      deposit: own.opposition.deposit || there.opposition.deposit,
      consultation: own.opposition.consultation || there.opposition.consultation,
      emergency: own.opposition.emergency || there.opposition.emergency,
    },
    ...(there.attending === undefined ? {} : { attending: there.attending }),
    blocks: new Map([...own.blocks, ...there.blocks]),
    accesses: new Map([...own.accesses, ...there.accesses]),
    mandates: new Map([...own.mandates, ...there.mandates]),
    survivor,
  };
}

interface AccessRow {
  readonly professional_id: string;
  readonly ground: Ground;
  readonly reason: string | null;
  readonly since: Date;
  readonly until: Date;
  readonly who: string;
  readonly given: boolean;
  readonly end_chosen: boolean;
  readonly secret: boolean;
}

function accessOf({ ground, reason, since, until, who, given, end_chosen: endChosen, secret }: AccessRow): Access {
  const professional = JSON.parse(who) as SeenProfessional;
  const givenBy = given ? 'person' : 'professional';
  return { professional, ground, since, until, givenBy, endChosen, secret, ...(reason === null ? {} : { reason }) };
}

export interface MandateRow {
  readonly delegate_id: RecordId;
  readonly kind: Mandate['kind'];
  readonly name: string;
  readonly purposes: readonly string[];
  readonly categories: readonly string[] | null;
  readonly since: Date;
  readonly until: Date;
}

function mandateOf({ kind, name, purposes, categories, since, until }: MandateRow): Mandate {
  const limits = categories === null ? {} : { categories };
  return { kind, name, purposes: purposes.filter(isPurpose), since, until, ...limits };
}
