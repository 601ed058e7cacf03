import { type Call, PLATFORM, type RecordId, unknownId } from '#kernel';
import * as sql from '../fhir.sql.ts';
import type { FhirDesk } from './desk.ts';
import { kindOf } from './home.ts';
import { type Located, locate } from './locate.ts';
import { ensurePatient } from './patient/ensure.ts';
import { looking, type Sight, seenBy, traceRefusal, withSight } from './permit.ts';
import * as refusals from './refusals.ts';
import type { ShownRow, Stored } from './stored.ts';

/**
 * The current version of one resource, with a Permit asked for this call, traced before anything is given. Refuses `id.unknown` (also when
 * it is there but may not be seen), `fhir.gone` when it was deleted, and what `rights.decide` refuses; refusals are traced.
 * Source: FHIR R4 §3.1.0.2.
 */
export async function read(desk: FhirDesk, call: Call, type: string, id: string): Promise<Stored> {
  return readTraced(desk, call, type, id, (sight, located) => rowThere(desk, sight, located));
}

/** One version, current or not. Refuses as {@link read}; `fhir.gone` when that version is the deletion. Source: FHIR R4 §3.1.0.3. */
export async function vread(desk: FhirDesk, call: Call, type: string, id: string, version: number): Promise<Stored> {
  return readTraced(desk, call, type, id, async (sight, located) => {
    const row = await versionThere(desk, sight, located, version);
    if (row === undefined) return undefined;
    return row.body === null ? 'deleted' : { ...row, updated_at: row.at, body: row.body };
  });
}

/** What the caller sees there now, for refusals that would tell. Traces nothing: it gives nothing out. */
export async function readThere(
  desk: FhirDesk,
  call: Call,
  home: RecordId,
  { n, type, id }: { readonly n: number; readonly type: string; readonly id: string },
): Promise<ShownRow | undefined> {
  return looking(desk, call, home, whatOf(type), (sight) => rowThere(desk, sight, { home, n, type, id }));
}

const whatOf = (type: string): 'identity' | 'item' => (type === 'Patient' ? 'identity' : 'item');

async function readTraced(
  desk: FhirDesk,
  call: Call,
  type: string,
  id: string,
  look: (sight: Sight, located: Located) => Promise<ShownRow | 'deleted' | undefined>,
): Promise<Stored> {
  const located = await locate(desk, type, id);
  const home = located?.home ?? PLATFORM;
  if (type === 'Patient' && located !== undefined && kindOf(home) === 'record') await ensurePatient(desk, call, home);
  const found =
    located &&
    (await withSight(desk, call, home, whatOf(type), async (sight) => {
      const row = (await look(sight, located)) ?? (await deletedThere(desk, sight, located));
      return row === undefined || row === 'deleted' ? row : { row, sight };
    }));
  if (found === undefined || found === 'deleted') {
    const refusal = found === 'deleted' ? refusals.gone() : unknownId();
    await traceRefusal(desk, call, home, refusal.code);
    throw refusal;
  }
  const { row, sight } = found;
  await traceRead(desk, call, sight, row);
  return storedOf(home, row);
}

/** The line of a look at one thing. */
async function traceRead(desk: FhirDesk, call: Call, { home, permit }: Sight, { type, id, body }: ShownRow): Promise<void> {
  const title = desk.titleOf?.(type, body);
  await desk.trace.journal(call, home, {
    action: 'read',
    outcome: 'done',
    object: { kind: type, id, ...(title === undefined ? {} : { title }) },
    ...(permit?.ground === undefined ? {} : { ground: permit.ground }),
  });
}

export function storedOf(home: RecordId, { type, id, version, updated_at, body }: ShownRow): Stored {
  return { type, id, version, at: updated_at, body, ...(kindOf(home) === 'record' ? { record: home } : {}) };
}

/** The row that bears this id. A person's Patient answers to the id of the record also when a client gave it another one. */
async function rowThere(desk: FhirDesk, sight: Sight, { home, n, type, id }: Located): Promise<ShownRow | undefined> {
  if (home === PLATFORM) return (await desk.store.query<ShownRow>(sql.readShared, [type, id]))[0];
  const { seen, values } = seenBy(sight, 4);
  const [row] = await desk.store.query<ShownRow>(sql.readItem(seen), [home, n, type, ...values]);
  return row !== undefined && (row.id === id || type === 'Patient') ? row : undefined;
}

export interface VersionRow {
  readonly n: number;
  readonly type: string;
  readonly id: string;
  readonly version: number;
  readonly at: Date;
  /** How a version that is no more began; null for the current one. */
  readonly method: string | null;
  /** Null for a deletion. */
  readonly body: string | null;
}

async function versionThere(
  desk: FhirDesk,
  sight: Sight,
  { home, n, type, id }: Located,
  version: number,
): Promise<VersionRow | undefined> {
  if (home === PLATFORM) return (await desk.store.query<VersionRow>(sql.readSharedVersion, [type, id, version]))[0];
  const { seen, values } = seenBy(sight, 5);
  const [row] = await desk.store.query<VersionRow>(sql.readVersion(seen), [home, n, type, version, ...values]);
  return row !== undefined && (row.id === id || type === 'Patient') ? row : undefined;
}

async function deletedThere(desk: FhirDesk, sight: Sight, { home, n, type, id }: Located): Promise<'deleted' | undefined> {
  type Row = { readonly id: string; readonly method: string };
  const { seen, values } = seenBy(sight, 4);
  const [row] =
    home === PLATFORM
      ? await desk.store.query<Row>(sql.readSharedEnded, [type, id])
      : await desk.store.query<Row>(sql.readEnded(seen), [home, n, type, ...values]);
  return row?.method === 'DELETE' && (row.id === id || type === 'Patient') ? 'deleted' : undefined;
}
