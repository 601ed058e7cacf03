import { type KeyObject, randomUUID } from 'node:crypto';
import {
  close as closeFile,
  closeSync,
  fdatasync,
  fstatSync,
  fsync,
  open as openFile,
  read as readFile,
  writev as writeParts,
} from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type RecordId, Refusal } from '#kernel';
import { sealedParts, unsealWith } from './keys.ts';

/** Bytes kept outside the rows, each sealed with its record's own key: erasing the key erases the bytes. */
export interface Blobs {
  /** Seals and writes; when it returns, the bytes are on the disk. Gives the name to keep in a row. */
  put(record: RecordId, key: KeyObject, bytes: Uint8Array): Promise<string>;
  /** Refuses `store.blob-missing` when nothing of that name is kept, `store.wrong-key` when it was changed. */
  get(record: RecordId, key: KeyObject, name: string): Promise<Buffer>;
  /** Forgets a blob that no row names (a deposit that did not commit). */
  drop(name: string): Promise<void>;
}

// Plain file descriptors: a FileHandle costs twice the CPU, and blobs are read and written all the time.
const open = promisify(openFile);
const write = promisify(writeParts);
const datasync = promisify(fdatasync);
const sync = promisify(fsync);
const close = promisify(closeFile);
const read = promisify(readFile);

/** Blobs as files under `folder`, in 256 folders by the first two digits of the name. */
export async function openFileBlobs(folder: string): Promise<Blobs> {
  const shelves = Array.from({ length: 256 }, (_, n) => n.toString(16).padStart(2, '0'));
  await Promise.all(shelves.map((shelf) => mkdir(join(folder, shelf), { recursive: true, mode: 0o700 })));
  const pathOf = (name: string): string => join(folder, name.slice(0, 2), name);
  return {
    async put(record, key, bytes) {
      const name = randomUUID();
      const path = pathOf(name);
      await writeWhole(`${path}.new`, sealedParts(key, bytes, bound(record, name)));
      await rename(`${path}.new`, path);
      await syncFolder(join(folder, name.slice(0, 2)));
      return name;
    },
    async get(record, key, name) {
      const aad = bound(record, name);
      return readWhole(pathOf(name), (sealed) => unsealWith(key, sealed, aad)).catch((error: NodeJS.ErrnoException) => {
        throw error.code === 'ENOENT' ? missing() : error;
      });
    },
    drop: (name) => rm(pathOf(name), { force: true }),
  };
}

async function writeWhole(path: string, parts: readonly Buffer[]): Promise<void> {
  const whole = parts.reduce((sum, part) => sum + part.length, 0);
  const file = await open(path, 'wx', 0o600);
  try {
    const { bytesWritten } = await write(file, parts);
    if (bytesWritten !== whole) throw Object.assign(new Error('a blob was written in part'), { code: 'ENOSPC' });
    await datasync(file);
  } finally {
    await close(file);
  }
}

/** Buffers for sealed bytes on their way in, kept to be used again: a new one for each read is what the garbage collector runs for. */
const spare: Buffer[] = [];
const spareBytes = 256 * 1024;
const mostSpare = 16;

/**
 * Opening and reading may wait for the disk; the size and the closing of what is open do not, and are done on the spot. The bytes are
 * `use`'s until it returns, and nobody's after.
 */
async function readWhole<T>(path: string, use: (bytes: Buffer) => T): Promise<T> {
  const file = await open(path, 'r');
  const { size } = fstatSync(file);
  const buffer = (size <= spareBytes ? spare.pop() : undefined) ?? Buffer.allocUnsafeSlow(Math.max(size, spareBytes));
  try {
    let at = 0;
    for (let more = 1; more > 0 && at < size; at += more) more = (await read(file, buffer, at, size - at, at)).bytesRead;
    return use(buffer.subarray(0, at));
  } finally {
    closeSync(file);
    if (buffer.length === spareBytes && spare.length < mostSpare) spare.push(buffer);
  }
}

/** A sealed file moved to another record or another name does not open. */
function bound(record: RecordId, name: string): Buffer {
  return Buffer.from(`${record}/${name}`);
}

/** The new name itself must survive a power cut, not only the bytes. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await sync(handle);
  } finally {
    closeSync(handle);
  }
}

function missing(): Refusal {
  return new Refusal('store.blob-missing', {
    fr: 'Les octets de ce document ne sont pas dans le magasin ; prévenez l’exploitant.',
    en: 'The bytes of this document are not in the store; tell the operator.',
  });
}
