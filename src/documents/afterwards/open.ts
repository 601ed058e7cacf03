import type { RecordId } from '#kernel';
import { warmUnits } from '../extract/index.ts';
import { depositedTopic } from '../register.ts';
import { catchUp, isBehind } from './catchUp.ts';
import { type AfterwardsDesk, indexWords, understand } from './understand.ts';

export const catchUpTopic = 'documents.catch-up';

interface Message {
  readonly record: RecordId;
  readonly payload: Readonly<Record<string, unknown>>;
}

export interface Afterwards {
  /** By topic: what is done after a deposit, and for documents that an earlier Socle did not understand. Each accepts a message twice. */
  readonly handlers: Readonly<Record<string, (message: Message) => Promise<void>>>;
  /** Once the jobs run: has the documents of earlier versions understood in the background. */
  begin(): Promise<void>;
}

export interface AfterwardsGround {
  readonly desk: AfterwardsDesk;
  readonly clock: () => Date;
  readonly later: (topic: string, key: string, payload: Readonly<Record<string, unknown>>, at: Date) => Promise<void>;
}

/**
 * What is done with a document after its deposit was answered. Facts are drawn from one document at a time in this process: trees are large, and
 * those who wait for an answer share the thread. Words come after them, and keep no other document waiting.
 */
export function openAfterwards({ desk, clock, later }: AfterwardsGround): Afterwards {
  let last: Promise<unknown> = Promise.resolve();
  const alone = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
  const understood = async (record: RecordId, n: number): Promise<void> =>
    indexWords(desk, record, n, await alone(() => understand(desk, record, n, clock())));
  const goOn = (): Promise<void> => later(catchUpTopic, catchUpTopic, {}, clock());
  return {
    handlers: {
      [depositedTopic]: ({ record, payload }) => understood(record, Number(payload.n)),
      [catchUpTopic]: async () => {
        if (await catchUp(desk, understood)) await goOn();
      },
    },
    async begin() {
      setImmediate(warmUnits);
      if (await isBehind(desk)) await goOn();
    },
  };
}
