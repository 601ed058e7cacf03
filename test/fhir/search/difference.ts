import type { Answer, Asked } from './oracle/search.ts';
import { nameOf } from './oracle/world.ts';

/** An answer by names only, for comparing: what every page holds, in order, and what it includes, in the order of the alphabet. */
export interface Named {
  readonly total: number | undefined;
  readonly pages: readonly { readonly matches: readonly string[]; readonly included: readonly string[] }[];
}

export function named({ total, pages }: Answer): Named {
  return {
    total,
    pages: pages.map(({ matches, included }) => ({ matches: matches.map(nameOf), included: included.map(nameOf).sort() })),
  };
}

/** A search as one would type it, for a message. */
export function written(type: string, asked: Asked): string {
  return `${type}?${asked.map((pair) => pair.join('=')).join('&')}`;
}

/** A counterexample for a person: the search, both answers, and what they were asked on. */
export function counterexample(
  type: string,
  asked: Asked,
  expected: Named,
  got: Named | string,
  ground: readonly object[],
): string {
  return [
    written(type, asked),
    `oracle: ${JSON.stringify(expected)}`,
    `search: ${typeof got === 'string' ? got : JSON.stringify(got)}`,
    ...ground.map((one) => JSON.stringify(one)),
  ].join('\n');
}
