import { Refusal } from '#kernel';
import type { Shelf } from '#packages';
import { compared, worldsFor } from './compare.ts';
import type { Coverage } from './coverage.ts';
import { counterexample, named } from './difference.ts';
import { answered, placeOf } from './ground/answers.ts';
import type { Ground } from './ground/ground.ts';
import { search } from './oracle/search.ts';
import { hostileSearches } from './random/hostile.ts';
import { type Narrowing, narrowings } from './random/permits.ts';
import { type Search, searchesOn } from './random/searches.ts';
import type { Stored } from './random/stored.ts';
import { types } from './random/words.ts';
import { putRound, sampled } from './round.ts';
import { smallest } from './smallest.ts';

/** Milliseconds that a failure is made smaller for. */
const patience = 15_000;
/** Searches that are under way at the same time. */
const lanes = 4;

/** One round of each way of asking each parameter of the types used, alone. Throws the first difference, made small. */
export async function formsAgree(ground: Ground, shelf: Shelf, round: number, coverage: Coverage): Promise<void> {
  const stored = await putRound(ground, shelf, round);
  const world = worldsFor(stored, shelf);
  const { forms } = searchesOn(shelf, world('Patient'));
  const asked = types.flatMap((type) => forms(type).map((form) => ({ type, form })));
  const searches = asked.flatMap(({ type, form }, i): readonly Search[] =>
    sampled(form.criterion, form.rare || type === 'Patient' ? 5 : 1, round * 10_000 + i).map((criterion) => ({
      type,
      asked: [criterion],
    })),
  );
  await agree(ground, shelf, stored, searches, undefined, ({ type, asked: [criterion] }, found) => {
    const all = world(type).resources.filter(({ resourceType }) => resourceType === type).length;
    coverage.add(type, criterion?.[0].split(':')[0] ?? '', found, all);
  });
}

/** One round of random searches with all that an answer has. */
export async function searchesAgree(ground: Ground, shelf: Shelf, round: number, count: number): Promise<void> {
  const stored = await putRound(ground, shelf, round);
  const { any } = searchesOn(shelf, worldsFor(stored, shelf)('Patient'));
  await agree(ground, shelf, stored, sampled(any, count, round), undefined);
}

/** Searches are made from everything, what is hidden too, and asked under a few Permits. */
export async function permitsAgree(ground: Ground, shelf: Shelf, round: number, count: number): Promise<void> {
  const stored = await putRound(ground, shelf, round);
  const { any } = searchesOn(shelf, worldsFor(stored, shelf)('Patient'));
  for (const narrowing of sampled(narrowings, 4, round)) {
    const seed = round * 100 + JSON.stringify(narrowing).length;
    await agree(ground, shelf, stored, sampled(any, count / 4, seed), narrowing);
  }
}

/**
 * How many of these searches have another answer than they should when the Permit is put on the matches only, and not on what chains, `_has` and
 * includes lead through: what {@link permitsAgree} would see of such a fault.
 */
export async function leaksSeen(ground: Ground, shelf: Shelf, round: number, count: number): Promise<number> {
  const stored = await putRound(ground, shelf, round);
  const { any } = searchesOn(shelf, worldsFor(stored, shelf)('Patient'));
  const narrowing: Narrowing = { seesMasked: false, author: '', seesHiddenFromPatient: false, onlyOwn: false, depositor: '' };
  const world = worldsFor(stored, shelf, narrowing);
  let seen = 0;
  for (const { type, asked } of sampled(any, count, round)) {
    const { narrow, ...place } = placeOf(type, narrowing);
    if (narrow === undefined) continue;
    const onlyMatches: typeof narrow = (alias, first) => {
      const { text, values } = narrow(alias, first);
      return { text: alias === 'e' ? text : `(true or (${text}))`, values };
    };
    const got = await answered(ground, type, asked, { ...place, narrow: onlyMatches });
    if (JSON.stringify(named(search(type, asked, world(type)))) !== JSON.stringify(got)) seen += 1;
  }
  return seen;
}

/** Whatever is asked, the answer is one, or a refusal that says what was wrong with it. */
export async function hostileAreRefused(ground: Ground, shelf: Shelf, round: number, count: number): Promise<void> {
  const stored = await putRound(ground, shelf, round);
  for (const { type, asked } of sampled(hostileSearches(worldsFor(stored, shelf)(types[0])), count, round)) {
    const narrowing = sampled(narrowings, 1, round)[0];
    await answered(ground, type, asked, placeOf(type, narrowing)).catch((error: unknown) => {
      if (error instanceof Refusal && error.code.startsWith('fhir.')) return;
      throw new Error(`${JSON.stringify([type, ...asked])}: ${error instanceof Error ? error.stack : error}`);
    });
  }
}

/** Throws the first difference, made small. `heard` is told how much each search finds. */
async function agree(
  ground: Ground,
  shelf: Shelf,
  stored: readonly Stored[],
  searches: readonly Search[],
  narrowing: Narrowing | undefined,
  heard: (search: Search, found: number) => void = () => undefined,
): Promise<void> {
  const world = worldsFor(stored, shelf, narrowing);
  const waiting = [...searches];
  let failed: Search | undefined;
  const work = async (): Promise<void> => {
    for (let search = waiting.shift(); search !== undefined && failed === undefined; search = waiting.shift()) {
      const { expected, same } = await compared(ground, world, search, narrowing);
      heard(search, expected.total ?? 0);
      if (!same) failed ??= search;
    }
  };
  await Promise.all(Array.from({ length: lanes }, work));
  if (failed !== undefined) throw await told(ground, shelf, stored, failed, narrowing);
}

async function told(
  ground: Ground,
  shelf: Shelf,
  stored: readonly Stored[],
  search: Search,
  narrowing: Narrowing | undefined,
): Promise<Error> {
  const ask = async (all: readonly Stored[], one: Search) => {
    await ground.put(all);
    return compared(ground, worldsFor(all, shelf, narrowing), one, narrowing);
  };
  const found = await smallest(
    { stored, search },
    async (smaller) => !(await ask(smaller.stored, smaller.search)).same,
    patience,
  );
  const { expected, got } = await ask(found.stored, found.search);
  const { type, asked } = found.search;
  const rows = narrowing === undefined ? found.stored.map(({ json }) => json) : found.stored;
  return new Error(counterexample(type, asked, expected, got, [...(narrowing === undefined ? [] : [narrowing]), ...rows]));
}
