import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { isAlive, nameOf } from './alive.js';
import { say } from './files.js';

/**
 * Does work that only one process at a time may do in this checkout; others wait, and say so.
 *
 * Who works has a file in `dist/.working` that bears its name (./alive.js); so has each program it runs, which outlives it when it is
 * killed. A name whose process has ended counts for nothing and is never had again, so it can be removed by anyone at any time: there
 * is no lock to be left behind or to be stolen. Each signs before it looks: of two that come at once, at least one sees the other.
 * @param {string} root
 * @param {string} doing what the others wait for
 * @param {(run: (program: string, args: readonly string[], shell?: boolean) => Promise<Ended>) => Promise<void>} work
 * @typedef {{ status: number | null, signal: string | null, error?: Error }} Ended
 */
export async function alone(root, doing, work) {
  const folder = join(root, 'dist', '.working');
  mkdirSync(folder, { recursive: true });
  const mine = nameOf(process.pid) ?? `${process.pid}-unknown`;
  await signIn(folder, mine, doing);
  try {
    await work((program, args, shell = false) => run(root, folder, program, args, shell));
  } finally {
    rmSync(join(folder, mine), { force: true });
  }
}

async function signIn(folder, mine, doing) {
  for (let waited = 0; ; waited++) {
    if (othersIn(folder, mine).length === 0) {
      writeFileSync(join(folder, mine), '');
      if (othersIn(folder, mine).length === 0) return;
      rmSync(join(folder, mine), { force: true });
    }
    const [other] = othersIn(folder, mine);
    // About every half minute, so that nobody takes a long installation for a hang.
    if (other !== undefined && waited % 90 === 0)
      say(`another start (process ${Number.parseInt(other, 10)}) is preparing this folder; waiting for it before ${doing}`);
    await pause(200 + Math.random() * 300); // not the same for all, else two could give way to each other for ever
  }
}

function othersIn(folder, mine) {
  return readdirSync(folder).filter((name) => {
    if (name === mine) return false;
    if (isAlive(name)) return true;
    rmSync(join(folder, name), { force: true });
    return false;
  });
}

/** Its words go to stderr: stdout belongs to the command (a token, a table). A signal that reaches us is passed on to it. */
function run(root, folder, program, args, shell) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 2, 2], shell });
    const name = child.pid === undefined ? undefined : nameOf(child.pid);
    if (name !== undefined) writeFileSync(join(folder, name), '');
    let asked = null;
    const passOn = (signal) => {
      asked = signal;
      child.kill(signal);
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, passOn);
    const end = (ended) => {
      for (const signal of signals) process.off(signal, passOn);
      if (name !== undefined) rmSync(join(folder, name), { force: true });
      resolve(ended);
    };
    child.on('error', (error) => end({ status: null, signal: null, error }));
    child.on('exit', (status, signal) => end({ status, signal: asked ?? signal }));
  });
}
