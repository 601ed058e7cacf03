import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { malformed, tooLarge } from './refusals.ts';
import { type Source, type SourceLimits, sourceLimits } from './source.ts';
import { readTar } from './tar.ts';
import { readZip } from './zip.ts';

/**
 * Opens a folder, a `.zip`, or a `.tar.gz`; archives that lie in a folder are opened with it, under their own name, archives in
 * archives are not. Nothing is written to the disk, links of a folder are not followed.
 *
 * Refuses `specifications.malformed` (neither of these, or broken), `.too-large` (see {@link SourceLimits}; sizes are counted as
 * they come, whatever the archive says), `.unsafe-entry` (a link in an archive, an encrypted file, a path that leaves it).
 */
export async function openSource(path: string, limits: SourceLimits = sourceLimits): Promise<Source> {
  const about = await stat(path).catch(() => undefined);
  if (about === undefined) throw malformed('il n’y a rien à cet endroit', 'there is nothing at that place', path);
  return about.isDirectory() ? openFolder(path, limits) : openArchive(path, limits);
}

const isZip = (name: string): boolean => /\.zip$/i.test(name);
const isTar = (name: string): boolean => /\.(tar\.gz|tgz)$/i.test(name);

async function openArchive(path: string, limits: SourceLimits): Promise<Source> {
  if ((await stat(path)).size > limits.archive)
    throw tooLarge(`une archive de plus de ${limits.archive} octets`, `an archive of more than ${limits.archive} bytes`, path);
  if (isZip(path)) return readZip(path, limits);
  if (isTar(path)) return inMemory(await readTar(await readFile(path), limits));
  throw malformed('ni dossier, ni .zip, ni .tar.gz', 'neither a folder, nor .zip, nor .tar.gz', path);
}

function inMemory(files: ReadonlyMap<string, Buffer>): Source {
  return {
    paths: [...files.keys()],
    read: async (path) => files.get(path) ?? Buffer.alloc(0),
    close: async () => undefined,
  };
}

async function openFolder(folder: string, limits: SourceLimits): Promise<Source> {
  const found = new Map<string, () => Promise<Buffer>>();
  const inner: Source[] = [];
  const counted = (): void => {
    if (found.size > limits.files) throw tooLarge(`plus de ${limits.files} fichiers`, `more than ${limits.files} files`);
  };
  const close = async (): Promise<void> => void (await Promise.all(inner.map((source) => source.close())));
  try {
    const open = [''];
    for (let at = open.pop(); at !== undefined; at = open.pop())
      for (const entry of await readdir(join(folder, at), { withFileTypes: true })) {
        const path = at === '' ? entry.name : `${at}/${entry.name}`;
        if (entry.isDirectory() && !entry.name.startsWith('.')) open.push(path);
        if (!entry.isFile()) continue;
        if (isZip(path) || isTar(path)) {
          const archive = await openArchive(join(folder, path), limits);
          inner.push(archive);
          for (const each of archive.paths) found.set(`${path}/${each}`, () => archive.read(each));
        } else found.set(path, () => readBounded(join(folder, path), limits));
        counted();
      }
  } catch (error) {
    await close();
    throw error;
  }
  const read = (path: string): Promise<Buffer> => found.get(path)?.() ?? Promise.resolve(Buffer.alloc(0));
  return { paths: [...found.keys()], read, close };
}

async function readBounded(path: string, { file }: SourceLimits): Promise<Buffer> {
  if ((await stat(path)).size > file)
    throw tooLarge(`un fichier de plus de ${file} octets`, `a file of more than ${file} bytes`, path);
  return readFile(path);
}
