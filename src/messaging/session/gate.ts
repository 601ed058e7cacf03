import { setTimeout as sleep } from 'node:timers/promises';
import { addressBlock, pauseOf } from '#signin';

/** Slows down who fails to sign in, by mail as on the pages of sign-in. */
export interface Gate {
  /** Seconds to wait before the next attempt from here on this mailbox; 0 when it may be made. */
  pause(remote: string, mailbox: string): number;
  /** Counts a failure, and answers it slowly once there were several; ends at once when `signal` does. */
  failed(remote: string, mailbox: string, signal?: AbortSignal): Promise<void>;
  succeeded(remote: string, mailbox: string): void;
}

interface Count {
  readonly failures: number;
  readonly last_at: Date;
}

/** A whole house stands behind one address: as many as forms of the pages of sign-in. */
const house = { burst: 200, perSecond: 10 };
const most = 50_000;
/** So many wait at once; who comes beyond is answered at once, since waiting costs us too. */
const mostHeld = 200;
const freeFailures = 3;
const longestHoldSeconds = 5;

/**
 * Each mailbox counts apart for each address (IPv6: its first 64 bits): three failures are free, then 1, 2, 4 … 60 s, forgotten after a quarter
 * of an hour. All failures of one address share 200, then 10 a second. In memory: tokens and certificates cannot be guessed, so this
 * only spares the server; a success forgets what that mailbox failed.
 */
export function openGate(clock: () => Date): Gate {
  const counts = new Map<string, Count>();
  const houses = new Map<string, { readonly left: number; readonly at: number }>();
  let held = 0;
  const keyOf = (remote: string, mailbox: string): string => `${addressBlock(remote)} ${mailbox}`;
  const leftOf = (block: string): number => {
    const found = houses.get(block);
    if (found === undefined) return house.burst;
    return Math.min(house.burst, found.left + (clock().getTime() / 1000 - found.at) * house.perSecond);
  };
  return {
    pause(remote, mailbox) {
      if (leftOf(addressBlock(remote)) < 1) return 1;
      if (mailbox === '') return 0;
      return pauseOf({ own: counts.get(keyOf(remote, mailbox)), all: undefined, known: false }, clock()).pause;
    },
    async failed(remote, mailbox, signal) {
      const block = addressBlock(remote);
      put(houses, block, { left: Math.max(0, leftOf(block) - 1), at: clock().getTime() / 1000 });
      // Who names no mailbox must not make others wait who name none either.
      if (mailbox === '') return;
      const key = keyOf(remote, mailbox);
      const { failures } = pauseOf({ own: counts.get(key), all: undefined, known: false }, clock());
      put(counts, key, { failures: failures + 1, last_at: clock() });
      const seconds = failures < freeFailures ? 0 : Math.min(longestHoldSeconds, 2 ** (failures - freeFailures));
      if (seconds === 0 || held >= mostHeld) return;
      held += 1;
      await sleep(seconds * 1000, undefined, { ref: false, ...(signal === undefined ? {} : { signal }) }).catch(() => undefined);
      held -= 1;
    },
    succeeded: (remote, mailbox) => void counts.delete(keyOf(remote, mailbox)),
  };
}

/** The oldest goes when there is no room. */
function put<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  if (map.size >= most) map.delete(map.keys().next().value ?? '');
  map.set(key, value);
}
