import { queryOptions } from '@tanstack/react-query';
import { api } from '../kit/api.ts';

/** An access that the person does not recognise, and the operator's answer: `/api/carnet/contests`. */
export interface Case {
  readonly id: string;
  /** The line of the log. */
  readonly seq: number;
  readonly state: 'open' | 'answered';
  readonly openedAt: string;
  readonly dueAt: string;
  readonly words?: string;
  readonly about: { readonly at: string; readonly name: string; readonly structure?: string };
  readonly answer?: string;
  readonly answeredAt?: string;
  readonly answeredBy?: string;
}

export const casesQuery = queryOptions({
  queryKey: ['contests'],
  queryFn: () => api<readonly Case[]>('GET', '/api/carnet/contests'),
});
