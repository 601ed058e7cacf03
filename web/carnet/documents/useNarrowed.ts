import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../kit/api.ts';
import type { CountedCategory, DocumentSummary, FoundAnswer } from '../../kit/shapes.ts';

/** What the list is narrowed by besides its category, which stands in the address. */
export interface Narrowing {
  readonly year?: number;
  readonly author?: string;
}

export type ListedDocument = DocumentSummary & {
  readonly exact?: boolean;
  readonly snippet?: string;
  readonly highlights?: readonly (readonly [number, number])[];
};

export interface NarrowedAnswer {
  readonly items: readonly ListedDocument[];
  readonly next?: string;
  readonly total: number;
  readonly categories: readonly CountedCategory[];
  readonly years: readonly { readonly year: number; readonly count: number }[];
  readonly authors: readonly { readonly name: string; readonly count: number }[];
  readonly unread?: FoundAnswer['unread'];
  /** False when words were typed, none of which can be looked for. */
  readonly asked?: boolean;
  readonly cut: boolean;
}

/** A name of a doctor may say of what one is ill: it is in no address; whoever comes back by « Précédent » finds it as long as the page remembers. */
export function useNarrowing(): [Narrowing, (next: Narrowing) => void] {
  const client = useQueryClient();
  const entry = useLocation({ select: ({ state }) => (state as { __TSR_key?: string }).__TSR_key ?? '' });
  const key = ['narrowing', entry];
  const [narrowing, setNarrowing] = useState<Narrowing>(() => client.getQueryData<Narrowing>(key) ?? {});
  return [
    narrowing,
    (next) => {
      client.setQueryData(key, next);
      setNarrowing(next);
    },
  ];
}

const freshMs = 120_000;

/** The documents as they are narrowed, page after page; what was there stays until the next is. */
export function useNarrowed(words: string, category: string | undefined, narrowing: Narrowing) {
  const asked = {
    ...(words === '' ? {} : { words }),
    ...(category === undefined ? {} : { category }),
    ...narrowing,
  };
  return useInfiniteQuery({
    queryKey: ['documents', 'narrowed', asked],
    // The look of who acts for somebody is a line in that person’s log: coming back to the window must not write another one.
    // What was found is shown again without asking to whoever comes back from a document.
    staleTime: ({ state }: { state: { data: { pages: readonly NarrowedAnswer[] } | undefined } }) =>
      words === '' || state.data?.pages.some(({ unread }) => (unread?.waiting ?? 0) > 0) ? 0 : freshMs,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    placeholderData: keepPreviousData,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      api<NarrowedAnswer>(
        'POST',
        '/api/carnet/documents/list',
        { ...asked, ...(pageParam === undefined ? {} : { after: pageParam }) },
        signal,
      ),
    getNextPageParam: (last) => last.next,
  });
}
