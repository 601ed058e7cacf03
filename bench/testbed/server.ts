import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..', '..');

/** A Socle of our own, in its own process. */
export interface Server {
  readonly host: string;
  readonly port: number;
  readonly address: string;
  /** From the start of the program to the line that says it is ready. */
  readonly readyMs: number;
  readonly pid: number;
  readonly postmaster: number;
  stop(): Promise<void>;
}

export interface ServerOptions {
  readonly home: string;
  /** `cli`: the server alone. `launcher`: the whole of what `npm start` does, by `bin/socle.js`. */
  readonly by: 'cli' | 'launcher';
  readonly nodeOptions?: readonly string[];
  /** Settings beyond the usual: mail is off without them. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** The servers that run now, each with its home, for {@link stopAll}. */
const running = new Map<() => Promise<void>, string>();

/** Stops every server of this process and removes their homes: for a measure that is interrupted. */
export async function stopAll(): Promise<void> {
  for (const [stop, home] of running) {
    await stop();
    rmSync(home, { recursive: true, force: true });
  }
}

/** Starts `socle serve --empty` on a free port of this machine; the caller stops it. */
export async function startServer({ home, by, nodeOptions = [], environment = {} }: ServerOptions): Promise<Server> {
  const port = await freePort();
  const program = by === 'cli' ? ['--disable-warning=ExperimentalWarning', ...nodeOptions, 'src/cli.ts'] : ['bin/socle.js'];
  const from = performance.now();
  const child = spawn(process.execPath, [...program, 'serve', '--empty'], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      SOCLE_HOME: home,
      SOCLE_PORT: String(port),
      SOCLE_SMTP_PORT: 'off',
      SOCLE_IMAP_PORT: 'off',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  };
  running.set(stop, home);
  child.once('exit', () => running.delete(stop));
  try {
    await ready(child);
    const readyMs = performance.now() - from;
    const postmaster = Number(readFileSync(join(home, 'postgresql', 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);
    const host = '127.0.0.1';
    return { host, port, address: `http://${host}:${port}`, readyMs, pid: child.pid ?? 0, postmaster, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const heard = (chunk: Buffer): void => {
      said += chunk.toString();
      if (said.includes('Socle is ready: ')) resolve();
    };
    child.stdout?.on('data', heard);
    child.stderr?.on('data', heard);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the server ended with status ${code}:\n${said}`)));
  });
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}
