import type { Json } from '#packages';
import type { Search } from './random/searches.ts';
import type { Stored } from './random/stored.ts';

/** A search that fails on what is kept. */
export interface Failure {
  readonly stored: readonly Stored[];
  readonly search: Search;
}

/**
 * A smaller failure that still fails, by leaving out parameters, resources and elements for as long as it is given: milliseconds.
 * Not the smallest there is: each thing is tried once in a round.
 */
export async function smallest(failure: Failure, fails: (failure: Failure) => Promise<boolean>, time: number): Promise<Failure> {
  const end = Date.now() + time;
  let best = failure;
  for (let changed = true; changed && Date.now() < end; ) {
    changed = false;
    for (const candidate of smaller(best)) {
      if (Date.now() > end) break;
      if (!(await fails(candidate))) continue;
      best = candidate;
      changed = true;
      break;
    }
  }
  return best;
}

function* smaller({ stored, search }: Failure): Generator<Failure> {
  for (const asked of without(search.asked)) yield { stored, search: { ...search, asked } };
  for (let size = stored.length; size > 0; size >>= 1) {
    for (let start = 0; start < stored.length; start += size)
      yield { stored: [...stored.slice(0, start), ...stored.slice(start + size)], search };
  }
  for (const [i, one] of stored.entries()) {
    for (const json of barer(one.json)) yield { stored: stored.with(i, { ...one, json }), search };
  }
}

/** The same with one element less; of `meta` the date is left, which the row has too. */
function* barer(json: Json): Generator<Json> {
  const { meta, ...elements } = json;
  const { lastUpdated, ...about } = meta as Json;
  if (Object.keys(about).length > 0) yield { ...elements, meta: { lastUpdated } };
  for (const key of Object.keys(elements)) {
    if (key === 'resourceType' || key === 'id') continue;
    const { [key]: _, ...rest } = json;
    yield rest;
  }
}

function* without<T>(list: readonly T[]): Generator<readonly T[]> {
  for (const i of list.keys()) yield list.toSpliced(i, 1);
}
