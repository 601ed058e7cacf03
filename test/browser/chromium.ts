import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
const packages = ['chromium', 'fonts-dejavu-core'];

/**
 * The Chromium that the browser tests drive: `CHROMIUM_PATH`, else one of the usual programs. As root on Debian or Ubuntu an absent one
 * is installed with apt-get, and said; elsewhere the error says what to install.
 */
export async function chromiumPath(): Promise<string> {
  const named = process.env.CHROMIUM_PATH;
  if (named !== undefined && named !== '') {
    if (runnable(named)) return named;
    throw new Error(`CHROMIUM_PATH names ${named}, which is not a program that can be run`);
  }
  const found = installed();
  if (found !== undefined) return found;
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) installWithApt();
  const now = installed();
  if (now !== undefined) return now;
  throw new Error(
    `The browser tests need Chromium and found none. Install it (on Debian or Ubuntu: sudo apt-get install ${packages.join(' ')}) ` +
      'or name one with CHROMIUM_PATH, then start again',
  );
}

function installed(): string | undefined {
  const onPath = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const folders = [...new Set([...onPath, '/usr/bin', '/usr/local/bin'])];
  return [...names.flatMap((name) => folders.map((folder) => join(folder, name))), ...places].find(runnable);
}

function runnable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function installWithApt(): void {
  console.log(`Chromium is not here: installing it with apt-get (${packages.join(', ')}; a minute or two)`);
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
    const run = spawnSync('apt-get', ['-q', ...args], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (run.status !== 0)
      throw new Error(`apt-get ${args[0]} ended with status ${run.status ?? run.signal}; Chromium could not be installed`);
  }
}
