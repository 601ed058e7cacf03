import type { Asked, Query } from '../search/index.ts';
import type { UnreadDocuments } from './desk.ts';
import type { Shown } from './stored.ts';

/** What is searched: a type, or with none every type; all of it or what is in a compartment. */
export interface SearchScope {
  readonly type?: string;
  readonly compartment?: { readonly type: string; readonly id: string };
}

export interface SearchWish {
  /** `Prefer: handling=lenient`: parameters that are not known are left out, and told. */
  readonly lenient?: boolean;
}

/** What a search, or an operation like it, gives. */
export interface SearchAnswer {
  /** Matches on all pages, exact, as far as the caller may see them; absent for `_total=none`. */
  readonly total?: number;
  readonly matches: readonly Shown[];
  readonly included: readonly Shown[];
  /** The value of `page` for the next one. */
  readonly next?: string;
  readonly summary?: NonNullable<Query['summary']>;
  readonly elements?: readonly string[];
  /** Parameters left out because lenient handling was asked for. */
  readonly ignored?: readonly string[];
  /** Documents that could not be looked for by their words, or not in all that they say. */
  readonly unread?: UnreadDocuments;
  /** For `__explain=true`: the statement and PostgreSQL's plan of it. */
  readonly plan?: { readonly text: string; readonly plan: unknown };
}

/** Parameters that are not for the search itself. */
export const besides: readonly string[] = ['_format', '_pretty', 'page', '__explain'];

/** What makes a list the same list on its next page: its address and all parameters but the page. */
export function searchAddress({ type = '', compartment }: SearchScope, asked: Asked): string {
  const within = compartment === undefined ? '' : `${compartment.type}/${compartment.id}/`;
  const parameters = [...asked].filter(([name]) => name !== 'page').map(([name, values]) => `${name}=${values.join('&')}`);
  return `${within}${type}?${parameters.join('&')}`;
}
