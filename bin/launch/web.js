import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readIfThere, say } from './install.js';

/** What the built pages are made from; the spaces import the kernel's words. */
const sources = ['web', 'src/kernel', 'package-lock.json'];

/**
 * Builds the web spaces into `dist/web` when their sources differ from those of the last build (a hash kept beside it).
 * @param {string} root
 * @param {string} node
 */
export function ensureWeb(root, node) {
  const stamp = join(root, 'dist', 'web', '.stamp');
  const wanted = hashOf(root);
  if (readIfThere(stamp) === wanted) return;
  say('building the web spaces');
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const run = spawnSync(node, [vite, 'build', '--config', join(root, 'web', 'vite.config.ts'), '--logLevel', 'error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (run.status !== 0) throw new Error('the web spaces could not be built; see the messages above');
  writeFileSync(stamp, wanted);
}

function hashOf(root) {
  const hash = createHash('sha256');
  for (const path of sources) {
    for (const file of filesUnder(root, path)) hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

function filesUnder(root, path) {
  if (statSync(join(root, path)).isFile()) return [path];
  return readdirSync(join(root, path), { withFileTypes: true })
    .filter((entry) => !entry.name.endsWith('.test.ts'))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesUnder(root, `${path}/${entry.name}`) : [`${path}/${entry.name}`]));
}
