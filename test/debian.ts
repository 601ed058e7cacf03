import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export const rootOnDebian = (): boolean => process.getuid?.() === 0 && existsSync('/etc/debian_version');

/** Where the program is, on PATH or in the usual folders; undefined when it is nowhere. */
export function programPath(name: string): string | undefined {
  const onPath = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const folders = [...new Set([...onPath, '/usr/bin', '/usr/local/bin'])];
  return folders.map((folder) => join(folder, name)).find(runnable);
}

export function runnable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Installs packages of Debian with apt-get and says so; only root may. Throws when apt-get fails. */
export function aptInstall(why: string, packages: readonly string[]): void {
  console.log(`${why}: installing with apt-get (${packages.join(', ')}; a minute or two)`);
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
    const run = spawnSync('apt-get', ['-q', ...args], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (run.status !== 0) throw new Error(`apt-get ${args[0]} ended with status ${run.status ?? run.signal}`);
  }
}
