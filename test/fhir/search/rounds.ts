import { Refusal } from '#kernel';
import { compared, worldsFor } from './compare.ts';
import type { Coverage } from './coverage.ts';
import { counterexample, named } from './difference.ts';
import { answered, placeOf } from './ground/answers.ts';
import { search } from './oracle/search.ts';
import type { Form } from './random/forms.ts';
import { hostileSearches } from './random/hostile.ts';
import { type Narrowing, narrowings } from './random/permits.ts';
import type { Search } from './random/searches.ts';
import type { Stored } from './random/stored.ts';
import { types } from './random/words.ts';
import { type Round, sampled } from './round.ts';
import { smallest } from './smallest.ts';

/** Milliseconds that a failure is made smaller for. */
const patience = 15_000;
/** Searches that are under way at the same time. */
const lanes = 4;

/** Each way of asking each parameter of the types used, alone. Throws the first difference, made small. */
export async function formsAgree(round: Round, coverage: Coverage): Promise<void> {
  const { number, searches, world } = round;
  const asked = types.flatMap((type) => searches.forms(type).map((form) => ({ type, form })));
  const all = asked.flatMap(({ type, form }, i): readonly Search[] =>
    sampled(form.criterion, timesOf(type, form), number * 10_000 + i).map((criterion) => ({ type, asked: [criterion] })),
  );
  await agree(round, all, undefined, ({ type, asked: [criterion] }, found) => {
    const ofType = world(type).resources.filter(({ resourceType }) => resourceType === type);
    coverage.add(type, criterion?.[0].split(':')[0] ?? '', found, ofType.length);
  });
}

/** There is one Patient in a record: it is asked more often. */
const timesOf = (type: string, { rare }: Form): number => (rare ? 12 : 1) * (type === 'Patient' ? 4 : 1);

/** Random searches with all that an answer has. */
export async function searchesAgree(round: Round, count: number): Promise<void> {
  await agree(round, sampled(round.searches.any, count, round.number), undefined);
}

/** Searches made from everything, what is hidden too, and asked under a few Permits. */
export async function permitsAgree(round: Round, count: number): Promise<void> {
  for (const [i, narrowing] of sampled(narrowings, 4, round.number).entries())
    await agree(round, sampled(round.searches.any, count / 4, round.number * 10 + i), narrowing);
}

/**
 * How many of these searches have another answer than they should when the Permit is put on the matches only, and not on what chains, `_has` and
 * includes lead through: what {@link permitsAgree} would see of such a fault.
 */
export async function leaksSeen({ ground, shelf, stored, searches, number }: Round, count: number): Promise<number> {
  const narrowing: Narrowing = {
    seesMasked: false,
    author: '',
    seesHiddenFromPatient: false,
    seesUnrepresented: false,
    onlyOwn: false,
    depositor: '',
    denied: ['11488-4'],
    seesUntyped: true,
  };
  const world = worldsFor(stored, shelf, narrowing);
  let seen = 0;
  for (const { type, asked } of sampled(searches.any, count, number)) {
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
export async function hostileAreRefused({ ground, world, number }: Round, count: number): Promise<void> {
  const [narrowing] = sampled(narrowings, 1, number);
  for (const { type, asked } of sampled(hostileSearches(world(types[0])), count, number)) {
    await answered(ground, type, asked, placeOf(type, narrowing)).catch((error: unknown) => {
      if (error instanceof Refusal && error.code.startsWith('fhir.')) return;
      throw new Error(`${JSON.stringify([type, ...asked])}: ${error instanceof Error ? error.stack : error}`);
    });
  }
}

/** Throws the first difference, made small. `heard` is told how much each search finds. */
async function agree(
  round: Round,
  searches: readonly Search[],
  narrowing: Narrowing | undefined,
  heard: (search: Search, found: number) => void = () => undefined,
): Promise<void> {
  const { ground, shelf, stored } = round;
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
  if (failed === undefined) return;
  const told = await smallestOf(round, failed, narrowing);
  await ground.put(stored);
  throw told;
}

async function smallestOf({ ground, shelf, stored }: Round, search: Search, narrowing: Narrowing | undefined): Promise<Error> {
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
