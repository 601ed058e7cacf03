import { queryOptions } from '@tanstack/react-query';
import { api } from '../kit/api.ts';
import { mailBase } from './mail/queries.ts';
import type { Patient } from './shapes.ts';

/**
 * Somebody whom this professional saw, and how much is new since: lines of the chronology; `fresh` is absent when access is over. With `more`, so
 * much came that it is the least.
 */
export interface SeenPerson {
  readonly patient: Patient;
  readonly at: string;
  readonly fresh?: number;
  readonly more?: true;
}

/** All that begins with `day` is read again when one comes back to it. */
export const peopleQuery = queryOptions({
  queryKey: ['day', 'people'],
  queryFn: () => api<{ items: readonly SeenPerson[] }>('GET', '/api/pro/day/people'),
});

/** Somebody who is expected today. */
export interface ExpectedPerson {
  readonly id: string;
  readonly at: string;
  readonly until: string;
  readonly cancelled?: true;
  readonly patient: Patient;
}

/** The day of the reader's clock: two instants. */
export function appointmentsQuery(day: string) {
  const from = new Date(`${day}T00:00`);
  const to = new Date(from);
  to.setDate(to.getDate() + 1);
  const asked = new URLSearchParams({ from: from.toISOString(), to: to.toISOString() });
  return queryOptions({
    queryKey: ['day', 'appointments', day],
    queryFn: () => api<{ items: readonly ExpectedPerson[] }>('GET', `/api/pro/day/appointments?${asked}`),
  });
}

/** How many documents received by message wait to be filed in a record. */
export const toFileQuery = (mailbox: string) =>
  queryOptions({
    queryKey: ['mail', mailbox, 'filing', 'waiting'],
    queryFn: async () => {
      const { counts } = await api<{ counts: { readonly waiting?: number } }>('GET', `${mailBase(mailbox)}/filing?state=waiting`);
      return counts.waiting ?? 0;
    },
  });
