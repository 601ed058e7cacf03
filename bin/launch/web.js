import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { alone } from './alone.js';
import { readIfThere, say, takeAway } from './files.js';

/** What the built pages are made from; the spaces import the kernel's words. */
const sources = ['web', 'src/kernel', 'package-lock.json'];

/**
 * Builds the web spaces into `dist/web` when their sources differ from those of the last build (a hash kept in it). They are made under
 * another name, which is given up last.
 * @param {string} root
 * @param {string} node
 */
export async function ensureWeb(root, node) {
  const built = join(root, 'dist', 'web');
  const wanted = hashOf(root);
  const isBuilt = () => readIfThere(join(built, '.stamp')) === wanted;
  if (isBuilt()) return;
  await alone(root, 'building the web spaces', async (run) => {
    if (isBuilt()) return;
    say('building the web spaces');
    const making = join(root, 'dist', '.web');
    rmSync(making, { recursive: true, force: true });
    const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
    const config = join(root, 'web', 'vite.config.ts');
    const ended = await run(node, [
      vite,
      'build',
      '--config',
      config,
      '--outDir',
      making,
      '--emptyOutDir',
      '--logLevel',
      'error',
    ]);
    if (ended.signal) throw new Error(`the building of the web spaces was stopped by ${ended.signal}; start again`);
    if (ended.status !== 0)
      throw new Error(
        'the web spaces could not be built; see the messages above. ' +
          'If they tell that a file of a package is missing, remove the folder node_modules and start again',
      );
    writeFileSync(join(making, '.stamp'), wanted);
    takeAway(root, built);
    renameSync(making, built);
  });
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
