import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { alone } from './alone.js';
import { readIfThere, say, takeAway, writeWhole } from './files.js';
import { npmInstall } from './npm.js';

/** The first line of the marker while an installation is under way. */
const begun = 'begun';

/**
 * Makes `node_modules` match the lockfile. The marker in it is written last: the hash of the lockfile it was installed from, then the
 * folder of every package that was put there. An up-to-date tree costs one hash and a look at each folder. Install scripts never run:
 * what they would do is either not needed or done by Socle itself.
 *
 * npm takes a package whose package.json is there for a whole one. So what an interrupted installation left is never installed over:
 * it is taken away and everything is installed anew, from npm's cache for the greater part.
 * @param {string} root
 */
export async function ensureInstalled(root) {
  if (isInstalled(root)) return;
  await alone(root, 'installing the packages', async (run) => {
    if (isInstalled(root)) return; // by the one we waited for
    const modules = join(root, 'node_modules');
    const state = stateOf(modules);
    if (state === 'half') takeAway(root, modules);
    say(`installing the packages of package-lock.json (${reasons[state]}; about a minute)`);
    try {
      await install(root, run);
    } catch (error) {
      if (state !== 'other' || error.stopped) throw error;
      say(`${error.message}\nsocle: installing everything anew in an empty node_modules`);
      takeAway(root, modules);
      await install(root, run);
    }
  });
}

const reasons = {
  none: 'first start',
  half: 'an installation was interrupted: everything anew',
  other: 'package-lock.json has changed, or packages are missing',
};

/** npm writes `.package-lock.json` last: without it, the packages that are there come from an `npm install` that did not end. */
function stateOf(modules) {
  if (!existsSync(modules) || readdirSync(modules).length === 0) return 'none';
  const marker = readIfThere(markerIn(modules)) ?? '';
  return marker.startsWith(begun) || !existsSync(join(modules, '.package-lock.json')) ? 'half' : 'other';
}

async function install(root, run) {
  const modules = join(root, 'node_modules');
  const hash = hashOf(root);
  mkdirSync(modules, { recursive: true });
  writeWhole(markerIn(modules), `${begun}\n`);
  await npmInstall(run);
  const packages = Object.entries(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages).filter(
    ([folder]) => folder !== '',
  );
  const missing = packages.filter(([folder, { optional, version }]) => !optional && versionIn(root, folder) !== version);
  if (missing.length > 0)
    throw new Error(
      `npm install ended well, but ${missing.length} packages are not as it should have put them, first ${missing[0][0]}`,
    );
  linkOurselves(modules);
  const there = packages.map(([folder]) => folder).filter((folder) => isThere(root, folder));
  writeWhole(markerIn(modules), `${[hash, ...there].join('\n')}\n`);
}

function isInstalled(root) {
  const marker = readIfThere(markerIn(join(root, 'node_modules')));
  const [hash, ...folders] = (marker ?? '').trimEnd().split('\n');
  return hash === hashOf(root) && folders.length > 0 && folders.every((folder) => isThere(root, folder));
}

const markerIn = (modules) => join(modules, '.socle-installed');
const isThere = (root, folder) => existsSync(join(root, folder, 'package.json'));

function versionIn(root, folder) {
  const text = readIfThere(join(root, folder, 'package.json'));
  try {
    return JSON.parse(text ?? '{}').version;
  } catch {
    return undefined;
  }
}

function hashOf(root) {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}

/** So that `npx socle` finds this checkout at once and asks no registry. */
function linkOurselves(modules) {
  if (process.platform === 'win32') return; // npx reads the package's own `bin` there
  const link = join(modules, '.bin', 'socle');
  mkdirSync(join(modules, '.bin'), { recursive: true });
  if (lstatSync(link, { throwIfNoEntry: false })) rmSync(link);
  symlinkSync(join('..', '..', 'bin', 'socle.js'), link);
}
