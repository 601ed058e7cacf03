import assert from 'node:assert/strict';
import { acrossMigrations, type Fhir, type FhirGround, fhirMigrations, fhirPartitions, type Input, openFhir } from '#fhir';
import { type Ins, insMigrations, openIns } from '#ins';
import { openInsiSimulator } from '#interop/insi';
import type { Actor, Call, RecordId } from '#kernel';
import { Refusal } from '#kernel';
import { baseShelf } from '#packages';
import { openRights, type Rights, rightsMigrations } from '#rights';
import type { Store } from '#store';
import { terminologyOf } from '#terminology';
import { openTrace, type Trace, type TraceLine, traceMigrations } from '#trace';
import { modelOf } from '../../../src/fhir/model/index.ts';
import { parametersOf } from '../../../src/fhir/search/index.ts';
import { openValidator } from '../../../src/fhir/validation/validator.ts';
import { testStore } from '../../store.ts';
import { ambre, basile, citizen, makeKnown, nuees } from '../cast.ts';

export const base = 'https://socle.example/fhir';
export const migrations = [...traceMigrations, ...insMigrations, ...rightsMigrations, ...fhirMigrations, ...acrossMigrations];

/** The engine on a database of its own, with Ambre and Basile known to `ins` and qualified. */
export interface EngineGround {
  readonly store: Store;
  readonly trace: Trace;
  readonly ins: Ins;
  readonly insi: ReturnType<typeof openInsiSimulator>;
  readonly rights: Rights;
  readonly fhir: Fhir;
  readonly ambre: RecordId;
  readonly basile: RecordId;
  /** Another server on the same database: nothing is remembered from this one. */
  beside(): Promise<EngineGround>;
  /** A call at the next second of the test's clock. */
  call(actor?: Actor): Call;
  close(): Promise<void>;
}

const shelf = baseShelf();
const terminology = terminologyOf(shelf);
const shared = {
  shelf,
  model: modelOf(shelf),
  parameters: parametersOf(shelf, terminology),
  validator: openValidator({ shelf, terminology }),
  base,
};

export async function openEngineGround(more: Partial<FhirGround> = {}): Promise<EngineGround> {
  const store = await testStore(migrations);
  for (const text of fhirPartitions(start)) await store.pool.query(text);
  const insi = openInsiSimulator();
  const trace = await openTrace(store);
  const ins = openIns(store, trace, insi);
  const socle = { ins, insi } as Parameters<typeof makeKnown>[0];
  const records = { ambre: await makeKnown(socle, ambre), basile: await makeKnown(socle, basile) };
  return groundOn(store, insi, records, more);
}

async function groundOn(
  store: Store,
  insi: EngineGround['insi'],
  records: Pick<EngineGround, 'ambre' | 'basile'>,
  more: Partial<FhirGround>,
): Promise<EngineGround> {
  const trace = await openTrace(store);
  const ins = openIns(store, trace, insi);
  const rights = openRights(store, trace);
  const fhir = openFhir({ store, trace, ins, rights, owned: [], ...shared, ...more });
  return {
    store,
    trace,
    ins,
    insi,
    rights,
    fhir,
    ...records,
    call: (actor = nuees) => callBy(actor),
    beside: () => groundOn(store, insi, records, more),
    close: () => store.close(),
  };
}

/** The tests' clock: a second goes by with each call. */
const start = new Date('2026-03-02T08:00:00.000Z');
let seconds = 0;
export function callBy(actor: Actor): Call {
  seconds += 1;
  return { actor, at: new Date(start.getTime() + seconds * 1000), requestId: `test-${seconds}` };
}

export const operator: Actor = { kind: 'operator', id: 'operator', name: 'Exploitant' };
export const ambreHerself = ({ ambre: record }: EngineGround): Actor => citizen(record, ambre);
export const basileHimself = ({ basile: record }: EngineGround): Actor => citizen(record, basile);

export function input(json: object): Input {
  const text = JSON.stringify(json);
  return { json: JSON.parse(text) as Input['json'], text };
}

export const asked = (query: string): ReadonlyMap<string, readonly string[]> => {
  const parameters = new URLSearchParams(query);
  return new Map([...new Set(parameters.keys())].map((name) => [name, parameters.getAll(name)]));
};

/** Fails unless it is refused with this code; gives the refusal. */
export async function refusal(work: Promise<unknown>, code: string): Promise<Refusal> {
  try {
    const done = await work;
    assert.fail(`not refused: ${JSON.stringify(done)?.slice(0, 300)}`);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    assert.equal(error.code, code, error.message);
    return error;
  }
}

/** Begins to listen to a home's trace; the function it gives tells the lines since in few words, oldest first. */
export async function linesFrom({ trace }: EngineGround, home: RecordId): Promise<() => Promise<string[]>> {
  const [last] = await trace.lines(home, undefined, 1);
  const from = last?.seq ?? 0;
  return async () =>
    (await trace.lines(home, undefined, 200))
      .filter((line) => line.seq > from)
      .map(words)
      .reverse();
}

/** `write done created Observation software`, `read refused id.unknown`. */
function words({ action, outcome, code, object, detail, who }: TraceLine): string {
  const told = Object.entries(detail ?? {}).map(([name, value]) => `${name}=${value}`);
  return [action, outcome, code, object?.kind, ...told, who.kind].filter((word) => word !== undefined).join(' ');
}

/** What the feed of changes has told since the last time, by home. */
export async function feed({ store }: EngineGround): Promise<{ home: RecordId; changes: readonly unknown[] }[]> {
  const told: { home: RecordId; changes: readonly unknown[] }[] = [];
  await store.outbox.drain(async (messages) => {
    for (const { record, topic, payload } of messages) {
      if (topic === 'fhir.changed') told.push({ home: record, changes: payload.changes as readonly unknown[] });
    }
  });
  return told;
}

/** Everything that writes leave, counted. */
export async function census({ store }: EngineGround): Promise<Record<string, number>> {
  const { rows } = await store.pool.query<Record<string, number>>(
    `select (select count(*) from fhir.resource) as resources, (select count(*) from fhir.history) as versions,
       (select count(*) from fhir.shared) as shared, (select count(*) from fhir.alias) as aliases,
       (select count(*) from fhir.patient_identifier) as identifiers, (select count(*) from store.record) as records,
       (select sum(items) from store.record)::bigint as items, (select sum(outbox_seq) from store.record)::bigint as messages`,
  );
  return rows[0] ?? {};
}
