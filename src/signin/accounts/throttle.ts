/** Slows down who keeps failing: each login and address pair has its own count, so nobody can lock somebody else out. */
export interface Throttle {
  /** Seconds to wait before this pair may try again; 0 when it may. */
  wait(login: string, address: string): number;
  failed(login: string, address: string): void;
  succeeded(login: string, address: string): void;
}

const free = 3;
const longestSeconds = 60;
const forgetSeconds = 900;
const size = 50_000;

/** After three failures: 1, 2, 4 … up to 60 s between attempts; forgotten after 15 minutes. One count per server. */
export function openThrottle(clock: () => Date): Throttle {
  const counts = new Map<string, { readonly failures: number; readonly last: number }>();
  const now = () => clock().getTime() / 1000;
  const keyOf = (login: string, address: string) => `${login}\n${address}`;
  const current = (key: string) => {
    const found = counts.get(key);
    if (found === undefined || found.last + forgetSeconds > now()) return found;
    counts.delete(key);
    return undefined;
  };
  return {
    wait(login, address) {
      const found = current(keyOf(login, address));
      if (found === undefined || found.failures < free) return 0;
      const pause = Math.min(2 ** (found.failures - free), longestSeconds);
      return Math.max(0, Math.ceil(found.last + pause - now()));
    },
    failed(login, address) {
      const key = keyOf(login, address);
      const failures = (current(key)?.failures ?? 0) + 1;
      counts.delete(key);
      if (counts.size >= size) counts.delete(counts.keys().next().value ?? '');
      counts.set(key, { failures, last: now() });
    },
    succeeded: (login, address) => void counts.delete(keyOf(login, address)),
  };
}
