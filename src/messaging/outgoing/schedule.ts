import type { Carried } from './carrier.ts';

const minute = 60_000;

/** When the queue tries, tells and gives up: RFC 5321 §4.5.4.1 asks for at least 30 minutes in the long run, and 4 to 5 days in all. */
export const schedule = {
  /** After the first failed attempt, the second…; the last one holds for all that follow. */
  retryAfterMinutes: [2, 5, 15, 30, 60, 120, 240],
  delayNoticeAfterMinutes: 4 * 60,
  givenUpAfterMinutes: 5 * 24 * 60,
  /** A claimed row is nobody else's for this long; longer than a carrier may take. */
  leaseMinutes: 15,
  /** When its sender could not be told (mailbox full, for example). */
  tellAgainAfterMinutes: 60,
  connectionsPerDomain: 4,
  connections: 16,
  recipientsAtOnce: 100,
} as const;

export type Notify = readonly ('never' | 'success' | 'failure' | 'delay')[];
/** What the sender is told: `delivered` by a mailbox here, `relayed` to an operator that reports nothing itself. */
export type Tell = 'failed' | 'delivered' | 'relayed' | 'delayed';

/** One recipient of one message in the queue, under its claim. */
export interface Attempt {
  readonly since: Date;
  /** This one included. */
  readonly attempts: number;
  /** Its sender was told of the delay. */
  readonly delayed: boolean;
  /** Whoever sent it; '' for what is never reported. */
  readonly from: string;
  readonly notify: Notify | undefined;
}

export interface Settled {
  readonly state: 'waiting' | 'delivered' | 'failed';
  /** When it is tried again, while it waits. */
  readonly nextAt: Date;
  readonly tell: Tell | undefined;
  readonly reply: string;
}

/**
 * What an attempt leads to. Pure. A recipient ends in `delivered` or `failed`, once; what its sender is told is what they asked for (RFC 3461 §4.1:
 * without NOTIFY, of failures, and of delays). `reports`: the other operator tells of success by itself.
 */
export function settle(
  attempt: Attempt,
  { outcome, reply }: Pick<Carried, 'outcome' | 'reply'>,
  reports: boolean,
  at: Date,
): Settled {
  const { from, notify } = attempt;
  const wants = (what: 'success' | 'failure' | 'delay'): boolean => from !== '' && wanted(notify, what);
  if (outcome === 'delivered') {
    return { state: 'delivered', nextAt: at, tell: wants('success') && !reports ? 'relayed' : undefined, reply };
  }
  const failed = (why: string): Settled => ({
    state: 'failed',
    nextAt: at,
    tell: wants('failure') ? 'failed' : undefined,
    reply: why,
  });
  if (outcome === 'permanent') return failed(reply);
  const end = after(attempt.since, schedule.givenUpAfterMinutes);
  if (at >= end) return failed(`${givenUp} ${reply}`.slice(0, 500));
  const notice = after(attempt.since, schedule.delayNoticeAfterMinutes);
  const tell = !attempt.delayed && at >= notice && wants('delay') ? 'delayed' : undefined;
  const pause = schedule.retryAfterMinutes[Math.min(attempt.attempts, schedule.retryAfterMinutes.length) - 1] ?? 240;
  // neither the notice nor the end waits for a long pause
  const soonest = Math.min(...[after(at, pause), end, ...(at < notice ? [notice] : [])].map((one) => one.getTime()));
  return { state: 'waiting', nextAt: new Date(soonest), tell, reply };
}

/** RFC 3461 §4.1. */
export function wanted(notify: Notify | undefined, what: 'success' | 'failure' | 'delay'): boolean {
  return notify === undefined ? what !== 'success' : notify.includes(what);
}

/** Stands before the last reply when the time is over; RFC 3463 4.4.7. */
export const givenUp = '450 4.4.7 not delivered in 5 days; last answer:';

export const after = (from: Date, minutes: number): Date => new Date(from.getTime() + minutes * minute);
