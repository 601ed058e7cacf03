import { createHash, randomBytes } from 'node:crypto';
import type { Actor, Citizen, Delegate } from '#kernel';
import type { Store } from '#store';
import {
  endWebSession,
  findWebSession,
  putWebSession,
  renewWebSession,
  sweepWebSessions,
  touchWebSession,
} from '../signin.sql.ts';
import { parseActor } from '../tokens/claims.ts';
import type { Device } from './device.ts';

export interface WebSession {
  readonly actor: Actor;
  readonly startedAt: Date;
  /** Names the session and opens nothing: the hash of what the browser holds, 43 characters. */
  readonly name: string;
}

/** Sessions of the web spaces, kept on the server: the browser holds 256 random bits, the table only their hash. */
export interface WebSessions {
  /** A new session, always under a new id; gives the id for the cookie. */
  start(actor: Actor, device?: Device): Promise<string>;
  /** The session of a cookie, and notes that it is used; undefined after 30 minutes without use or 12 hours. */
  find(id: string): Promise<WebSession | undefined>;
  /**
   * The same person, acting for another or for themself again, under a new id, which it gives; the old one opens nothing any more. The
   * caller has made sure that they may.
   */
  become(id: string, actor: Citizen | Delegate): Promise<string>;
  end(id: string): Promise<void>;
  sweep(): Promise<void>;
}

export const idleSeconds = 30 * 60;
export const wholeSeconds = 12 * 3600;
/** A session in use is not written at every request. */
const touchSeconds = 60;

export function openWebSessions(store: Store, clock: () => Date): WebSessions {
  const keyOf = (id: string): Buffer => createHash('sha256').update(id).digest();
  const before = (at: Date, seconds: number): Date => new Date(at.getTime() - seconds * 1000);
  return {
    async start(actor, device) {
      const id = randomBytes(32).toString('base64url');
      const person = actor.kind === 'citizen' ? actor.record : actor.kind === 'delegate' ? actor.id : null;
      const shown = device === undefined ? '' : `${device.browser}|${device.system}`;
      await store.query(putWebSession, [keyOf(id), JSON.stringify(actor), clock(), person, shown]);
      return id;
    },
    async find(id) {
      if (!/^[\w-]{43}$/.test(id)) return undefined;
      const at = clock();
      const limits = [before(at, wholeSeconds), before(at, idleSeconds)];
      const [row] = await store.query<{ actor: string; created_at: Date; seen_at: Date }>(findWebSession, [keyOf(id), ...limits]);
      if (row === undefined) return undefined;
      if (row.seen_at < before(at, touchSeconds)) await store.query(touchWebSession, [keyOf(id), at]);
      const actor = parseActor(JSON.parse(row.actor));
      return actor === undefined ? undefined : { actor, startedAt: row.created_at, name: keyOf(id).toString('base64url') };
    },
    async become(id, actor) {
      const next = randomBytes(32).toString('base64url');
      await store.transaction(async (tx) => {
        tx.write(renewWebSession, [keyOf(id), keyOf(next), JSON.stringify(actor)]);
        tx.write(endWebSession, [keyOf(id)]);
      });
      return next;
    },
    async end(id) {
      await store.query(endWebSession, [keyOf(id)]);
    },
    async sweep() {
      const at = clock();
      await store.query(sweepWebSessions, [before(at, idleSeconds), before(at, wholeSeconds)]);
    },
  };
}
