import type { Database } from './database.ts';
import type { Keys } from './keys.ts';
import { keepSecret, readSecret } from './store.sql.ts';

/** Secrets that Socle makes for itself (signing keys, cookie keys), sealed with the operator's key. */
export interface Secrets {
  /** The secret of that name, made by `make` the first time; several servers on one database agree on one. */
  obtain(name: string, make: () => Promise<Uint8Array>): Promise<Buffer>;
}

export function openSecrets(database: Database, keys: Keys): Secrets {
  const read = async (name: string): Promise<Buffer | undefined> => {
    const [row] = await database.query<{ sealed: Buffer }>(readSecret, [name]);
    return row === undefined ? undefined : keys.unseal(`secret/${name}`, row.sealed);
  };
  return {
    async obtain(name, make) {
      const found = await read(name);
      if (found !== undefined) return found;
      await database.query(keepSecret, [name, keys.seal(`secret/${name}`, await make()), new Date()]);
      const kept = await read(name);
      if (kept === undefined) throw new Error(`the secret ${name} was not kept`);
      return kept;
    },
  };
}
