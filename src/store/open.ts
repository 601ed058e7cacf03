import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from '#kernel';
import { type Blobs, openFileBlobs } from './blobs.ts';
import { type Database, openDatabase } from './database.ts';
import { type Cluster, startCluster } from './embedded/cluster.ts';
import { type HomeLock, lockHome } from './homeLock.ts';
import { type Keys, openKeys, wrongKey } from './keys.ts';
import { migrate } from './migrate.ts';
import { type Outbox, openOutbox } from './outbox.ts';
import { openRecords, type Records } from './records.ts';
import { openSecrets, type Secrets } from './secrets.ts';
import { type Migration, storeMigrations } from './store.schema.ts';
import { hasRecords, ping, readMark, writeMark } from './store.sql.ts';

export interface StoreSettings {
  readonly home: string;
  readonly databaseUrl?: string;
  /** `file:/absolute/folder`. */
  readonly blobs: string;
  readonly keyFile: string;
}

/** Everything a module needs to keep and find things. */
export interface Store extends Database {
  readonly blobs: Blobs;
  readonly keys: Keys;
  readonly records: Records;
  readonly secrets: Secrets;
  readonly outbox: Outbox;
  /** Refuses `store.unavailable` when the database does not answer. */
  ping(): Promise<void>;
  /** A word kept about this installation (what was loaded, when); undefined when it was never said. */
  marked(name: string): Promise<string | undefined>;
  mark(name: string, value: string): Promise<void>;
  /** The embedded PostgreSQL's process id, undefined with DATABASE_URL. */
  postgresPid(): number | undefined;
}

export interface OpenOptions {
  readonly migrations: readonly Migration[];
  readonly log: (line: string) => void;
  /** `own`: this process is the only Socle on this home. `join`: use the database of the Socle that runs, else own. */
  readonly mode: 'own' | 'join';
}

/**
 * Opens the store: database (embedded under `home`, or outside by `databaseUrl`), schema up to date, key, blobs.
 * Refuses `store.home-in-use`, `store.no-key`, `store.wrong-key`, `store.blobs-unsupported`, `store.unavailable` and what the embedded
 * PostgreSQL refuses.
 */
export async function openStore(settings: StoreSettings, { migrations, log, mode }: OpenOptions): Promise<Store> {
  mkdirSync(settings.home, { recursive: true });
  const base = await openBase(settings, mode, log);
  try {
    await base.database.query(ping); // told plainly when nobody answers
    await migrate(base.database, [...storeMigrations, ...migrations], new Date());
    const keys = await matchingKeys(base.database, settings.keyFile, log);
    const blobs = await openFileBlobs(blobFolder(settings.blobs));
    return {
      ...base.database,
      blobs,
      keys,
      records: openRecords(keys),
      secrets: openSecrets(base.database, keys),
      outbox: openOutbox(base.database),
      ping: async () => void (await base.database.query(ping)),
      marked: async (name) => (await base.database.query<{ value: string }>(readMark, [name]))[0]?.value,
      mark: async (name, value) => void (await base.database.query(writeMark, [name, value])),
      postgresPid: () => base.cluster?.pid(),
      close: base.close,
    };
  } catch (error) {
    await base.close();
    throw error;
  }
}

interface Base {
  readonly database: Database;
  readonly cluster?: Cluster;
  close(): Promise<void>;
}

async function openBase(settings: StoreSettings, mode: 'own' | 'join', log: (line: string) => void): Promise<Base> {
  if (settings.databaseUrl !== undefined) {
    const database = openDatabase({ url: settings.databaseUrl }, log);
    return { database, close: () => database.close() };
  }
  let lock: HomeLock;
  try {
    lock = lockHome(settings.home);
  } catch (error) {
    if (mode === 'own' || !(error instanceof Refusal) || error.code !== 'store.home-in-use') throw error;
    const database = openDatabase({ socket: join(settings.home, 'postgresql', 'data'), size: 2 }, log);
    return { database, close: () => database.close() };
  }
  try {
    const cluster = await startCluster(settings.home, log);
    const database = openDatabase({ socket: cluster.socket }, log);
    const close = async (): Promise<void> => {
      await database.close();
      await cluster.stop();
      lock.release();
    };
    return { database, cluster, close };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** A key that does not match the data would only show when the first document cannot be read: so it is compared at once. */
async function matchingKeys(database: Database, file: string, log: (line: string) => void): Promise<Keys> {
  const [mark] = await database.query<{ value: string }>(readMark, ['key-fingerprint']);
  const used = mark !== undefined || (await database.query(hasRecords)).length > 0;
  const keys = openKeys(file, !used || existsSync(file), log);
  if (mark === undefined) await database.query(writeMark, ['key-fingerprint', keys.fingerprint]);
  else if (mark.value !== keys.fingerprint) {
    throw wrongKey(`${file} is not the key of these data`, `${file} n’est pas la clé de ces données`);
  }
  return keys;
}

function blobFolder(blobs: string): string {
  if (blobs.startsWith('file:')) return blobs.slice('file:'.length);
  throw new Refusal('store.blobs-unsupported', {
    fr: 'SOCLE_BLOBS doit commencer par « file: » dans cette version.',
    en: 'SOCLE_BLOBS must start with “file:” in this version.',
  });
}
