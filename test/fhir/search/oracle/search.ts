import type { Json } from '#packages';
import { filterHolds } from './filtering.ts';
import { holds } from './holds.ts';
import { included } from './including.ts';
import { newestFirst, sorted } from './sorting.ts';
import { ofType, type World } from './world.ts';

/** The parameters of a URL after decoding, in order. */
export type Asked = readonly (readonly [key: string, value: string])[];

export interface Page {
  readonly matches: readonly Json[];
  readonly included: readonly Json[];
}

export interface Answer {
  readonly total: number;
  readonly pages: readonly Page[];
}

const ofTheAnswer = /^_(sort|count|total|(rev)?include(:\w+)?|summary|elements|format)$/;

/**
 * The whole answer of a search of one type (or of several, with commas), every page of it. Resources that the order does not tell apart stand as in the world.
 * Source: FHIR R4 §3.1.1.
 */
export function search(type: string, asked: Asked, world: World): Answer {
  const found = ofType(world, type).filter((resource) =>
    asked.every(([key, value]) => {
      if (ofTheAnswer.test(key)) return true;
      return key === '_filter' ? filterHolds(resource, value, world) : holds(resource, key, value, world);
    }),
  );
  const sort = lastOf(asked, '_sort');
  const ordered = sort === undefined ? newestFirst(found, world) : sorted(found, sort, world);
  const size = Number(lastOf(asked, '_count') ?? 50);
  const pages: Page[] = [];
  for (let start = 0; start === 0 || start < ordered.length; start += Math.max(size, 1)) {
    const matches = ordered.slice(start, start + size);
    pages.push({ matches, included: included(matches, asked, world) });
  }
  return { total: found.length, pages };
}

const lastOf = (asked: Asked, name: string): string | undefined => asked.findLast(([key]) => key === name)?.[1];
