import fc, { type Arbitrary } from 'fast-check';
import type { Shelf } from '#packages';
import { worldsFor } from './compare.ts';
import type { Ground } from './ground/ground.ts';
import type { World } from './oracle/world.ts';
import { type Searches, searchesOn } from './random/searches.ts';
import { type Stored, storesOn } from './random/stored.ts';

/** A set of random resources, laid in the tables and known to the oracle: the same number, the same resources. */
export interface Round {
  readonly number: number;
  readonly ground: Ground;
  readonly shelf: Shelf;
  readonly stored: readonly Stored[];
  /** What a search of a type sees when nothing is hidden. */
  readonly world: (type: string) => World;
  readonly searches: Searches;
}

export async function layRound(ground: Ground, shelf: Shelf, number: number): Promise<Round> {
  const [stored = []] = sampled(storesOn(shelf), 1, number);
  await ground.put(stored);
  const world = worldsFor(stored, shelf);
  return { number, ground, shelf, stored, world, searches: searchesOn(shelf, world('Patient')) };
}

/** Without the bias to small values that the first runs of a property have. */
export function sampled<T>(of: Arbitrary<T>, numRuns: number, seed: number): T[] {
  return fc.sample(fc.noBias(of), { numRuns, seed });
}
