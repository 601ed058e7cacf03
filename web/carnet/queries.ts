import { keepPreviousData, type QueryClient, queryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { api } from '../kit/api.ts';
import type { LiveEvent } from '../kit/live.ts';
import type { ResultsAnswer } from '../kit/results/shapes.ts';
import type { DocumentDetail } from '../kit/shapes.ts';
import type { Account } from './connection/shapes.ts';
import { type LogFilter, queryOf } from './logFilter.ts';
import type { Messaging } from './messages/shapes.ts';
import type { Access, AppsAnswer, Home, LogAnswer, Mandates, Profiles, Todo } from './shapes.ts';
import type { SharesAnswer } from './share/shapes.ts';

/** What the carnet reads, each under its own key. */
export const homeQuery = queryOptions({ queryKey: ['home'], queryFn: () => api<Home>('GET', '/api/carnet/home') });

/** What there is to do comes from many places: it is asked apart, and holds nothing else. */
export const todoQuery = queryOptions({
  queryKey: ['todo'],
  queryFn: () => api<{ readonly items: readonly Todo[] }>('GET', '/api/carnet/todo'),
});

export const documentQuery = (id: string) =>
  queryOptions({
    queryKey: ['document', id],
    // Each read of a document is a line in the log: coming back to the window must not write another one.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    queryFn: () => api<DocumentDetail>('GET', `/api/carnet/documents/${encodeURIComponent(id)}`),
  });

export const resultsQuery = queryOptions({
  queryKey: ['results'],
  queryFn: () => api<ResultsAnswer>('GET', '/api/carnet/results'),
});

export const accessQuery = queryOptions({ queryKey: ['access'], queryFn: () => api<Access>('GET', '/api/carnet/access') });

export const mandatesQuery = queryOptions({
  queryKey: ['mandates'],
  queryFn: () => api<Mandates>('GET', '/api/carnet/mandates'),
});

export const profilesQuery = queryOptions({
  queryKey: ['profiles'],
  queryFn: () => api<Profiles>('GET', '/api/carnet/profiles'),
});

export const sharesQuery = queryOptions({
  queryKey: ['shares'],
  queryFn: () => api<SharesAnswer>('GET', '/api/carnet/shares'),
});

export const accountQuery = queryOptions({
  queryKey: ['account'],
  queryFn: () => api<Account>('GET', '/api/carnet/account'),
});
export const appsQuery = queryOptions({
  queryKey: ['apps'],
  queryFn: () => api<AppsAnswer>('GET', '/api/carnet/apps'),
});

/** While another part of the log is on its way, the one before stays. */
export function useLog(filter: LogFilter) {
  const query = queryOf(filter).toString();
  return useInfiniteQuery({
    queryKey: ['log', query],
    initialPageParam: undefined as number | undefined,
    queryFn: ({ pageParam }) =>
      api<LogAnswer>('GET', `/api/carnet/log?${query}${pageParam === undefined ? '' : `&before=${pageParam}`}`),
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });
}

/** How messages are set, and in how many conversations something is unread. */
export const messagingQuery = queryOptions({
  queryKey: ['messaging'],
  queryFn: () => api<Messaging>('GET', '/api/carnet/messaging'),
});

const touched: Record<LiveEvent, readonly string[]> = {
  document: ['home', 'todo', 'profile', 'prevention', 'appointments', 'documents', 'found', 'results', 'log'],
  access: ['home', 'todo', 'access', 'shares', 'log', 'contests'],
  rights: [
    'home',
    'todo',
    'access',
    'mandates',
    'profiles',
    'profile',
    'documents',
    'found',
    'results',
    'log',
    'contests',
    'conversations',
    'conversation',
    'messaging',
  ],
  message: ['todo', 'conversations', 'conversation', 'messaging', 'log'],
};

/** Reads again what an event may have changed; only what is on the screen is asked at once. */
export async function refresh(client: QueryClient, event: LiveEvent): Promise<void> {
  const again = (): Promise<unknown> => Promise.all(touched[event].map((key) => client.invalidateQueries({ queryKey: [key] })));
  await again();
  // A message is there before the conversation that it opens or closes: that is a job's work, a moment later.
  if (event === 'message') setTimeout(() => void again(), conversationSeconds * 1000);
}

const conversationSeconds = 1.5;
