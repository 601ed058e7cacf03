import type { SealedCard } from './seal.ts';

const database = 'socle-carnet';
const shelf = 'emergency';
const only = 'card';

/** The one sealed card of this device; `undefined` when there is none. Rejects where the browser keeps nothing. */
export async function keptCard(): Promise<SealedCard | undefined> {
  return (await ask('readonly', (store) => store.get(only))) as SealedCard | undefined;
}

/** Puts the card in the place of the one before. */
export async function keepCard(card: SealedCard): Promise<void> {
  await ask('readwrite', (store) => store.put(card, only));
  // The browser may otherwise forget it when it lacks room; what it answers changes nothing here.
  await navigator.storage?.persist?.().catch(() => false);
}

/** Takes the card off this device: asked by the person, and at the end of their session. */
export async function eraseCard(): Promise<void> {
  await ask('readwrite', (store) => store.clear());
}

async function ask(mode: IDBTransactionMode, what: (store: IDBObjectStore) => IDBRequest): Promise<unknown> {
  const open = indexedDB.open(database, 1);
  open.onupgradeneeded = () => open.result.createObjectStore(shelf);
  await ended(open);
  const db = open.result;
  try {
    const work = db.transaction(shelf, mode);
    const asked = what(work.objectStore(shelf));
    await new Promise<void>((resolve, reject) => {
      work.oncomplete = () => resolve();
      work.onabort = () => reject(work.error ?? new Error('not kept'));
    });
    return asked.result;
  } finally {
    db.close();
  }
}

function ended(request: IDBRequest): Promise<void> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error ?? new Error('not opened'));
  });
}
