import { queryOptions } from '@tanstack/react-query';
import { api } from '../../kit/api.ts';
import type { ConversationAnswer, ConversationsAnswer } from './shapes.ts';

/** Each read is a line in the log: coming back to the window writes none. */
const onceEach = { staleTime: 60_000, refetchOnWindowFocus: false, refetchOnReconnect: false } as const;

export const conversationsQuery = queryOptions({
  queryKey: ['conversations'],
  ...onceEach,
  queryFn: () => api<ConversationsAnswer>('GET', '/api/carnet/conversations'),
});

export const conversationQuery = (id: string, before?: number) =>
  queryOptions({
    queryKey: ['conversation', id, before ?? 0],
    ...onceEach,
    queryFn: () =>
      api<ConversationAnswer>(
        'GET',
        `/api/carnet/conversations/${encodeURIComponent(id)}${before === undefined ? '' : `?before=${before}`}`,
      ),
  });
