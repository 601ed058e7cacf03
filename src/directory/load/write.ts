import type { Sql, Statement, Tx } from '#store';
import { foldName } from '../name.ts';
import { numbers } from './key.ts';
import type { ActivityRow, Kind, MailboxRow, PersonRow, PlaceRow, QualificationRow, Rows, Taken } from './layout.ts';
import {
  activitiesAbsent,
  changedActivities,
  changedMailboxes,
  changedQualifications,
  changedStructures,
  mailboxesAbsent,
  peopleWithoutActivity,
  placesWithoutActivity,
  putActivities,
  putFinessPlaces,
  putMailboxes,
  putPeople,
  putPlaces,
  putQualifications,
  qualificationsAbsent,
  structuresAbsent,
} from './write.sql.ts';

/** One changed line and what it says. */
export interface Changed {
  readonly taken: Taken;
  readonly rows: Rows;
}

interface ChangedRow {
  readonly n: number;
  readonly fresh: boolean;
}

const changedIn: Readonly<Record<Kind, Statement>> = {
  rpps: changedActivities,
  finess: changedStructures,
  'finess-legal': changedStructures,
  mssante: changedMailboxes,
  skills: changedQualifications,
  diplomas: changedQualifications,
};

/** Which of these lines say something new: their places, and whether the thing was unknown before. One statement. */
export async function changesIn(sql: Sql, kind: Kind, batch: readonly Taken[]): Promise<ReadonlyMap<number, boolean>> {
  const digests = numbers(batch.map(({ digest }) => digest));
  const keys = isFiness(kind) ? batch.map(finessId) : numbers(batch.map(({ key }) => key));
  const rows = await sql.query<ChangedRow>(changedIn[kind], [keys, digests]);
  return new Map(rows.map(({ n, fresh }) => [n - 1, fresh]));
}

const isFiness = (kind: Kind): boolean => kind === 'finess' || kind === 'finess-legal';
const finessId = ({ id = '' }: Taken): string => id;

/** Writes what changed: one statement a table. */
export function write(tx: Tx, kind: Kind, changed: readonly Changed[], at: Date): void {
  const people = firstOfEach(
    changed.flatMap(({ rows: { person } }) => (person === undefined ? [] : [[person.id, person] as const])),
  );
  if (people.length > 0) tx.write(putPeople, [...columns(people.map(personCells), 10), at]);
  if (isFiness(kind)) putFiness(tx, kind, rowsOf(changed, 'place'), at);
  else putRpps(tx, rowsOf(changed, 'place'), at);
  putKeyed(tx, putActivities, rowsOf(changed, 'activity'), activityCells, 10, [at, 'rpps']);
  putKeyed(tx, putQualifications, rowsOf(changed, 'qualification'), qualificationCells, 5, [at, kind]);
  putKeyed(tx, putMailboxes, rowsOf(changed, 'mailbox'), mailboxCells, 5, [at]);
}

/** A structure stands on the line of everybody who works there. */
function putRpps(tx: Tx, all: readonly { readonly row: PlaceRow }[], at: Date): void {
  const places = firstOfEach(all.map(({ row }) => [row.id, row] as const));
  if (places.length > 0) tx.write(putPlaces, [...columns(places.map(placeCells), 14), numbers(places.map(() => '0')), at]);
}

function putFiness(tx: Tx, kind: Kind, all: readonly { readonly taken: Taken; readonly row: PlaceRow }[], at: Date): void {
  if (all.length === 0) return;
  const digests = numbers(all.map(({ taken }) => taken.digest));
  tx.write(putFinessPlaces, [
    ...columns(
      all.map(({ row }) => placeCells(row)),
      14,
    ),
    digests,
    at,
    kind,
  ]);
}

/** What a whole file no longer holds is not active from now on; gives how many. */
export async function retire(tx: Tx, kind: Kind, load: string, at: Date): Promise<number> {
  const count = async (statement: Statement, last: string | undefined): Promise<number> => {
    const [row] = await tx.query<{ n: number }>(statement, [load, at, ...(last === undefined ? [] : [last])]);
    return row?.n ?? 0;
  };
  if (isFiness(kind)) return count(structuresAbsent, kind);
  if (kind === 'mssante') return count(mailboxesAbsent, 'mssante');
  if (kind !== 'rpps') return count(qualificationsAbsent, kind);
  const gone = await count(activitiesAbsent, 'rpps');
  tx.write(peopleWithoutActivity, [at]);
  tx.write(placesWithoutActivity, [at]);
  return gone;
}

type Cells = readonly (string | null)[];

const personCells = (p: PersonRow): Cells => [
  p.id,
  p.family,
  p.given,
  p.prefix,
  p.profession,
  p.specialtyCode,
  p.specialtyLabel,
  p.details,
  foldName(p.family),
  foldName(p.given),
];
const placeCells = (p: PlaceRow): Cells => [
  p.id,
  p.name,
  p.couloir,
  p.facilityType,
  p.practiceSetting,
  p.siret,
  p.technical,
  p.partOf,
  p.category,
  p.postcode,
  p.townKey,
  p.lineKey,
  p.details,
  foldName(p.name),
];
const activityCells = (a: ActivityRow): Cells => [
  a.professional,
  a.structure,
  a.profession,
  a.specialty,
  a.mode,
  a.role,
  a.genre,
  a.section,
  a.situation ? 't' : 'f',
  a.details,
];
const qualificationCells = (q: QualificationRow): Cells => [q.professional, q.kind, q.typeCode, q.code, q.label];
const mailboxCells = (m: MailboxRow): Cells => [m.address, m.type, m.professional, m.structure, m.details];

type Named = 'place' | 'activity' | 'qualification' | 'mailbox';

function rowsOf<K extends Named>(changed: readonly Changed[], name: K) {
  return changed.flatMap(({ taken, rows }) => {
    const row = rows[name];
    return row === undefined ? [] : [{ taken, row: row as NonNullable<Rows[K]> }];
  });
}

function putKeyed<R>(
  tx: Tx,
  statement: Statement,
  all: readonly { readonly taken: Taken; readonly row: R }[],
  cellsOf: (row: R) => Cells,
  count: number,
  last: readonly unknown[],
): void {
  if (all.length === 0) return;
  const [keys, digested] = [numbers(all.map(({ taken }) => taken.key)), numbers(all.map(({ taken }) => taken.digest))];
  tx.write(statement, [
    keys,
    ...columns(
      all.map(({ row }) => cellsOf(row)),
      count,
    ),
    digested,
    ...last,
  ]);
}

/** Each column as the text of a PostgreSQL array: quicker than value by value, and most values need no escape. */
function columns(rows: readonly Cells[], count: number): string[] {
  return Array.from({ length: count }, (_, i) => arrayText(rows.map((row) => row[i] ?? null)));
}

function arrayText(values: readonly (string | null)[]): string {
  let text = '';
  for (const value of values) {
    if (value === null) text += ',NULL';
    else if (value.includes('"') || value.includes('\\')) text += `,"${value.replace(/["\\]/g, '\\$&')}"`;
    else text += `,"${value}"`;
  }
  return `{${text.slice(1)}}`;
}

/** One statement cannot touch a row twice. */
function firstOfEach<R>(all: readonly (readonly [string, R])[]): R[] {
  const found = new Map<string, R>();
  for (const [id, row] of all) if (!found.has(id)) found.set(id, row);
  return [...found.values()];
}
