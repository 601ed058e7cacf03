import { setImmediate as yielded } from 'node:timers/promises';

/** Milliseconds: nobody who waits for an answer notices. */
const longestTurn = 10;

/** Does a piece of work that can pause, letting those who wait for this thread go first each time that it had it for 10 ms. */
export async function inTurns<T>(work: Generator<void, T>): Promise<T> {
  let from = performance.now();
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    if (performance.now() - from < longestTurn) continue;
    await yielded();
    from = performance.now();
  }
}
