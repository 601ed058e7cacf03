import { randomBytes } from 'node:crypto';
import type { Store } from '#store';
import { readCookie } from './errand.ts';
import { addOutsideSession, sweepOutsideSessions, takeOutsideSession } from './federation.sql.ts';
import { isWay, type Way } from './outside.ts';

/** The sessions that people opened at a provider outside on their way here, so that leaving here leaves there too. */
export interface OutsideSessions {
  /** Keeps the token by which the session is ended; gives the cookie that finds it again. */
  open(way: Way, idToken: string, at: Date): Promise<string>;
  /** Whether this browser has one. */
  has(cookies: string | undefined): boolean;
  /** Takes it, once. */
  take(cookies: string | undefined, at: Date): Promise<{ readonly way: Way; readonly idToken: string } | undefined>;
  /** The cookie that forgets it. */
  readonly cleared: string;
  sweep(at: Date): Promise<void>;
}

/** As long as a session of ours may last, at most. */
const keptSeconds = 12 * 3600;
const purpose = 'signin/outside-session';

export function openOutsideSessions(store: Store, secure: boolean): OutsideSessions {
  const name = secure ? '__Host-socle_dehors' : 'socle_dehors';
  const cookie = (value: string, seconds: number): string =>
    `${name}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${secure ? '; Secure' : ''}`;
  const keyOf = (id: string): Buffer => store.keys.mac(purpose, Buffer.from(id));
  const oldest = (at: Date): Date => new Date(at.getTime() - keptSeconds * 1000);
  return {
    async open(way, idToken, at) {
      const id = randomBytes(24).toString('base64url');
      await store.query(addOutsideSession, [keyOf(id), way, store.keys.seal(purpose, Buffer.from(idToken)), at]);
      return cookie(id, keptSeconds);
    },
    has: (cookies) => readCookie(cookies, name) !== undefined,
    async take(cookies, at) {
      const id = readCookie(cookies, name);
      if (id === undefined) return undefined;
      const [row] = await store.query<{ way: string; sealed: Buffer }>(takeOutsideSession, [keyOf(id), oldest(at)]);
      if (row === undefined || !isWay(row.way)) return undefined;
      return { way: row.way, idToken: store.keys.unseal(purpose, row.sealed).toString('utf8') };
    },
    cleared: cookie('', 0),
    sweep: async (at) => void (await store.query(sweepOutsideSessions, [oldest(at)])),
  };
}
