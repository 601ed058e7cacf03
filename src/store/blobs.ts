import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type RecordId, Refusal } from '#kernel';
import { sealWith, unsealWith } from './keys.ts';

/** Bytes kept outside the rows, each sealed with its record's own key: erasing the key erases the bytes. */
export interface Blobs {
  /** Seals and writes; when it returns, the bytes are on the disk. Gives the name to keep in a row. */
  put(record: RecordId, key: Uint8Array, bytes: Uint8Array): Promise<string>;
  /** Refuses `store.blob-missing` when nothing of that name is kept, `store.wrong-key` when it was changed. */
  get(record: RecordId, key: Uint8Array, name: string): Promise<Buffer>;
  /** Forgets a blob that no row names (a deposit that did not commit). */
  drop(name: string): Promise<void>;
}

/** Blobs as files under `folder`, in 256 folders by the first two digits of the name. */
export async function openFileBlobs(folder: string): Promise<Blobs> {
  const shelves = Array.from({ length: 256 }, (_, n) => n.toString(16).padStart(2, '0'));
  await Promise.all(shelves.map((shelf) => mkdir(join(folder, shelf), { recursive: true, mode: 0o700 })));
  const pathOf = (name: string): string => join(folder, name.slice(0, 2), name);
  return {
    async put(record, key, bytes) {
      const name = randomUUID();
      const path = pathOf(name);
      const sealed = sealWith(key, bytes, bound(record, name));
      const file = await open(`${path}.new`, 'wx', 0o600);
      try {
        await file.write(sealed);
        await file.datasync();
      } finally {
        await file.close();
      }
      await rename(`${path}.new`, path);
      await syncFolder(join(folder, name.slice(0, 2)));
      return name;
    },
    async get(record, key, name) {
      const sealed = await readFile(pathOf(name)).catch((error: NodeJS.ErrnoException) => {
        throw error.code === 'ENOENT' ? missing() : error;
      });
      return unsealWith(key, sealed, bound(record, name));
    },
    drop: (name) => rm(pathOf(name), { force: true }),
  };
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
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function missing(): Refusal {
  return new Refusal('store.blob-missing', {
    fr: 'Les octets de ce document ne sont pas dans le magasin ; prévenez l’exploitant.',
    en: 'The bytes of this document are not in the store; tell the operator.',
  });
}
