import { promisify } from 'node:util';
import { crc32, inflateRaw } from 'node:zlib';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { Refusal } from '#kernel';
import { keyOf, safeName } from './names.ts';
import { badName, bomb, corrupt, duplicateName, encrypted, limits, notAFile, tooLarge, tooManyEntries } from './refusals.ts';

/** A file of an archive, still packed. */
interface Packed {
  readonly path: string;
  readonly entry: Entry;
}

/** The files of an archive whose directory was proved sound. Names are compared without regard to case. */
export interface Archive {
  /** Paths, as written, in the order of the archive; folders left out. */
  readonly paths: readonly string[];
  /** The path as written of a file; undefined when there is none. */
  find(path: string): string | undefined;
  /** Inflates one file, `atMost` bytes of it. */
  read(path: string, atMost?: number): Promise<Buffer>;
}

const inflate = promisify(inflateRaw);

/**
 * Opens a ZIP archive that may come from anybody, in memory; nothing is written, no archive inside it is opened.
 *
 * Refuses, before anything is inflated: `xdm.too-large` (60 MiB, 20 a file), `xdm.too-many` (100 entries), `xdm.bad-name` (`..`, absolute,
 * backslash, drive), `xdm.duplicate-name`, `xdm.not-a-file` (links), `xdm.encrypted`, `xdm.bomb` (over 100 times its packed size), and
 * `xdm.corrupt` (not a ZIP, two directories, files that overlap, local headers that disagree). A file that is read is refused when its
 * size or CRC-32 is not what the directory says, or when all that was read passes 120 MiB.
 */
export async function openArchive(bytes: Buffer): Promise<Archive> {
  if (bytes.length > limits.archiveBytes) throw tooLarge(limits.archiveBytes);
  const zip = await open(bytes);
  const files = new Map<string, Packed>();
  const spans: (readonly [start: number, end: number])[] = [];
  for (const entry of await entriesOf(zip, bytes)) {
    const path = nameOf(entry, spans.length + 1);
    const key = keyOf(path);
    const folder = path.endsWith('/');
    if (files.has(key) || files.has(folder ? key.slice(0, -1) : `${key}/`)) throw duplicateName(path);
    checkKind(entry, path, folder);
    checkSizes(entry, path);
    spans.push(await spanOf(zip, entry, path, bytes));
    files.set(key, { path, entry });
  }
  checkApart(spans);
  let inflated = 0;
  const start = (entry: Entry) => zip.readLocalFileHeaderPromise(entry, { minimal: true });
  return {
    paths: [...files.values()].map(({ path }) => path).filter((path) => !path.endsWith('/')),
    find: (path) => files.get(keyOf(path))?.path,
    async read(path, atMost = limits.fileBytes) {
      const packed = files.get(keyOf(path));
      if (packed === undefined) throw corrupt('un fichier manque', 'a file is missing', path);
      if (packed.entry.uncompressedSize > atMost) throw tooLarge(atMost, packed.path);
      inflated += packed.entry.uncompressedSize;
      if (inflated > limits.inflatedBytes) throw tooLarge(limits.inflatedBytes);
      const { fileDataStart } = await start(packed.entry);
      return contentOf(packed, bytes.subarray(fileDataStart, fileDataStart + packed.entry.compressedSize));
    },
  };
}

async function open(bytes: Buffer): Promise<ZipFile> {
  try {
    return await fromBufferPromise(bytes, {
      lazyEntries: true,
      decodeStrings: false,
      validateEntrySizes: true,
      autoClose: false,
    });
  } catch {
    throw corrupt('son répertoire est illisible', 'its directory cannot be read');
  }
}

async function entriesOf(zip: ZipFile, bytes: Buffer): Promise<readonly Entry[]> {
  if (zip.entryCount > limits.entries) throw tooManyEntries();
  const entries: Entry[] = [];
  try {
    for await (const entry of zip.eachEntry()) entries.push(entry);
  } catch (error) {
    if (error instanceof Error && /encryption/.test(error.message)) throw encrypted(`entry ${entries.length + 1}`);
    throw corrupt('son répertoire est illisible', 'its directory cannot be read');
  }
  // Types say boolean; it is the place after the last entry that was counted.
  const end = Number(zip.readEntryCursor);
  if (bytes.subarray(end, end + 4).equals(centralHeader))
    throw corrupt('elle a plus de fichiers qu’elle n’en annonce', 'it has more files than it says');
  return entries;
}

const centralHeader = Buffer.from('PK\x01\x02', 'latin1');

function nameOf({ fileNameRaw, generalPurposeBitFlag }: Entry, index: number): string {
  const name = safeName(fileNameRaw, (generalPurposeBitFlag & 0x800) !== 0);
  if (name === undefined) throw badName(index);
  return name;
}

/** The kind of a file as Unix writes it: none, a plain file or a folder. */
function checkKind({ externalFileAttributes }: Entry, path: string, folder: boolean): void {
  const kind = (externalFileAttributes >>> 16) & 0o170000;
  if (kind !== 0 && kind !== (folder ? 0o040000 : 0o100000)) throw notAFile(path);
}

function checkSizes(entry: Entry, path: string): void {
  const { compressionMethod, compressedSize, uncompressedSize } = entry;
  if (entry.isEncrypted()) throw encrypted(path);
  if (compressionMethod !== 0 && compressionMethod !== 8)
    throw corrupt('une compression inconnue', 'a compression that is not known', path);
  if (path.endsWith('/') && uncompressedSize > 0) throw corrupt('un dossier a un contenu', 'a folder has a content', path);
  if (uncompressedSize > limits.fileBytes) throw tooLarge(limits.fileBytes, path);
  if (uncompressedSize > limits.ratio * Math.max(compressedSize, 1024)) throw bomb(path);
}

/** Where a file lies; its own header must say what the directory says. */
async function spanOf(zip: ZipFile, entry: Entry, path: string, bytes: Buffer): Promise<readonly [number, number]> {
  const disagree = () => corrupt('un en-tête local contredit le répertoire', 'a local header contradicts the directory', path);
  try {
    const local = await zip.readLocalFileHeaderPromise(entry, { minimal: false });
    const end = local.fileDataStart + entry.compressedSize;
    const same = local.fileName.equals(entry.fileNameRaw) && local.compressionMethod === entry.compressionMethod;
    if (!same || ((local.generalPurposeBitFlag ^ entry.generalPurposeBitFlag) & 1) !== 0 || end > bytes.length) throw disagree();
    return [entry.relativeOffsetOfLocalHeader, end];
  } catch (error) {
    throw error instanceof Refusal ? error : disagree();
  }
}

/** Two files of the same bytes are how a small archive becomes a large one. */
function checkApart(spans: readonly (readonly [start: number, end: number])[]): void {
  let last = 0;
  for (const [start, end] of spans.toSorted((a, b) => a[0] - b[0])) {
    if (start < last) throw corrupt('des fichiers se chevauchent', 'files overlap');
    last = end;
  }
}

async function contentOf({ path, entry }: Packed, packed: Buffer): Promise<Buffer> {
  const wrong = () =>
    corrupt('la taille ou la somme de contrôle d’un fichier est fausse', 'the size or checksum of a file is wrong', path);
  const content = entry.compressionMethod === 0 ? packed : await inflated(packed, entry.uncompressedSize).catch(() => undefined);
  if (content?.length !== entry.uncompressedSize || crc32(content) !== entry.crc32) throw wrong();
  return content;
}

/** Undefined when the packed bytes go on after their end. Rejects when they are broken, or longer once inflated than they say. */
async function inflated(packed: Buffer, size: number): Promise<Buffer | undefined> {
  const done = (await inflate(packed, { maxOutputLength: Math.max(size, 1), info: true })) as unknown as {
    buffer: Buffer;
    engine: { bytesWritten: number };
  };
  return done.engine.bytesWritten === packed.length ? done.buffer : undefined;
}
