import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { api } from '../../kit/api.ts';
import { patientBase, patientQuery } from '../queries.ts';
import type { ChronologyAnswer, Narrowed } from './shapes.ts';

/** Each look is a line in the person's log: coming back to the screen shows what was read. */
const freshMilliseconds = 120_000;

export function useChronology(record: string, asked: Narrowed, enabled: boolean) {
  return useInfiniteQuery({
    // Under the documents: what is told to have come makes it read again.
    queryKey: [...patientQuery(record).queryKey, 'documents', 'chronology', asked],
    enabled,
    staleTime: freshMilliseconds,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    placeholderData: keepPreviousData,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api<ChronologyAnswer>(
        'POST',
        `${patientBase(record)}/chronology`,
        pageParam === undefined ? asked : { ...asked, after: pageParam },
        signal,
      ),
    getNextPageParam: (last) => last.next,
  });
}

const wide = '(min-width: 68rem)';

/** Room for a document beside the list. */
export function useIsWide(): boolean {
  return useSyncExternalStore(
    (tell) => {
      const query = window.matchMedia(wide);
      query.addEventListener('change', tell);
      return () => query.removeEventListener('change', tell);
    },
    () => window.matchMedia(wide).matches,
  );
}
