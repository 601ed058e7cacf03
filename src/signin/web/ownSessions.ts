import type { Call, RecordId } from '#kernel';
import type { Store } from '#store';
import type { Ways } from '../accounts/ways.ts';
import { unknownWay } from '../refusals.ts';
import { endAllOf, endOneOf, webSessionsOf } from '../signin.sql.ts';
import type { SignInTrace } from '../trace.ts';
import { type Device, deviceWords } from './device.ts';
import { idleSeconds, wholeSeconds } from './sessions.ts';

/** A session of the carnet as its owner sees it in a list. */
export interface ListedSession {
  /** {@link WebSession.name}. */
  readonly name: string;
  readonly device: Device;
  readonly since: Date;
  /** To the minute. */
  readonly seen: Date;
}

/**
 * A citizen's own sessions of the web, acting for others or not. What ends one also ends what the provider remembers of every browser, so
 * that no application signs in again without being asked; what an application holds already is ended where applications are.
 */
export interface OwnSessions {
  /** The last used first; at most 50. */
  of(person: RecordId): Promise<readonly ListedSession[]>;
  /** Refuses `signin.unknown-way` when it is not theirs or is over. */
  end(call: Call, person: RecordId, name: string): Promise<void>;
  /** All but the one of that name; gives how many. */
  endOthers(call: Call, person: RecordId, but: string): Promise<number>;
}

export interface OwnSessionsParts {
  readonly store: Store;
  readonly ways: Pick<Ways, 'cut'>;
  readonly trace: SignInTrace;
  readonly clock: () => Date;
}

export function openOwnSessions({ store, ways, trace, clock }: OwnSessionsParts): OwnSessions {
  const shown = (device: string): Device => {
    const [browser = '', system = ''] = device.split('|');
    return { browser, system };
  };
  return {
    async of(person) {
      const before = (seconds: number): Date => new Date(clock().getTime() - seconds * 1000);
      const rows = await store.query<{ id: Buffer; created_at: Date; seen_at: Date; device: string }>(webSessionsOf, [
        person,
        before(wholeSeconds),
        before(idleSeconds),
      ]);
      return rows.map(({ id, created_at: since, seen_at: seen, device }) => {
        return { name: id.toString('base64url'), device: shown(device), since, seen };
      });
    },
    async end(call, person, name) {
      await store.transaction(async (tx) => {
        const [gone] = await tx.query<{ device: string }>(endOneOf, [person, Buffer.from(name, 'base64url')]);
        if (gone === undefined) throw unknownWay();
        await ways.cut(tx, person, call.at, false);
        await trace.changed(tx, call, person, { change: 'session-ended', name: deviceWords(shown(gone.device)) });
      });
    },
    async endOthers(call, person, but) {
      return store.transaction(async (tx) => {
        const ended = await tx.query(endAllOf, [person, Buffer.from(but, 'base64url')]);
        await ways.cut(tx, person, call.at, false);
        await trace.changed(tx, call, person, { change: 'sessions-ended', count: String(ended.length) });
        return ended.length;
      });
    },
  };
}
