import fc, { type Arbitrary } from 'fast-check';
import type { Shelf } from '#packages';
import type { Ground } from './ground/ground.ts';
import { type Stored, storesOn } from './random/stored.ts';

/** Without the bias to small values that the first runs of a property have. */
export function sampled<T>(of: Arbitrary<T>, numRuns: number, seed: number): T[] {
  return fc.sample(fc.noBias(of), { numRuns, seed });
}

/** Puts the random resources of a round in place of what is there: the same number, the same resources. */
export async function putRound(ground: Ground, shelf: Shelf, round: number): Promise<readonly Stored[]> {
  const [stored = []] = sampled(storesOn(shelf), 1, round);
  await ground.put(stored);
  return stored;
}
