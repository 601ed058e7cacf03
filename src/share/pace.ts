import { tooOften } from './refusals.ts';

const minute = 60_000;
const mostKept = 20_000;
const mayWait = 100;

/** Keeps what one link costs bounded, on this server: so many requests a minute, and its passcode tried by one at a time. */
export class Pace {
  readonly #counts = new Map<string, { since: number; count: number }>();
  readonly #turns = new Map<string, { last: Promise<unknown>; waiting: number }>();

  /** Refuses `share.too-often` after `most` in a minute. */
  count(name: string, at: Date, most: number): void {
    const now = at.getTime();
    const found = this.#counts.get(name);
    // A clock that was set back begins anew too.
    if (found === undefined || Math.abs(now - found.since) >= minute) {
      if (this.#counts.size >= mostKept) this.#counts.clear(); // a limit, not a ledger
      this.#counts.set(name, { since: now, count: 1 });
      return;
    }
    found.count += 1;
    if (found.count > most) throw tooOften();
  }

  /** Runs `work` after whoever came before under this name. Refuses `share.too-often` when 100 wait. */
  async inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
    const turn = this.#turns.get(name) ?? { last: Promise.resolve(), waiting: 0 };
    if (turn.waiting >= mayWait) throw tooOften();
    const mine = turn.last.then(work);
    const ended = mine.catch(() => undefined);
    this.#turns.set(name, { last: ended, waiting: turn.waiting + 1 });
    try {
      return await mine;
    } finally {
      const now = this.#turns.get(name);
      if (now !== undefined && now.waiting > 1) this.#turns.set(name, { ...now, waiting: now.waiting - 1 });
      else this.#turns.delete(name);
    }
  }
}
