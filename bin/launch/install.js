import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

/**
 * Makes `node_modules` match the lockfile. The stamp in it is the hash of the lockfile it was installed from, so an up-to-date tree
 * costs one hash. Install scripts never run: what they would do is either not needed or done by Socle itself.
 * @param {string} root
 */
export function ensureInstalled(root) {
  const modules = join(root, 'node_modules');
  const stamp = join(modules, '.socle-installed');
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (readIfThere(stamp) === wanted) return;
  const why = existsSync(modules) ? 'package-lock.json has changed' : 'first start';
  say(`installing the packages of package-lock.json (${why}; about a minute)`);
  npmInstall(root);
  linkOurselves(modules);
  writeFileSync(stamp, wanted);
}

/**
 * `npm install --no-save`, not `npm ci`: both install what the lockfile says, but `npm ci` refuses a lockfile made where the registry
 * did not offer the optional packages of other platforms (biome for macOS …); this one fetches them at the exact version asked for.
 * That package.json and lockfile agree is held by test/architecture.test.ts.
 */
function npmInstall(root) {
  const options = [
    'install',
    '--no-save',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    '--include=dev',
    '--include=optional',
  ];
  const ourNpm = process.env.npm_execpath ?? '';
  const [program, before] = /npm-cli\.c?js$/.test(ourNpm) ? [process.execPath, [ourNpm]] : ['npm', []];
  // npm's words go to stderr: stdout belongs to the command (a token, a table).
  const run = spawnSync(program, [...before, ...options], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32' && program === 'npm',
  });
  if (run.status === 0) return;
  if (run.signal) throw new Error(`the installation was stopped by ${run.signal}; start again`);
  if (run.error) throw new Error(`npm cannot be started (${run.error.message}). Install Node.js with npm, then start again`);
  throw new Error(
    `npm install ended with status ${run.status}; its messages are above. The machine needs to reach its npm registry, about 1 GB of disk, ` +
      'and the right to write in this folder. Start again once that is so: nothing else is needed',
  );
}

/** So that `npx socle` finds this checkout at once and asks no registry. */
function linkOurselves(modules) {
  if (process.platform === 'win32') return; // npx reads the package's own `bin` there
  const link = join(modules, '.bin', 'socle');
  mkdirSync(join(modules, '.bin'), { recursive: true });
  if (lstatSync(link, { throwIfNoEntry: false })) rmSync(link);
  symlinkSync(join('..', '..', 'bin', 'socle.js'), link);
}

/** @param {string} path */
export function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** @param {string} line */
export function say(line) {
  process.stderr.write(`socle: ${line}\n`);
}
