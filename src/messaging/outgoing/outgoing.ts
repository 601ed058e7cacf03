import type { Call } from '#kernel';
import type { Tx } from '#store';
import { attempt } from './attempt.ts';
import type { Group, OutgoingParts } from './desk.ts';
import { enqueue, type ToSend } from './enqueue.ts';
import { dueGroups, toTell } from './outgoing.sql.ts';
import { type QueueState, queueState, retryNow } from './queue.ts';
import { schedule } from './schedule.ts';
import { tellSender } from './tell.ts';

/**
 * The queue to other operators. A message that was accepted is either delivered, or its sender is told: rows wait in the sender's home until then,
 * and any server of the database works at them.
 */
export interface Outgoing {
  /** See {@link enqueue}: inside the walk's transaction. */
  enqueue(tx: Tx, send: ToSend): void;
  /** Refuses `messaging.operator-only`. */
  queue(call: Call): Promise<QueueState>;
  /** Refuses `messaging.operator-only`. */
  retry(call: Call, domain: string): Promise<number>;
  /** When all that is due now was tried and told; for tests and commands. */
  settle(): Promise<void>;
  /** When what is under way has ended; what waits stays. */
  close(): Promise<void>;
}

const look = 2000;

export function openOutgoing(parts: OutgoingParts): Outgoing {
  const rounds = openRounds(parts);
  const timer = parts.idle === true ? undefined : setInterval(rounds.look, look);
  timer?.unref();
  return {
    enqueue(tx, send) {
      enqueue(tx, send);
      if (timer !== undefined) tx.afterCommit(rounds.look);
    },
    queue: (call) => queueState(parts, call),
    async retry(call, domain) {
      const tried = await retryNow(parts, call, domain);
      if (timer !== undefined) rounds.look();
      return tried;
    },
    settle: rounds.settle,
    async close() {
      clearInterval(timer);
      await rounds.close();
    },
  };
}

/** Looks for what is due, and works at it within the bounds of {@link schedule}: so many connections in all, so many to a domain. */
function openRounds(parts: OutgoingParts) {
  const under = new Map<string, number>();
  const working = new Set<Promise<void>>();
  let closed = false;
  let again = false;
  let looking: Promise<number> | undefined;

  const busy = (): string[] => [...under].flatMap(([domain, n]) => (n >= schedule.connectionsPerDomain ? [domain] : []));
  const begin = (group: Group): void => {
    under.set(group.domain, (under.get(group.domain) ?? 0) + 1);
    const work = attempt(parts, group)
      .catch((error: unknown) => parts.log(`outgoing: what was sent could not be noted: ${String(error).slice(0, 200)}`))
      .then(() => {
        const left = (under.get(group.domain) ?? 1) - 1;
        if (left === 0) under.delete(group.domain);
        else under.set(group.domain, left);
        working.delete(work);
        void round();
      });
    working.add(work);
  };
  /** Gives how much was found to do. */
  const once = async (): Promise<number> => {
    const free = schedule.connections - working.size;
    const groups = free <= 0 ? [] : await parts.store.query<Group>(dueGroups, [parts.clock(), busy()]);
    let begun = 0;
    for (const group of groups) {
      if (begun >= free) break;
      if ((under.get(group.domain) ?? 0) >= schedule.connectionsPerDomain) continue;
      begin(group);
      begun += 1;
    }
    const tells = await parts.store.query<Omit<Group, 'domain'>>(toTell, [parts.clock()]);
    for (const tell of tells) if (!closed) await tellSender(parts, tell);
    return begun + tells.length;
  };
  const round = async (): Promise<number> => {
    again = true;
    looking ??= (async () => {
      let found = 0;
      try {
        while (again && !closed) {
          again = false;
          found += await once();
        }
      } catch (error) {
        parts.log(`outgoing: the queue cannot be read now: ${String(error).slice(0, 200)}`);
      } finally {
        looking = undefined;
      }
      return found;
    })();
    return looking;
  };
  return {
    look: () => void round(),
    async settle() {
      do {
        await Promise.all(working);
      } while ((await round()) > 0 || working.size > 0);
    },
    async close() {
      closed = true;
      await looking;
      await Promise.all(working);
    },
  };
}
