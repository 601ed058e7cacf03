import type { Call, RecordId, Refusal } from '#kernel';
import type { Rights } from '#rights';
import type { Store } from '#store';
import type { Trace } from '#trace';
import { kindOf, ownHome } from '../engine/home.ts';
import { changedSight, type Sight, sightOf } from '../sight.ts';
import type { AskedExport } from './asked.ts';
import { Chunks, deletedFile, errorFile } from './chunks.ts';
import { addChunks, endExport, filesOf, leaveExport, moveExport } from './export.sql.ts';
import { deletedOf, isLastPage, nextOf, nextShared, type OwnRecords, showsAny } from './source.ts';

/** What exports are made with. */
export interface ExportDesk {
  readonly store: Store;
  readonly rights: Pick<Rights, 'decide' | 'renewed'>;
  readonly trace: Pick<Trace, 'journal'>;
  readonly ownRecords: OwnRecords;
  /** An export begins so long after it was asked for, so that all that was written before is known to `ownRecords`; 3 seconds unless told. */
  readonly settleMs?: number;
  /** Who the record is about, when the caller may know; traced by whoever reads it. */
  readonly patient: (
    call: Call,
    record: RecordId,
  ) => Promise<{ readonly id: string; readonly at: Date; readonly body: string } | undefined>;
  readonly clock: () => Date;
  readonly log: (line: string) => void;
}

/** Where an export stands. */
export interface Position {
  /** The home under way, or the last one done when `n` is null. */
  readonly record: RecordId | null;
  readonly n: number | null;
  readonly shared: string | null;
  readonly records: number;
  readonly resources: number;
}

/** An export taken by this server until `leasedUntil`. */
export interface Taken {
  readonly id: string;
  readonly asked: AskedExport;
  readonly requestedAt: Date;
  readonly leasedUntil: Date;
  readonly position: Position;
}

export const leaseMs = 60_000;
const keptMs = 24 * 3_600_000;
const keepEveryMs = 2000;

/** The export was cancelled, or another server goes on with it. */
class Lost extends Error {}

/**
 * Writes one export from where it stands to its end: home by home, each seen with the rights of that moment and traced before a byte is
 * kept, then what is shared. Position and chunks are written together, so after a kill it goes on where the last chunk ended. Stops early,
 * leaving the rest to whoever takes it next, when `stopping` says so.
 */
export async function runExport(desk: ExportDesk, taken: Taken, stopping: () => boolean): Promise<void> {
  const work = new Work(desk, taken);
  try {
    await work.begin();
    for await (const record of homes(desk, work)) {
      await exportHome(desk, work, record, stopping);
      if (stopping()) return await work.leave();
    }
    if (taken.asked.level === 'system') await exportWhatIsShared(desk, work, stopping);
    if (stopping()) return await work.leave();
    await work.keep();
    await desk.store.query(endExport, [taken.id, 'done', null, new Date(desk.clock().getTime() + keptMs)]);
  } catch (error) {
    if (!(error instanceof Lost)) throw error;
  }
}

/** What one run has done and not yet kept. */
class Work {
  readonly desk: ExportDesk;
  readonly taken: Taken;
  readonly call: Call;
  position: Position;
  chunks: Chunks;
  #lease: Date;
  #kept: number;

  constructor(desk: ExportDesk, taken: Taken) {
    this.desk = desk;
    this.taken = taken;
    this.call = { actor: taken.asked.actor, at: desk.clock(), requestId: `export/${taken.id}` };
    this.position = taken.position;
    this.chunks = new Chunks(desk.store.keys, taken.id, []);
    this.#lease = taken.leasedUntil;
    this.#kept = desk.clock().getTime();
  }

  async begin(): Promise<void> {
    const files = await this.desk.store.query<{ type: string; part: number; last: number }>(filesOf, [this.taken.id]);
    this.chunks = new Chunks(this.desk.store.keys, this.taken.id, files);
  }

  add(type: string, resource: string): void {
    this.chunks.add(type, resource);
    this.position = { ...this.position, resources: this.position.resources + 1 };
  }

  async keepIfDue(): Promise<void> {
    if (this.chunks.isFull || this.desk.clock().getTime() - this.#kept > keepEveryMs) await this.keep();
  }

  /** Refuses {@link Lost} when the export is not ours any more: nothing of what waited is then kept. */
  async keep(): Promise<void> {
    const { id } = this.taken;
    const { record, n, shared, records, resources } = this.position;
    const now = this.desk.clock();
    const lease = new Date(now.getTime() + leaseMs);
    const chunks = this.chunks.take();
    await this.desk.store.transaction(async (tx) => {
      const ours = await tx.query(moveExport, [id, this.#lease, record, n, shared, records, resources, lease]);
      if (ours.length === 0) throw new Lost();
      const column = <K extends keyof (typeof chunks)[number]>(name: K) => chunks.map((chunk) => chunk[name]);
      if (chunks.length > 0) {
        tx.write(addChunks, [id, column('type'), column('part'), column('chunk'), column('resources'), column('sealed')]);
      }
    });
    this.#lease = lease;
    this.#kept = now.getTime();
  }

  async leave(): Promise<void> {
    await this.keep();
    await this.desk.store.query(leaveExport, [this.taken.id, this.#lease]);
  }
}

/** The home under way first, then those after it. What names nobody is the caller's own, and for an export of the system only. */
async function* homes(desk: ExportDesk, { taken, position, call }: Work): AsyncIterable<RecordId> {
  const { record: after, n } = position;
  const { records, level } = taken.asked;
  if (after !== null && n !== null) yield after;
  const given = records === undefined ? desk.ownRecords(call, after ?? undefined) : [...records].sort();
  const own = ownHome(call.actor);
  let due = level === 'system' && records === undefined && (after === null || own > after);
  for await (const record of given) {
    if (after !== null && record <= after) continue;
    if (due && own <= record) {
      yield own;
      due = false;
    }
    if (kindOf(record) === 'record') yield record;
  }
  if (due) yield own;
}

async function exportHome(desk: ExportDesk, work: Work, home: RecordId, stopping: () => boolean): Promise<void> {
  const { call, taken } = work;
  let sight = await sightOf(desk.rights, call, home, (refusal) => tellRefused(work, refusal));
  let after = work.position.record === home ? (work.position.n ?? 0) : 0;
  const begins = after === 0;
  if (sight !== undefined && begins) await exportHead(desk, work, home, sight);
  while (sight !== undefined && !stopping()) {
    const rows = await nextOf(desk.store, home, sight, after, taken.asked, taken.requestedAt);
    const last = rows.at(-1);
    if (last !== undefined) {
      await trace(desk, work, home, sight, new Set(rows.map(({ type }) => type)));
      for (const row of rows) work.add(row.type, row.body);
      after = last.n;
      work.position = { ...work.position, record: home, n: after };
      await work.keepIfDue();
    }
    if (isLastPage(rows)) sight = await changedSight(desk.rights, sight);
  }
  if (sight !== undefined) return; // stopped before its end
  work.position = { ...work.position, record: home, n: null, records: work.position.records + 1 };
  await work.keepIfDue();
}

/** What comes before the numbered resources of a home: who it is about, and what was deleted. */
async function exportHead(desk: ExportDesk, work: Work, home: RecordId, sight: Sight): Promise<void> {
  const { call, taken } = work;
  const { types, since } = taken.asked;
  if (!sight.all && (types === undefined || types.includes('Patient')) && (await showsAny(desk.store, home, sight))) {
    const patient = await desk.patient(call, home);
    if (patient !== undefined && (since === undefined || patient.at > new Date(since))) work.add('Patient', patient.body);
  }
  const deleted = await deletedOf(desk.store, home, sight, taken.asked, taken.requestedAt);
  if (deleted.length === 0) return;
  const entry = deleted.map(({ type, id }) => ({ request: { method: 'DELETE', url: `${type}/${id}` } }));
  work.add(deletedFile, JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry }));
}

async function trace(
  desk: ExportDesk,
  { call, taken }: Work,
  home: RecordId,
  sight: Sight,
  types: ReadonlySet<string>,
): Promise<void> {
  const ground = sight.all ? undefined : sight.permit.ground;
  await desk.trace.journal(call, home, {
    action: 'export',
    outcome: 'done',
    ...(ground === undefined ? {} : { ground }),
    detail: { types: [...types].sort().join(' '), export: taken.id },
  });
}

/** Only of people whom the caller named is a refusal told: of others it would say that they are there. */
function tellRefused(work: Work, { code, sentence }: Refusal): void {
  if (work.taken.asked.records === undefined) return;
  const details = { coding: [{ system: 'urn:socle:refusal', code }], text: sentence.fr };
  const issue = [{ severity: 'error', code: 'forbidden', details, diagnostics: sentence.en }];
  work.add(errorFile, JSON.stringify({ resourceType: 'OperationOutcome', issue }));
}

async function exportWhatIsShared(desk: ExportDesk, work: Work, stopping: () => boolean): Promise<void> {
  for (let last = false; !last && !stopping(); ) {
    const rows = await nextShared(desk.store, work.position.shared ?? '', work.taken.asked, work.taken.requestedAt);
    for (const { type, body } of rows) work.add(type, body);
    const end = rows.at(-1);
    if (end !== undefined) work.position = { ...work.position, shared: `${end.type}/${end.id}` };
    await work.keepIfDue();
    last = isLastPage(rows);
  }
}
