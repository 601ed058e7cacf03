import { type Call, PLATFORM, type RecordId, Refusal } from '#kernel';
import type { Locked, Tx } from '#store';
import { lastShared, lastVersions, rowsToChange, sharedToChange } from '../fhir.sql.ts';
import type { Aimed } from './aimed.ts';
import type { FhirDesk } from './desk.ts';
import { kindOf } from './home.ts';
import { matchesOf, placeOf } from './match.ts';
import { type PatientRow, readPatientRow } from './patient/ensure.ts';
import { renewedSight, type Sight } from './permit.ts';
import * as refusals from './refusals.ts';
import type { Ended, Standing } from './standing.ts';

/** A home whose row is locked: what is read here stays so until the COMMIT. */
export interface OpenHome {
  readonly home: RecordId;
  readonly locked: Locked;
  readonly patient: PatientRow | undefined;
  /** Whether this act made the person of the record known. */
  readonly fresh: boolean;
  /** Whether what is added is hidden from who represents the person. */
  readonly secret: boolean;
  /** The rows that changes name, by {@link nameOf}. */
  readonly standing: ReadonlyMap<string, Standing>;
  readonly ended: ReadonlyMap<string, Ended>;
  /** What each change that searches has found, by its place among the changes; at most two. */
  readonly matches: ReadonlyMap<number, readonly Standing[]>;
}

/** A change in its home: `index` is its place among all changes. */
export interface Placed {
  readonly index: number;
  readonly home: RecordId;
  readonly change: Aimed;
}

/** What identifies a row in its home. */
export function nameOf(
  home: RecordId,
  { n, type, id }: { n?: number | undefined; type: string; id?: string | undefined },
): string {
  return home === PLATFORM ? `${type}/${id}` : String(n);
}

/**
 * Locks the homes, always in the same order, decides whether the caller may write there, and reads what the changes touch. All that need not
 * wait for an answer goes to the database together. Refuses what `rights.decideWrite` refuses, and `fhir.unknown-patient`.
 */
export async function openHomes(
  desk: FhirDesk,
  tx: Tx,
  call: Call,
  placed: readonly Placed[],
  sights: ReadonlyMap<RecordId, Sight>,
  fresh: ReadonlySet<RecordId>,
): Promise<ReadonlyMap<RecordId, OpenHome>> {
  const byHome = Map.groupBy(
    placed.filter(({ change }) => change.there === undefined),
    ({ home }) => home,
  );
  const opened = await Promise.all(
    [...byHome.keys()]
      .sort()
      .map((home) => openOne(desk, tx, call, home, byHome.get(home) ?? [], sights.get(home), fresh.has(home))),
  );
  return new Map(opened.map((one) => [one.home, one]));
}

async function openOne(
  desk: FhirDesk,
  tx: Tx,
  call: Call,
  home: RecordId,
  placed: readonly Placed[],
  sight: Sight | undefined,
  fresh: boolean,
): Promise<OpenHome> {
  const named = placed.filter(({ change }) => (home === PLATFORM ? change.id !== undefined : change.n !== undefined));
  const personal = kindOf(home) === 'record';
  const [locked, addition, patient, rows] = await Promise.all([
    lock(desk, tx, home, placed),
    personal ? desk.rights.decideWrite(tx, call, home, [...new Set(placed.map(({ change }) => change.type))]) : undefined,
    personal ? readPatientRow(tx, home) : undefined,
    readRows(
      tx,
      home,
      named.map(({ change }) => change),
    ),
    // A short act may hold the chain for all its length; a long one takes it when it has something to say.
    placed.length <= shortAct && home !== PLATFORM ? desk.trace.expect(tx, home) : undefined,
  ]);
  if (personal && patient === undefined && !fresh && (await desk.ins.byRecord(home)) === undefined) {
    throw refusals.unknownPatient(placed[0]?.change.at ?? '');
  }
  const standing = new Map(rows.map((row) => [nameOf(home, row), row]));
  const missing = named.map(({ change }) => change).filter((change) => !standing.has(nameOf(home, change)));
  const [ended, matches] = await Promise.all([
    missing.length === 0 || fresh ? [] : readEnded(tx, home, missing),
    matchAll(desk, tx, call, placed, sight),
  ]);
  const secret = addition?.secret === true;
  return {
    home,
    locked,
    patient,
    fresh,
    secret,
    standing,
    ended: new Map(ended.map((row) => [nameOf(home, row), row])),
    matches,
  };
}

const shortAct = 4;

/** A record that is not there is somebody whom a reference names and nobody knows. */
async function lock(desk: FhirDesk, tx: Tx, home: RecordId, placed: readonly Placed[]): Promise<Locked> {
  try {
    return await desk.store.records.lock(tx, home);
  } catch (error) {
    const naming = placed.find(({ change }) => change.input !== undefined)?.change;
    if (naming === undefined || !(error instanceof Refusal) || error.code !== 'id.unknown') throw error;
    throw refusals.unknownPatient(naming.at);
  }
}

type Named = { readonly n?: number; readonly type: string; readonly id?: string };

const pairs = (named: readonly Named[]) => [named.map(({ type }) => type), named.map(({ id }) => id ?? '')];
const numbers = (named: readonly Named[]) => named.map(({ n }) => n ?? -1);

async function readRows(tx: Tx, home: RecordId, named: readonly Named[]): Promise<readonly Standing[]> {
  if (named.length === 0) return [];
  if (home === PLATFORM) return tx.query<Standing>(sharedToChange, pairs(named));
  return tx.query<Standing>(rowsToChange, [home, numbers(named)]);
}

async function readEnded(tx: Tx, home: RecordId, named: readonly Named[]): Promise<readonly Ended[]> {
  if (home === PLATFORM) return tx.query<Ended>(lastShared, pairs(named));
  return tx.query<Ended>(lastVersions, [home, numbers(named)]);
}

/** What the changes with a condition find. With rights that changed meanwhile, finding nothing proves nothing: it is asked again. */
async function matchAll(
  desk: FhirDesk,
  tx: Tx,
  call: Call,
  placed: readonly Placed[],
  sight: Sight | undefined,
): Promise<ReadonlyMap<number, readonly Standing[]>> {
  const found = new Map<number, readonly Standing[]>();
  if (sight === undefined) return found;
  for (const { index, home, change } of placed) {
    if (change.ask === undefined) continue;
    let matches = await matchesOf(desk, call, tx, change.type, change.ask, placeOf(sight));
    const renewed = matches.length === 0 ? await renewedSight(desk, sight, 'item') : undefined;
    if (renewed !== undefined) matches = await matchesOf(desk, call, tx, change.type, change.ask, placeOf(renewed));
    const named = matches.map((match) => ({ ...match, type: change.type }));
    found.set(index, await readRows(tx, home, named));
  }
  return found;
}
