import type { Keys } from '#store';
import type { Kind } from './back.ts';
import { entryLost } from './refusals.ts';

/** A sign-in under way, kept by the browser that started it: sealed, for ten minutes. */
export interface Entry {
  readonly kind: Kind;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly back: string;
  /** Milliseconds of the epoch. */
  readonly at: number;
}

export const entrySeconds = 600;
const purpose = 'entrance/entry';

export function sealEntry(keys: Keys, entry: Entry): string {
  return keys.seal(purpose, Buffer.from(JSON.stringify(entry))).toString('base64url');
}

/** Refuses `session.entry-lost` for a cookie that is absent, old, altered or of another sign-in. */
export function openEntry(keys: Keys, sealed: string | undefined, state: string, now: Date): Entry {
  let entry: Entry | undefined;
  try {
    entry = JSON.parse(keys.unseal(purpose, Buffer.from(sealed ?? '', 'base64url')).toString('utf8')) as Entry;
  } catch {
    throw entryLost();
  }
  if (entry.state !== state || entry.at + entrySeconds * 1000 < now.getTime()) throw entryLost();
  return entry;
}
