import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type Migration, openStore, type Store, type StoreSettings } from '#store';
import { type Cluster, startCluster } from '../src/store/embedded/cluster.ts';

/** The socket of a PostgreSQL that runs for several test processes, one after the other; without it each process has its own. */
const lent = process.env.SOCLE_TEST_CLUSTER;
let shared: Promise<{ cluster: Pick<Cluster, 'socket' | 'stop'>; folder: string }> | undefined;
let databases = 0;
let open = 0;

/**
 * A store on a fresh, empty database of one embedded PostgreSQL shared by the whole test process; close it after use. The cluster ends
 * with the last store.
 */
export async function testStore(migrations: readonly Migration[], log: (line: string) => void = () => undefined): Promise<Store> {
  const { settings, release } = await testDatabase();
  const store = await openStore(settings, { migrations, log, mode: 'own' });
  return { ...store, close: () => store.close().then(release) };
}

/** Where such a database is and a folder for everything else that is kept, for who opens it themself; `release` ends it. */
export async function testDatabase(): Promise<{
  settings: StoreSettings & { readonly databaseUrl: string };
  release(): Promise<void>;
}> {
  open += 1;
  shared ??= startShared();
  const { cluster, folder } = await shared;
  const name = `test_${process.pid}_${++databases}`;
  await onServer(cluster.socket, `create database ${name}`);
  const home = join(folder, name);
  const settings = {
    home,
    databaseUrl: `postgresql://socle@/${name}?host=${encodeURIComponent(cluster.socket)}`,
    blobs: `file:${join(home, 'blobs')}`,
    keyFile: join(home, 'operator.key'),
  };
  return { settings, release };
}

async function startShared(): Promise<{ cluster: Pick<Cluster, 'socket' | 'stop'>; folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'socle-test-'));
  if (lent === undefined) return { folder, cluster: await startCluster(folder, () => undefined) };
  return { folder, cluster: { socket: lent, stop: () => dropAll(lent) } };
}

/** The next process finds a server without what this one left. */
async function dropAll(socket: string): Promise<void> {
  for (let n = 1; n <= databases; n++) await onServer(socket, `drop database if exists test_${process.pid}_${n} with (force)`);
}

async function onServer(socket: string, text: string): Promise<void> {
  const client = new pg.Client({ host: socket, port: 5432, user: 'socle', database: 'postgres' });
  await client.connect();
  await client.query(text);
  await client.end();
}

async function release(): Promise<void> {
  open -= 1;
  if (open > 0) return;
  const ending = shared;
  shared = undefined;
  const started = await ending;
  await started?.cluster.stop();
  if (started !== undefined) rmSync(started.folder, { recursive: true, force: true });
}
