import type { SortKey } from './query.ts';

type OrderValue = Date | number | string | null;

/** The values of a row by which it is put in order, k1, k2 …, as `keyedSql` gives them. */
export type Keyed = { readonly [key in `k${number}`]: OrderValue };

/**
 * Which of two rows of different records comes first, as the database orders those of one: texts by their bytes, what has no value last in
 * both directions; without `_sort` the newest first. 0 for those that are equal in all keys.
 */
export function inOrder(sort: readonly SortKey[], a: Keyed, b: Keyed): number {
  const directions = sort.length === 0 ? [true] : sort.map(({ descending }) => descending);
  for (const [i, descending] of directions.entries()) {
    const [mine, its] = [a[`k${i + 1}`] ?? null, b[`k${i + 1}`] ?? null];
    if (mine === null || its === null) {
      if (mine === its) continue;
      return mine === null ? 1 : -1;
    }
    const compared = comparison(mine, its);
    if (compared !== 0) return descending ? -compared : compared;
  }
  return 0;
}

function comparison(a: NonNullable<OrderValue>, b: NonNullable<OrderValue>): number {
  if (typeof a === 'string' || typeof b === 'string') return Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)));
  return Number(a) - Number(b);
}
