import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { api } from '../../kit/api.ts';
import type { ProfileAnswer } from '../../kit/profile/shapes.ts';
import type { Entry } from './entry.ts';

export interface OwnProfile extends ProfileAnswer {
  /** Whether who is at the screen may add, change and remove. */
  readonly mayEnter: boolean;
}

export const profileQuery = queryOptions({
  queryKey: ['profile'],
  queryFn: () => api<OwnProfile>('GET', '/api/carnet/profile'),
});

/** With the profile: what changes one changes the other. */
export const measuresKey = ['profile', 'measures'] as const;
export const measuresAddress = '/api/carnet/profile/measures';

/** What was entered is read when its form opens: it may have been changed elsewhere. */
export const entryQuery = (id: string) =>
  queryOptions({
    queryKey: ['profile', 'entry', id],
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
    queryFn: () => api<Entry>('GET', addressOfEntry(id)),
  });

export const addressOfEntry = (id: string): string => `/api/carnet/profile/entries/${encodeURIComponent(id)}`;

/** What the person said changes what is to be done, and their log. */
export function readAgain(client: QueryClient): Promise<unknown> {
  return Promise.all(['profile', 'prevention', 'todo', 'log'].map((key) => client.invalidateQueries({ queryKey: [key] })));
}

/** The page of a document of this carnet. */
export const documentAddress = (id: string): string => `/sante/documents/${id}`;
