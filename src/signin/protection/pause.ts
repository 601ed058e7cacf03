/** What was counted of one source, or of all together. */
export interface Count {
  readonly failures: number;
  readonly last_at: Date;
}

export interface Counts {
  readonly own: Count | undefined;
  /** Of the account, over all sources that it does not know. */
  readonly all: Count | undefined;
  /** The device was on this account before. */
  readonly known: boolean;
}

/** From so many failures, together and in a row, an account is taken to be under attack. */
const besiegedFrom = 50;
const usual = { free: 3, first: 1, longest: 60, forget: 900 };
/** Whoever sits before their own device mistypes; the device proves itself by a cookie. */
const ownDevice = { ...usual, free: 10 };
const besieged = { free: 1, first: 60, longest: 3600, forget: 7200 };

/**
 * Seconds to wait from `at`, 0 when there is nothing to wait for; after how many seconds without a failure all is forgotten; and what counts now.
 * Three failures are free, then 1, 2, 4 … 60 s. On an account under attack a source that is not known has one attempt, then 1, 2, 4 … 60 minutes.
 */
export function pauseOf({ own, all, known }: Counts, at: Date): { pause: number; forget: number; failures: number } {
  const fresh = (count: Count | undefined, forget: number): number =>
    count === undefined || count.last_at.getTime() + forget * 1000 < at.getTime() ? 0 : count.failures;
  const rule = known ? ownDevice : fresh(all, usual.forget) >= besiegedFrom ? besieged : usual;
  const failures = fresh(own, rule.forget);
  if (own === undefined || failures < rule.free) return { pause: 0, forget: rule.forget, failures };
  const seconds = Math.min(rule.first * 2 ** Math.min(failures - rule.free, 20), rule.longest);
  const pause = Math.max(0, Math.ceil((own.last_at.getTime() - at.getTime()) / 1000 + seconds));
  return { pause, forget: rule.forget, failures };
}
