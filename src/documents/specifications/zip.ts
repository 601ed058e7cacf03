import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { Refusal } from '#kernel';
import { malformed, tooLarge, unsafeEntry } from './refusals.ts';
import { leaves, type Source, type SourceLimits } from './source.ts';

/** The files of a zip, its directory read and judged whole before any is. Refusals as `openSource`. */
export async function readZip(path: string, limits: SourceLimits): Promise<Source> {
  const zip = await openPromise(path, { autoClose: false, validateEntrySizes: true }).catch(() => {
    throw malformed('ce n’est pas un zip entier', 'it is no whole zip', path);
  });
  try {
    const entries = await entriesOf(zip, limits);
    return {
      paths: [...entries.keys()],
      read: async (name) => {
        const entry = entries.get(name);
        return entry === undefined ? Buffer.alloc(0) : contentOf(zip, entry, limits);
      },
      close: async () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error instanceof Refusal ? error : wrongZip(error);
  }
}

async function entriesOf(zip: ZipFile, limits: SourceLimits): Promise<ReadonlyMap<string, Entry>> {
  const entries = new Map<string, Entry>();
  let seen = 0;
  for await (const entry of zip.eachEntry()) {
    if (++seen > limits.files) throw tooLarge(`plus de ${limits.files} fichiers`, `more than ${limits.files} files`);
    if (isUnsafe(entry)) throw unsafeEntry(entry.fileName);
    if (!entry.fileName.endsWith('/')) entries.set(entry.fileName, entry);
  }
  return entries;
}

const kindMask = 0o170000;
const plain = [0, 0o100000, 0o040000];

function isUnsafe(entry: Entry): boolean {
  const { fileName: name } = entry;
  // The upper half is the mode of the file where a Unix made the archive, 0 elsewhere.
  const kind = (entry.externalFileAttributes >>> 16) & kindMask;
  return entry.isEncrypted() || !plain.includes(kind) || name.length > 500 || name.startsWith('/') || leaves(name);
}

async function contentOf(zip: ZipFile, entry: Entry, { file }: SourceLimits): Promise<Buffer> {
  const beyond = (): Refusal =>
    tooLarge(`un fichier de plus de ${file} octets`, `a file of more than ${file} bytes`, entry.fileName);
  if (entry.uncompressedSize > file) throw beyond();
  try {
    const chunks: Buffer[] = [];
    let length = 0;
    // A size that lies is found by yauzl, which counts what it inflates.
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      length += (chunk as Buffer).length;
      if (length > file) throw beyond();
      chunks.push(chunk as Buffer);
    }
    return Buffer.concat(chunks);
  } catch (error) {
    throw error instanceof Refusal ? error : wrongZip(error, entry.fileName);
  }
}

function wrongZip(error: unknown, at?: string): Refusal {
  const why = error instanceof Error ? error.message : String(error);
  // yauzl names what it finds: a path that leaves the archive, a size that is not the announced one.
  if (/relative path|absolute path|invalid characters/.test(why)) return unsafeEntry(why);
  return malformed('le zip est abîmé ou ses tailles sont fausses', 'the zip is damaged or its sizes are wrong', at);
}
