import { Refusal } from '#kernel';
import type { Json, Shelf } from '#packages';
import { type Named, named } from './difference.ts';
import { answered, now, placeOf } from './ground/answers.ts';
import type { Ground } from './ground/ground.ts';
import { search } from './oracle/search.ts';
import { type World, worldOf } from './oracle/world.ts';
import { base } from './random/datatypes.ts';
import { type Narrowing, visible } from './random/permits.ts';
import type { Search } from './random/searches.ts';
import type { Stored } from './random/stored.ts';
import { sharedTypes } from './random/words.ts';

/** What both say of a search: equal, or not. */
export interface Comparison {
  readonly expected: Named;
  /** The refusal or the fault, when there is no answer. */
  readonly got: Named | string;
  readonly same: boolean;
}

/** The oracle's worlds of what is kept: all that may be seen in the record, or what is shared alone. */
export function worldsFor(stored: readonly Stored[], shelf: Shelf, narrowing?: Narrowing): (type: string) => World {
  const made = (all: readonly Stored[]): World => worldOf(resourcesOf(all), { shelf, base, now });
  const record = made(visible(stored, narrowing));
  const shared = made(stored.filter((one) => one.record === undefined));
  return (type) => (sharedTypes.includes(type) ? shared : record);
}

/** Later writings first: the order of what nothing else tells apart. */
function resourcesOf(stored: readonly Stored[]): readonly Json[] {
  return [...stored].sort((a, b) => b.n - a.n).map(({ json }) => json);
}

/** Asks both. */
export async function compared(
  ground: Ground,
  world: (type: string) => World,
  { type, asked }: Search,
  narrowing?: Narrowing,
): Promise<Comparison> {
  const expected = named(search(type, asked, world(type)));
  const got = await answered(ground, type, asked, placeOf(type, narrowing)).catch(toldBy);
  return { expected, got, same: JSON.stringify(expected) === JSON.stringify(got) };
}

function toldBy(error: unknown): string {
  if (error instanceof Refusal) return `refused: ${error.message}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
