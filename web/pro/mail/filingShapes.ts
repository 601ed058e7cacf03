import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from '../../kit/api.ts';
import type { Sentence } from '../../kit/shapes.ts';

export const filingStates = ['waiting', 'under-way', 'filed', 'known', 'refused', 'dismissed'] as const;
export type FilingState = (typeof filingStates)[number];

/** What became of the documents of a message: `/api/pro/mail/:mailbox/filing`. */
export interface Filing {
  readonly content: number;
  readonly state: FilingState;
  readonly at: string;
  readonly sender?: string;
  readonly subject?: string;
  readonly arrivedAt?: string;
  readonly patient?: { readonly name: string; readonly birthDate?: string; readonly sex?: string };
  readonly record?: string;
  readonly documents: readonly {
    readonly title: string;
    readonly type?: string;
    readonly path: string;
    readonly check?: { readonly outcome: 'passed' | 'failed'; readonly errors: number; readonly warnings: number };
  }[];
  readonly ids: readonly string[];
  readonly refusal?: {
    readonly code: string;
    readonly sentence?: Sentence;
    readonly ans: { readonly code: string; readonly label: string };
  };
  readonly by?: string;
  readonly reason?: string;
}

export interface FilingsAnswer {
  readonly items: readonly Filing[];
  readonly more: boolean;
  readonly counts: Partial<Record<FilingState, number>>;
}

export const shelves = {
  todo: ['waiting', 'refused', 'under-way'],
  done: ['filed', 'known'],
  dismissed: ['dismissed'],
} as const satisfies Record<string, readonly FilingState[]>;
export type Shelf = keyof typeof shelves;

export const filingBase = (mailbox: string) => `/api/pro/mail/${encodeURIComponent(mailbox)}/filing`;

/** The keys begin with `mail`: all that does is read again when something changed in a mailbox. */
export const filingsQuery = (mailbox: string, shelf: Shelf) =>
  infiniteQueryOptions({
    queryKey: ['mail', mailbox, 'filings', shelf],
    queryFn: ({ pageParam }) =>
      api<FilingsAnswer>(
        'GET',
        `${filingBase(mailbox)}?state=${shelves[shelf].join(',')}${pageParam === 0 ? '' : `&before=${pageParam}`}`,
      ),
    initialPageParam: 0,
    getNextPageParam: ({ items, more }) => (more ? items.at(-1)?.content : undefined),
  });

export const filingQuery = (mailbox: string, content: number) =>
  queryOptions({
    queryKey: ['mail', mailbox, 'filing', content],
    queryFn: () => api<{ filing: Filing | null }>('GET', `${filingBase(mailbox)}/${content}`),
  });
