import { type Call, PLATFORM } from '#kernel';
import type { Tx } from '#store';
import { claimPatient, seeIdentity, somethingElse, takeAliases } from '../fhir.sql.ts';
import type { Json } from '../json.ts';
import { type Changed, changed, emit } from './changed.ts';
import { refuseOwned } from './check.ts';
import type { FhirDesk } from './desk.ts';
import { draftRow, type Ground } from './draft.ts';
import { kindOf } from './home.ts';
import type { OpenHome } from './homes.ts';
import { methodOf, type Row, write } from './ledger.ts';
import { type People, sameIdentity } from './newPersons.ts';
import { localsOf, writeIdentifiers } from './patient/ensure.ts';
import * as refusals from './refusals.ts';
import { chosenId, type Settled } from './settle.ts';
import type { Written } from './stored.ts';

/** A change with the version that it makes; without one it removes, or writes nothing. */
interface Drafted {
  readonly settled: Settled;
  readonly made: Row | undefined;
}

/**
 * The last step: rows, ids, the index of people, message and line of the trace, home by home. Refuses `fhir.id-taken`,
 * `fhir.patient-in-use`, and what a patch or a link may refuse.
 */
export async function register(ground: Ground, tx: Tx, people: People): Promise<readonly (Written | undefined)[]> {
  const drafted: Drafted[] = [];
  for (const [index, settled] of ground.settled.entries()) {
    refuseOwnedRow(ground, settled);
    const made = await draftRow(ground, tx, index, ground.call.at);
    if (made !== undefined && settled.does === 'replace') await refuseOtherIdentity(ground, settled, made, people);
    drafted.push({ settled, made });
  }
  const byHome = Map.groupBy(drafted, ({ settled }) => settled.home);
  for (const open of ground.homes.values()) await writeHome(ground, tx, open, byHome.get(open.home) ?? [], people);
  return drafted.map((one) => answerTo(one, ground.call.at));
}

/** What is there may be another module's although what was sent would not be. */
function refuseOwnedRow({ desk }: Ground, settled: Settled): void {
  if (settled.does !== 'replace' && settled.does !== 'remove') return;
  const { type, at } = settled.change;
  if (desk.owned.some((one) => one.type === type)) refuseOwned(desk, type, JSON.parse(settled.row.body) as Json, at);
}

/** What a patch makes of a person whom `ins` knows is still that person. */
async function refuseOtherIdentity(
  { desk, homes }: Ground,
  { change, home }: Settled,
  { type, body }: Row,
  { identities }: People,
): Promise<void> {
  if (type !== 'Patient' || identities.has(home) || homes.get(home)?.patient?.seen === undefined) return;
  const identity = await desk.ins.byRecord(home);
  if (identity !== undefined && !sameIdentity(JSON.parse(body) as Json, identity)) throw refusals.identityDiffers(change.at);
}

async function writeHome(
  { desk, call }: Ground,
  tx: Tx,
  open: OpenHome,
  drafted: readonly Drafted[],
  people: People,
): Promise<void> {
  const { home } = open;
  const added = drafted.flatMap(({ settled, made }) => (settled.does === 'add' && made !== undefined ? made : []));
  const replaced = drafted.flatMap(({ settled, made }) =>
    settled.does === 'replace' && made !== undefined ? { ...made, before: settled.row } : [],
  );
  const removed = drafted.flatMap(({ settled }) => (settled.does === 'remove' ? settled.row : []));
  await takeIds(tx, open, drafted);
  await writePerson(desk, tx, call, open, drafted, people);
  write(tx, home, { added, replaced, removed }, call.at);
  const changes: Changed[] = [
    ...added.map((row) => changed(row, methodOf(row))),
    ...replaced.map((row) => changed(row, 'PUT')),
    ...removed.map((row) => changed({ ...row, version: row.version + 1 }, 'DELETE')),
  ];
  emit(desk, tx, home, call.at, changes);
  await desk.trace.append(tx, call, home, { action: 'write', outcome: 'done', ...said(drafted) });
}

/** Ids that clients chose are taken for the whole of Socle; a second taker waits here for the first, and is refused. */
async function takeIds(tx: Tx, { home }: OpenHome, drafted: readonly Drafted[]): Promise<void> {
  const chosen = drafted.flatMap(({ settled, made }) =>
    made !== undefined && bearsChosen(settled) ? [{ ...made, id: bearsChosen(settled) ?? made.id, at: settled.change.at }] : [],
  );
  if (chosen.length === 0) return;
  const values = [chosen.map(({ type }) => type), chosen.map(({ id }) => id), chosen.map(({ n }) => n)];
  const taken = await tx.query<{ type: string; id: string }>(takeAliases, [home, ...values]);
  const names = new Set(taken.map(({ type, id }) => `${type}/${id}`));
  const refused = chosen.find(({ type, id }) => !names.has(`${type}/${id}`));
  if (refused !== undefined) throw refusals.idTaken(refused.at);
}

/** The id that a client chose for what is new; undefined when the server gave it one. */
function bearsChosen(settled: Settled): string | undefined {
  if (settled.does === 'add') return settled.alias ? settled.id : undefined;
  return settled.does === 'replace' && settled.claims ? chosenId(settled) : undefined;
}

/** What goes with the Patient of a record: the index of identifiers, and the identity that it follows. */
async function writePerson(
  desk: FhirDesk,
  tx: Tx,
  call: Call,
  { home, patient }: OpenHome,
  drafted: readonly Drafted[],
  people: People,
): Promise<void> {
  if (kindOf(home) !== 'record') return;
  const one = drafted.find(({ settled }) => settled.change.type === 'Patient');
  if (one === undefined) return;
  const { settled, made } = one;
  // Who finds the person known already has told their own name for them all the same.
  const told = settled.does === 'remove' ? undefined : (settled.change.input?.json ?? (made && (JSON.parse(made.body) as Json)));
  const isWhole = settled.change.verb !== 'create';
  if (told !== undefined) await desk.ins.localIdentifiers.keep(tx, call, home, localsOf(told), isWhole);
  if (settled.does === 'remove') {
    const removed = drafted.flatMap((other) => (other.settled.does === 'remove' ? other.settled.row.n : []));
    const inUse = patient?.seen !== undefined || (await tx.query(somethingElse, [home, removed])).length > 0;
    if (inUse) throw refusals.patientInUse();
    writeIdentifiers(tx, home, undefined, false);
  } else if (made !== undefined) {
    writeIdentifiers(tx, home, JSON.parse(made.body) as Json, settled.does === 'add' && made.version === 1);
    const identity = people.identities.get(home);
    if (identity !== undefined) tx.write(seeIdentity, [home, identity.version]);
    if (settled.does === 'replace' && settled.claims) tx.write(claimPatient, [home, made.depositor]);
  }
}

/** The line of the trace: the one thing written, or how many of what. */
function said(drafted: readonly Drafted[]) {
  const outcomes = drafted.map(outcomeOf);
  const [only] = drafted;
  if (only !== undefined && drafted.length === 1) {
    const { settled, made } = only;
    const id = made?.id ?? ('row' in settled ? settled.row.id : settled.change.id);
    const object = id === undefined ? {} : { object: { kind: settled.change.type, id } };
    return { ...object, detail: { change: outcomes[0] ?? 'unchanged' } };
  }
  const detail: Record<string, string> = {};
  for (const outcome of new Set(outcomes)) {
    const counts = new Map<string, number>();
    drafted.forEach(({ settled }, index) => {
      const { type } = settled.change;
      if (outcomes[index] === outcome) counts.set(type, (counts.get(type) ?? 0) + 1);
    });
    detail[outcome] = [...counts].map(([type, count]) => `${type} ${count}`).join(', ');
  }
  return { detail };
}

function outcomeOf({ settled, made }: Drafted): Written['outcome'] {
  if (settled.does === 'remove' || settled.does === 'nothing') return 'deleted';
  if (made === undefined) return 'unchanged';
  return settled.does === 'add' || (settled.does === 'replace' && settled.claims) ? 'created' : 'updated';
}

function answerTo(drafted: Drafted, at: Date): Written | undefined {
  const { settled, made } = drafted;
  const { type } = settled.change;
  const common = {
    type,
    outcome: outcomeOf(drafted),
    ...(kindOf(settled.home) === 'record' && settled.home !== PLATFORM ? { record: settled.home } : {}),
  };
  if (made !== undefined) return { ...common, id: made.id, version: made.version, at: made.updatedAt, body: made.body };
  if (settled.does === 'nothing') return settled.ended === undefined ? undefined : { ...common, ...endOf(settled.ended) };
  if (settled.does === 'add') throw new Error('what is added has a row');
  const { id, version, updated_at, body } = settled.row;
  if (settled.does === 'remove') return { ...common, id, version: version + 1, at: updated_at > at ? updated_at : at };
  return { ...common, id, version, at: updated_at, body };
}

const endOf = ({ id, version, at }: { readonly id: string; readonly version: number; readonly at: Date }) => ({
  id,
  version,
  at,
});
