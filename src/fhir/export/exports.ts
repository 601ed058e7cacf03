import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { type Call, type RecordId, unknownId } from '#kernel';
import { ownerOf } from '../owner.ts';
import { fhirRefusal } from '../refusals.ts';
import type { AskedExport } from './asked.ts';
import { deletedFile, errorFile, purposeOf } from './chunks.ts';
import { addExport, endExport, filesOf, readChunk, readExport, removeExpired, removeExport, takeExport } from './export.sql.ts';
import { type ExportDesk, leaseMs, runExport, type Taken } from './run.ts';

/** How an export stands, for its owner. */
export type ExportStatus =
  | { readonly status: 'running'; readonly progress: string }
  | { readonly status: 'failed'; readonly message: string }
  | { readonly status: 'done'; readonly expires: Date; readonly manifest: string };

/** Bulk exports. Every function speaks of the caller’s own exports only; refuses `id.unknown` for any other. */
export interface Exports {
  /** Takes the request and begins in the background; gives its id. Refuses `fhir.export-limit`. */
  ask(call: Call, asked: AskedExport): Promise<string>;
  status(call: Call, id: string): Promise<ExportStatus>;
  /** One file as NDJSON. */
  file(call: Call, id: string, name: string): Promise<Readable>;
  /** Stops it if it is under way and forgets its files. */
  cancel(call: Call, id: string): Promise<void>;
  close(): Promise<void>;
}

interface Row {
  readonly id: string;
  readonly requested_at: Date;
  readonly status: 'accepted' | 'running' | 'done' | 'failed';
  readonly sealed: Buffer;
  readonly after_record: RecordId | null;
  readonly after_n: number | null;
  readonly after_shared: string | null;
  readonly records: number;
  readonly resources: number;
  readonly error: string | null;
  readonly expires_at: Date | null;
}

const mostUnderWay = 3;
const lookMs = 5000;

/**
 * Opens the exports of this database. Each server works at one at a time; one that a server left behind (killed, stopped) is taken up by
 * another, or by the same one started again, within a minute. `base` is our own address, `https://…/fhir`.
 */
export function openExports(desk: ExportDesk, base: string): Exports {
  const { store, clock, settleMs = 3000 } = desk;
  let stopping = false;
  let working: Promise<void> | undefined;

  const takeNext = async (): Promise<Taken | undefined> => {
    const now = clock();
    const leasedUntil = new Date(now.getTime() + leaseMs);
    const [row] = await store.query<Row>(takeExport, [now, leasedUntil, new Date(now.getTime() - settleMs)]);
    if (row === undefined) return undefined;
    const { after_record: record, after_n: n, after_shared: shared, records, resources } = row;
    const asked = JSON.parse(store.keys.unseal(`export/${row.id}`, row.sealed).toString()) as AskedExport;
    return { id: row.id, asked, requestedAt: row.requested_at, leasedUntil, position: { record, n, shared, records, resources } };
  };
  const work = async (): Promise<void> => {
    for (let taken = await takeNext(); taken !== undefined && !stopping; taken = await takeNext()) {
      try {
        await runExport(desk, taken, () => stopping);
      } catch (error) {
        // Its lease ends by itself: tried again by whoever looks next, as long as the database was what failed.
        if (isUnavailable(error)) throw error;
        desk.log(`export: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
        await store.query(endExport, [taken.id, 'failed', 'A defect of Socle ended this export.', hourAfter(clock())]);
      }
    }
  };
  const lookNow = (): void => {
    if (stopping) return;
    working ??= work()
      .catch(() => undefined)
      .finally(() => {
        working = undefined;
      });
  };
  const looking = setInterval(() => {
    lookNow();
    store.query(removeExpired, [clock()]).catch(() => undefined);
  }, lookMs);

  const own = async (call: Call, id: string): Promise<Row> => {
    const [row] = isUuid(id) ? await store.query<Row>(readExport, [id, ownerOf(call.actor)]) : [];
    if (row === undefined) throw unknownId();
    return row;
  };

  return {
    async ask(call, asked) {
      const id = randomUUID();
      const sealed = store.keys.seal(`export/${id}`, Buffer.from(JSON.stringify(asked)));
      const added = await store.query(addExport, [id, ownerOf(call.actor), call.at, sealed, mostUnderWay]);
      if (added.length === 0) throw tooMany();
      setTimeout(lookNow, settleMs).unref();
      return id;
    },
    async status(call, id) {
      const row = await own(call, id);
      if (row.status === 'failed') return { status: 'failed', message: row.error ?? '' };
      if (row.status !== 'done' || row.expires_at === null) {
        return { status: 'running', progress: `${row.resources} resources of ${row.records} records so far` };
      }
      const { request } = JSON.parse(store.keys.unseal(`export/${id}`, row.sealed).toString()) as AskedExport;
      const files = await store.query<{ type: string; part: number; resources: number }>(filesOf, [id]);
      const listed = (wanted: (type: string) => boolean, as?: string) =>
        files
          .filter(({ type }) => wanted(type))
          .map(({ type, part, resources: count }) => ({
            type: as ?? type,
            url: `${base}/$export/${id}/${type}.${part}.ndjson`,
            count,
          }));
      const manifest = {
        transactionTime: row.requested_at.toISOString(),
        request,
        requiresAccessToken: true,
        output: listed((type) => type !== deletedFile && type !== errorFile),
        deleted: listed((type) => type === deletedFile, 'Bundle'),
        error: listed((type) => type === errorFile, 'OperationOutcome'),
      };
      return { status: 'done', expires: row.expires_at, manifest: JSON.stringify(manifest) };
    },
    async file(call, id, name) {
      const row = await own(call, id);
      const m = /^([A-Za-z]{1,60})\.(\d{1,6})\.ndjson$/.exec(name);
      const files = await store.query<{ type: string; part: number; last: number }>(filesOf, [id]);
      const found = files.find(({ type, part }) => type === m?.[1] && part === Number(m?.[2]));
      if (found === undefined || row.status !== 'done') throw unknownId();
      return Readable.from(chunksOf(desk, id, found), { objectMode: false });
    },
    async cancel(call, id) {
      await own(call, id);
      await store.query(removeExport, [id, ownerOf(call.actor)]);
    },
    async close() {
      stopping = true;
      clearInterval(looking);
      await working;
    },
  };
}

async function* chunksOf(
  { store }: ExportDesk,
  id: string,
  { type, part, last }: { type: string; part: number; last: number },
): AsyncIterable<Buffer> {
  for (let chunk = 0; chunk <= last; chunk++) {
    const [row] = await store.query<{ sealed: Buffer }>(readChunk, [id, type, part, chunk]);
    if (row === undefined) throw unknownId();
    yield store.keys.unseal(purposeOf(id, { type, part, chunk }), row.sealed);
  }
}

function isUnavailable(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'store.unavailable';
}

function hourAfter(at: Date): Date {
  return new Date(at.getTime() + 3_600_000);
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text);
}

function tooMany() {
  return fhirRefusal(
    'export-limit',
    `Au plus ${mostUnderWay} exports à la fois. Attendez la fin de l’un d’eux ou annulez-le.`,
    `${mostUnderWay} exports at a time. Wait for the end of one or cancel it.`,
  );
}
