import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import process from 'node:process';

/** Noted when we start: it may be gone before the program runs. */
const parent = process.ppid;

/**
 * Runs a TypeScript program on `node` in place of this process: same terminal, same folder, same exit status.
 *
 * A signal is passed on and never ends this process before the program has ended. At a terminal Ctrl-C reaches the program twice (from
 * the terminal, and from here): it must take a repeated signal for the same wish. When npm started us and was killed, nobody is left
 * to stop the program: it is asked to end.
 * @param {string} node
 * @param {string} program
 * @param {readonly string[]} args
 */
export function handOver(node, program, args) {
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', program, ...args], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  if (process.env.npm_lifecycle_event !== undefined) whenOrphaned(() => child.kill('SIGTERM'));
  child.on('error', (error) => {
    process.stderr.write(`socle: ${node} cannot be started (${error.message})\n`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

function whenOrphaned(act) {
  const look = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(look);
    act();
  }, 250);
  look.unref();
}
