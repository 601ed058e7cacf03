import { type InfiniteData, type UseInfiniteQueryResult, useInfiniteQuery } from '@tanstack/react-query';
import { api } from './api.ts';
import type { DocumentListAnswer } from './shapes.ts';

/** A list of documents, page after page, newest first. `base` is the address of the list in the API. */
export function usePagedDocuments(
  key: readonly string[],
  base: string,
  category: string | undefined,
  enabled = true,
): UseInfiniteQueryResult<InfiniteData<DocumentListAnswer>> {
  return useInfiniteQuery({
    queryKey: [...key, category ?? ''],
    enabled,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => {
      const query = new URLSearchParams();
      if (category !== undefined) query.set('category', category);
      if (pageParam !== undefined) query.set('cursor', pageParam);
      return api<DocumentListAnswer>('GET', query.size ? `${base}${base.includes('?') ? '&' : '?'}${query}` : base);
    },
    getNextPageParam: (last) => last.next,
  });
}
