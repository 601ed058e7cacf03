import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../socle.ts';

const root = join(import.meta.dirname, '..', '..');

/** One SOCLE_HOME with its port, on which the real command is started and killed. */
export interface Place {
  readonly home: string;
  readonly url: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Ends what still runs there and removes the folder. */
  clear(): Promise<void>;
  /** What `socle serve --empty` started; resolves when it says that it is ready. */
  start(): Promise<Server>;
  /** Runs a command to its end. */
  run(...words: string[]): Promise<Ended>;
  /** The process id of the PostgreSQL of this home, from its own pid file. */
  postgres(): number;
  /** Another PostgreSQL than this one serves it; in between there may be no file, or half of one. */
  postgresAfter(before: number, atMostMs: number): Promise<void>;
  /** Those of its processes that serve a connection; none elsewhere than on Linux. */
  backends(): number[];
}

export interface Server {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly readyMs: number;
  said(): string;
  /** The exit status, or the signal that ended it. */
  readonly ended: Promise<number | string>;
}

export interface Ended {
  readonly status: number | string;
  readonly said: string;
}

/** `more`: other settings, each a variable of the environment. */
export async function newPlace(
  parent = mkdtempSync(join(tmpdir(), 'socle-faults-')),
  more: Readonly<Record<string, string>> = {},
): Promise<Place> {
  const home = join(parent, 'home');
  const port = String(await freePort());
  const environment = {
    PATH: process.env.PATH ?? '',
    SOCLE_HOME: home,
    SOCLE_PORT: port,
    SOCLE_SMTP_PORT: 'off',
    SOCLE_IMAP_PORT: 'off',
    SOCLE_PUBLIC_URL: `http://127.0.0.1:${port}`,
    ...more,
  };
  const servers: Server[] = [];
  const postgres = (): number => Number.parseInt(readFileSync(join(home, 'postgresql', 'data', 'postmaster.pid'), 'utf8'), 10);
  const program = (...words: string[]): { child: ChildProcess; said: () => string; ended: Promise<number | string> } => {
    const flags = ['--disable-warning=ExperimentalWarning', join(root, 'src/cli.ts')];
    const child = spawn(process.execPath, [...flags, ...words], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    child.stdout?.on('data', (part) => (text += part));
    child.stderr?.on('data', (part) => (text += part));
    const ended = new Promise<number | string>((done) => child.on('exit', (code, signal) => done(code ?? signal ?? '')));
    return { child, said: () => text, ended };
  };
  return {
    home,
    url: environment.SOCLE_PUBLIC_URL,
    environment,
    async start() {
      const from = performance.now();
      const { child, said, ended } = program('serve', '--empty');
      await until(() => said().includes('Socle is ready: ') || child.exitCode !== null, 60_000);
      if (child.exitCode !== null) throw new Error(`it did not start: ${said()} ${postgresLog(home)}`);
      const server = { child, pid: child.pid ?? 0, readyMs: Math.round(performance.now() - from), said, ended };
      servers.push(server);
      void ended.then((status) => {
        if (typeof status === 'number' && status !== 0)
          console.log(`the server ended by itself, ${status}: ${said().slice(-4000)}`);
      });
      return server;
    },
    async run(...words) {
      const { said, ended, child } = program(...words);
      const closed = new Promise((done) => child.on('close', done));
      // A server that starts where it ought to refuse would be waited for without end.
      const tooLong = setTimeout(() => child.kill('SIGKILL'), 180_000);
      const status = await ended;
      await closed;
      clearTimeout(tooLong);
      return { status, said: said() };
    },
    postgres,
    postgresAfter: (before, atMostMs) => until(() => isAnother(postgres, before), atMostMs),
    backends: () => backendsOf(postgres()),
    async clear() {
      for (const { child, ended } of servers) {
        if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
        await ended;
      }
      rmSync(parent, { recursive: true, force: true });
    },
  };
}

/** What PostgreSQL last said. */
function isAnother(postgres: () => number, before: number): boolean {
  try {
    const now = postgres();
    return now > 0 && now !== before;
  } catch {
    return false;
  }
}

function postgresLog(home: string): string {
  const file = join(home, 'postgresql', 'log');
  return existsSync(file) ? readFileSync(file, 'utf8').slice(-1500) : '';
}

function backendsOf(postmaster: number): number[] {
  if (process.platform !== 'linux') return [];
  const children = readFileSync(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8').trim().split(' ').map(Number);
  return children.filter((pid) => /^postgres: socle socle /.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8')));
}

export async function until(holds: () => boolean | Promise<boolean>, atMostMs: number): Promise<void> {
  for (const end = Date.now() + atMostMs; !(await holds()); ) {
    if (Date.now() > end) throw new Error(`still not so after ${atMostMs} ms`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

/** A process that is dead and not yet buried does not count. */
export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/^State:\tZ/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
