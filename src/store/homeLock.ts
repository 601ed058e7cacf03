import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Refusal } from '#kernel';

/** While it is held, no other process uses this SOCLE_HOME. */
export interface HomeLock {
  release(): void;
}

/**
 * Takes SOCLE_HOME for this process. The kernel frees the lock when the process ends, however it ends: SQLite's exclusive lock is
 * used for exactly that (no stale pid file after a kill -9). Refuses `store.home-in-use`.
 */
export function lockHome(home: string): HomeLock {
  mkdirSync(home, { recursive: true });
  const file = join(home, 'lock');
  const database = openLockFile(file, home);
  try {
    database.exec('pragma busy_timeout = 0; pragma locking_mode = exclusive; begin exclusive');
    if (process.platform !== 'win32') chmodSync(file, 0o600);
  } catch (error) {
    database.close();
    if (!/locked|busy/i.test(String(error))) throw notUsable(home, error);
    throw new Refusal('store.home-in-use', {
      fr: `Un autre Socle utilise déjà ${home}. Arrêtez-le, ou donnez un autre dossier par SOCLE_HOME (et un autre port par SOCLE_PORT).`,
      en: `Another Socle already uses ${home}. Stop it, or name another folder with SOCLE_HOME (and another port with SOCLE_PORT).`,
    });
  }
  return { release: () => database.close() };
}

function openLockFile(file: string, home: string): DatabaseSync {
  try {
    return new DatabaseSync(file);
  } catch (error) {
    throw notUsable(home, error);
  }
}

function notUsable(home: string, error: unknown): Refusal {
  const why = error instanceof Error ? error.message : String(error);
  return new Refusal('store.home-not-usable', {
    fr: `Le dossier ${home} ne peut pas être utilisé (${why}). Vérifiez qu’il est à vous et que le disque n’est pas plein.`,
    en: `The folder ${home} cannot be used (${why}). Check that it is yours and that the disk is not full.`,
  });
}
