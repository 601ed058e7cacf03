import { Refusal } from '#kernel';
import type { Outbox, OutboxMessage } from '#store';

/** What empties the outbox, one round at a time in this process. */
export interface Drain {
  /** When all that waits now has been handed over; who asks while a round is under way waits for the next. */
  all(): Promise<void>;
  /** When nothing is under way. */
  ended(): Promise<void>;
}

type Deliver = (messages: readonly OutboxMessage[]) => Promise<void>;

/** Hands everything to `first`; messages with which it fails go to `otherwise`. */
export function openDrain(outbox: Outbox, first: Deliver, otherwise: Deliver, log: (line: string) => void): Drain {
  let asked = false;
  let rounds: Promise<void> | undefined;
  const round = async (): Promise<void> => {
    for (let more = true; more; ) {
      try {
        more = await outbox.drain(first);
      } catch (error) {
        if (error instanceof Refusal && error.code === 'store.unavailable') throw error;
        log(`jobs: messages failed together, each is tried alone: ${String(error).slice(0, 200)}`);
        more = await outbox.drain(otherwise);
      }
    }
  };
  const all = async (): Promise<void> => {
    try {
      while (asked) {
        asked = false;
        await round();
      }
    } catch {
      log('jobs: the outbox cannot be read now; trying again');
    } finally {
      rounds = undefined;
    }
  };
  return {
    all() {
      asked = true;
      rounds ??= all();
      return rounds;
    },
    ended: async () => rounds,
  };
}
