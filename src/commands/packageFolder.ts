import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { createGzip } from 'node:zlib';
import { pack } from 'tar-stream';
import { CommandFailed } from './server.ts';

/**
 * A FHIR package that stands unpacked in a folder, packed again: it is then read by the same rules as a `.tgz`.
 *
 * In: the folder that holds `package/package.json` (as in `~/.fhir/packages`), or the one that holds `package.json`.
 * Out: the bytes of a `.tgz` with the JSON files that stand directly beside that `package.json`.
 * Any other folder is told off with what to name instead.
 */
export async function packageFolder(folder: string): Promise<Buffer> {
  const inner = [join(folder, 'package'), folder].find((one) => existsSync(join(one, 'package.json')));
  if (inner === undefined)
    throw new CommandFailed(
      `${folder} is a folder without a FHIR package: neither package/package.json nor package.json is in it. ` +
        `Name the files themselves, for instance ${join(folder, '*.json')} or ${join(folder, '*.xml')}`,
    );
  const tar = pack();
  const packed = buffer(tar.pipe(createGzip({ level: 1 })));
  for (const entry of await readdir(inner, { withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.json')) continue;
    tar.entry({ name: `package/${entry.name}` }, await readFile(join(inner, entry.name)));
  }
  tar.finalize();
  return packed;
}
