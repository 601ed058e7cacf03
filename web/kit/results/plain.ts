import { isOutside } from './say.ts';
import type { ResultPoint } from './shapes.ts';

/** Where a result stands beside what its laboratory calls usual; `unknown` when that is not said. */
export type Standing = 'inside' | 'above' | 'below' | 'outside' | 'unknown';

const high: ReadonlySet<string> = new Set(['H', 'HH', 'HX']);
const low: ReadonlySet<string> = new Set(['L', 'LL', 'LX']);

/**
 * In: one result with the band that applied to it. Its laboratory's own word comes first, then the band. It is no diagnosis: nothing here knows
 * whose result it is.
 */
export function standingOf(point: ResultPoint): Standing {
  const { value, low: from, high: to, flag, comparator } = point;
  if (flag !== undefined && high.has(flag.code)) return 'above';
  if (flag !== undefined && low.has(flag.code)) return 'below';
  if (!isOutside(point)) {
    const isKnown = flag?.code === 'N' || (comparator === undefined && (from !== undefined || to !== undefined));
    return isKnown ? 'inside' : 'unknown';
  }
  if (comparator === undefined && to !== undefined && value > to) return 'above';
  if (comparator === undefined && from !== undefined && value < from) return 'below';
  return 'outside';
}

/** How a result changed; absent for a first one. `unsure` when one of the two is « less than » or « more than » a number. */
export type Change = 'up' | 'down' | 'same' | 'unsure';

/** In: the results of one series, oldest first. Out: the one before the last, and how the last differs from it. */
export function changeOf(points: readonly ResultPoint[]): { readonly before: ResultPoint; readonly change: Change } | undefined {
  const [before, last] = points.slice(-2);
  if (before === undefined || last === undefined) return undefined;
  if (before.comparator !== undefined || last.comparator !== undefined) return { before, change: 'unsure' };
  return { before, change: last.value > before.value ? 'up' : last.value < before.value ? 'down' : 'same' };
}
