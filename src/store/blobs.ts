import { type KeyObject, randomUUID } from 'node:crypto';
import {
  close as closeFile,
  closeSync,
  fdatasync,
  fstatSync,
  fsync,
  open as openFile,
  read as readFile,
  write as writeFile,
} from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type RecordId, Refusal } from '#kernel';
import { sealWith, unsealWith } from './keys.ts';

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
const write = promisify(writeFile);
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
      await writeWhole(`${path}.new`, sealWith(key, bytes, bound(record, name)));
      await rename(`${path}.new`, path);
      await syncFolder(join(folder, name.slice(0, 2)));
      return name;
    },
    async get(record, key, name) {
      const sealed = await readWhole(pathOf(name)).catch((error: NodeJS.ErrnoException) => {
        throw error.code === 'ENOENT' ? missing() : error;
      });
      return unsealWith(key, sealed, bound(record, name));
    },
    drop: (name) => rm(pathOf(name), { force: true }),
  };
}

async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    for (let at = 0; at < bytes.length; ) at += (await write(file, bytes, at, bytes.length - at)).bytesWritten;
    await datasync(file);
  } finally {
    await close(file);
  }
}

/** Opening and reading may wait for the disk; the size and the closing of what is open do not, and are done on the spot. */
async function readWhole(path: string): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const bytes = Buffer.allocUnsafeSlow(fstatSync(file).size);
    let at = 0;
    for (let more = 1; more > 0 && at < bytes.length; at += more) {
      more = (await read(file, bytes, at, bytes.length - at, at)).bytesRead;
    }
    return bytes.subarray(0, at);
  } finally {
    closeSync(file);
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
