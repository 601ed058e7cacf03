import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { api } from '../../kit/api.ts';
import type { PreventionLine, Relatives } from './shapes.ts';

export const preventionQuery = queryOptions({
  queryKey: ['prevention'],
  queryFn: () => api<{ lines: readonly PreventionLine[]; mayTell: boolean }>('GET', '/api/carnet/prevention'),
});

export const relativesQuery = queryOptions({
  queryKey: ['prevention', 'relatives'],
  queryFn: () => api<Relatives>('GET', '/api/carnet/prevention/relatives'),
});

/** What the person said changes what is to be done, here and on the home page, and their profile. */
export function readAgain(client: QueryClient): Promise<unknown> {
  return Promise.all(['prevention', 'todo', 'profile', 'log'].map((key) => client.invalidateQueries({ queryKey: [key] })));
}
