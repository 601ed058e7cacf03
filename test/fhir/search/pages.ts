import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Refusal } from '#kernel';
import { named, written } from './difference.ts';
import { answered, placeOf } from './ground/answers.ts';
import { type Asked, search } from './oracle/search.ts';
import { type Round, sampled } from './round.ts';

/** A page names so many of its last matches to the one behind it. */
const anchors = 5;

/**
 * While somebody turns from the first page to the second, others change and delete resources: of those that nobody touched, each still comes once and
 * in its place. `fhir.page-expired` is allowed only when nothing is left of the end of the first page.
 */
export async function pagesAreStable({ ground, stored, world, searches, number }: Round, count: number): Promise<void> {
  for (const [i, { type, asked: whole }] of sampled(searches.any, count, number).entries()) {
    const asked: Asked = [...whole.filter(([key]) => key !== '_count'), ['_count', '2']];
    const expected = named(search(type, asked, world(type))).pages.flatMap(({ matches }) => matches);
    const changed = sampled(fc.subarray(expected), 1, i)[0] ?? [];
    const removed = sampled(fc.subarray(changed), 1, i)[0] ?? [];
    const touched = new Set(changed);
    const untouched = (names: readonly string[]): readonly string[] => names.filter((name) => !touched.has(name));
    let end: readonly string[] = [];
    const turn = async (first: readonly string[]): Promise<void> => {
      end = first.slice(-anchors);
      await ground.disturb(changed, removed);
    };
    try {
      const { pages } = await answered(ground, type, asked, placeOf(type, undefined), turn);
      assert.deepEqual(untouched(pages.flatMap(({ matches }) => matches)), untouched(expected), written(type, asked));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      assert.equal(error.code, 'fhir.page-expired', written(type, asked));
      assert.deepEqual(untouched(end), [], written(type, asked));
    }
    if (changed.length > 0) await ground.put(stored);
  }
}
