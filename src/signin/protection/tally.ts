/** Tells at once what happens for the first time in a minute; what follows in that minute is counted and told together at its end. */
export interface Tally {
  note(key: string): Promise<void>;
  /** Tells what is counted and not told yet. */
  flush(): Promise<void>;
}

const windowSeconds = 60;
const most = 10_000;

/**
 * For what anybody can cause as often as they like: a log must say it, and must not be filled by it. `tell` gets the number of times; a fault of it is
 * thrown at the first time and swallowed later. What a server counted and did not tell is lost if it is killed.
 */
export function openTally(tell: (key: string, times: number) => Promise<void>): Tally {
  const counts = new Map<string, { times: number; readonly timer: NodeJS.Timeout }>();
  const end = async (key: string): Promise<void> => {
    const found = counts.get(key);
    counts.delete(key);
    clearTimeout(found?.timer);
    if (found === undefined || found.times === 0) return;
    await tell(key, found.times).catch(() => undefined);
  };
  return {
    async note(key) {
      const found = counts.get(key);
      if (found !== undefined) {
        found.times += 1;
        return;
      }
      if (counts.size >= most) await end(counts.keys().next().value ?? '');
      const timer = setTimeout(() => void end(key), windowSeconds * 1000);
      timer.unref();
      counts.set(key, { times: 0, timer });
      await tell(key, 1);
    },
    async flush() {
      await Promise.all([...counts.keys()].map(end));
    },
  };
}
