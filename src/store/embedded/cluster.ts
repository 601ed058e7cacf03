import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { Refusal } from '#kernel';
import { postgresqlFiles } from './binaries.ts';
import { endOrphan } from './orphan.ts';

/** A running embedded PostgreSQL, kept running until {@link Cluster.stop}. */
export interface Cluster {
  /** The folder of its Unix socket. */
  readonly socket: string;
  /** The process id of the postmaster now; it changes when PostgreSQL had to be started again. */
  pid(): number;
  stop(): Promise<void>;
}

interface Place {
  readonly data: string;
  /** Who runs PostgreSQL when we are root. */
  readonly as: { uid: number; gid: number } | Record<string, never>;
  readonly files: string;
  readonly log: (line: string) => void;
}

const nobody = 65534;
// On Linux the server enters its folder through its working directory, handed to it already open: so it works below folders
// that its user may not cross, and the socket's path is never too long.
const here = process.platform === 'linux' ? '/proc/self/cwd' : '.';

/**
 * Starts PostgreSQL under `home/postgresql`, making the cluster on first use; starts it again whenever it dies. The caller holds the
 * home lock. Single node, Unix socket only, no password: only the folder's owner reaches it.
 */
export async function startCluster(home: string, log: (line: string) => void): Promise<Cluster> {
  const folder = join(home, 'postgresql');
  const data = join(folder, 'data');
  mkdirSync(folder, { recursive: true });
  const root = process.getuid?.() === 0;
  const owner = root && existsSync(data) ? statSync(data) : undefined;
  const as = root
    ? owner !== undefined && owner.uid !== 0
      ? { uid: owner.uid, gid: owner.gid }
      : { uid: nobody, gid: nobody }
    : {};
  const place: Place = { data, as, files: postgresqlFiles(root, log), log };
  if (!existsSync(data)) initialise(place);
  refuseForeign(data, root);
  await endOrphan(data, log);
  return supervise(place);
}

function initialise({ data, as, files }: Place): void {
  const fresh = `${data}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { mode: 0o700 });
  if (as.uid !== undefined) chownSync(fresh, as.uid, as.gid);
  const options = [
    '-D',
    here,
    '-U',
    'socle',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ];
  const run = spawnSync(join(files, 'bin', 'initdb'), [...options, '--locale=C', '--no-instructions'], {
    ...as,
    cwd: fresh,
    env: {},
    encoding: 'utf8',
  });
  if (run.status !== 0) throw failed('initdb', run.stderr || String(run.error ?? ''));
  renameSync(fresh, data); // only a whole cluster ever bears the name
}

function refuseForeign(data: string, root: boolean): void {
  const uid = process.getuid?.();
  if (root || uid === undefined || statSync(data).uid === uid) return;
  throw new Refusal('store.foreign-data', {
    fr: `Les données de ${data} appartiennent à un autre utilisateur (Socle a été lancé en tant que root auparavant). Relancez-le en tant que root, ou changez leur propriétaire : chown -R $(id -u) ${data}`,
    en: `The data in ${data} belong to another user (Socle was started as root before). Start it as root again, or change their owner: chown -R $(id -u) ${data}`,
  });
}

async function supervise(place: Place): Promise<Cluster> {
  let stopping = false;
  let recovering: Promise<void> | undefined;
  let child = await firstStart(place);
  const watch = (running: ChildProcess): void => {
    running.once('exit', (code, signal) => {
      if (stopping) return;
      place.log(`PostgreSQL ended unexpectedly (${signal ?? code}); starting it again`);
      recovering = again();
    });
  };
  const again = async (): Promise<void> => {
    for (let wait = 50; !stopping; wait = Math.min(wait * 2, 2000)) {
      try {
        child = await startUp(place);
        place.log('PostgreSQL is up again');
        watch(child);
        return;
      } catch (error) {
        place.log(error instanceof Error ? error.message : String(error));
        await sleep(wait);
      }
    }
  };
  watch(child);
  return {
    socket: place.data,
    pid: () => child.pid ?? 0,
    stop: async () => {
      stopping = true;
      await recovering; // what is being started must be stopped too
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGINT'); // "fast": rolls back what is open, writes a checkpoint
      await ended;
    },
  };
}

/**
 * Where PostgreSQL was killed with -9, its other processes need a moment to see it, and until they have ended a new one refuses to start:
 * it is tried again for ten seconds.
 */
async function firstStart(place: Place): Promise<ChildProcess> {
  for (const until = Date.now() + 10_000; ; await sleep(100)) {
    try {
      return await startUp(place);
    } catch (error) {
      const said = readFileSync(join(place.data, '..', 'log'), 'utf8').slice(-1000);
      if (Date.now() > until || !said.includes('is still in use')) throw error;
    }
  }
}

async function startUp({ data, as, files }: Place): Promise<ChildProcess> {
  const logFile = openSync(join(data, '..', 'log'), 'a', 0o600);
  const settings = Object.entries({ ...tuning, unix_socket_directories: here }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  const child = spawn(join(files, 'bin', 'postgres'), ['-D', here, ...settings], {
    ...as,
    cwd: data,
    env: {},
    detached: true, // Ctrl-C at the terminal is for Socle, which then stops PostgreSQL in order
    stdio: ['ignore', logFile, logFile],
  });
  closeSync(logFile);
  chmodSync(join(data, '..', 'log'), 0o600);
  let ended = false;
  child.once('exit', () => (ended = true));
  child.once('error', () => (ended = true));
  for (const until = Date.now() + 60_000; Date.now() < until; await sleep(10)) {
    if (ended) throw failed('postgres', `see ${join(data, '..', 'log')}`);
    if (await answers(data)) return child;
  }
  child.kill('SIGQUIT');
  throw failed('postgres', 'no answer within 60 s');
}

/** Creates the database on first contact. */
async function answers(socket: string): Promise<boolean> {
  const client = new pg.Client({ host: socket, port: 5432, user: 'socle', database: 'postgres' });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rowCount } = await client.query("select 1 from pg_database where datname = 'socle'");
    if (rowCount === 0) await client.query('create database socle');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The log keeps no statement, no value and no detail of a row: those hold identities and health content. */
const tuning = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '60',
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  wal_compression: 'on',
  random_page_cost: '1.1',
  jit: 'off',
  max_prepared_transactions: '10',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_parameter_max_length: '0',
  log_checkpoints: 'off',
} as const;

function failed(program: string, why: string): Refusal {
  return new Refusal('store.postgresql-failed', {
    fr: `PostgreSQL (${program}) n’a pas démarré : ${why.trim()}`,
    en: `PostgreSQL (${program}) did not start: ${why.trim()}`,
  });
}
