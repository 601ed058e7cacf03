import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

const needed = 24;

/**
 * The Node that runs Socle: the one pinned in the lockfile for this platform, else the one that runs now when it is recent enough.
 * @param {string} root
 * @returns {string} path of the program
 */
export function pinnedNode(root) {
  const name = `${process.platform}-${process.arch}`;
  for (const folder of [`node-${name}`, `node-bin-${name}`]) {
    const program = join(root, 'node_modules', folder, 'bin', 'node');
    if (existsSync(program)) return program;
  }
  if (Number.parseInt(process.versions.node, 10) >= needed) return process.execPath;
  throw new Error(
    `no pinned Node comes from npm for this machine (${name}) and the one that runs is ${process.version}. ` +
      `Install Node ${needed} or newer and start again`,
  );
}
