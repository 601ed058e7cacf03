import type { Permit } from '#rights';

/** What leaves out of a statement the rows of an alias that a Permit does not show. */
export type Seen = (alias: string) => string;

/** The same with the values, which take the parameters from `first` on. */
export function seenBy(permit: Permit, first: number): { readonly seen: Seen; readonly values: readonly unknown[] } {
  return { seen: (alias) => permit.predicate(first, alias).text, values: permit.predicate(first).values };
}
