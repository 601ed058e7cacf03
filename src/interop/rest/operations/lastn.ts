import { type Asked, askedFrom, fhirRefusal, isObject, type Json, objects, type Stored, text } from '#fhir';
import type { Ask } from '../ask.ts';
import type { RestDesk } from '../desk.ts';
import { found, searchsetOf } from '../interactions/search.ts';
import { type Operation, r4 } from './operation.ts';

const pageSize = '200';
/** A person with more Observations than this under one search narrows it by code or date. */
const mostRead = 20_000;

/**
 * Source: FHIR R4, Observation $lastn. The last `max` (1 when not asked) of each group of Observations that share a code in some coding;
 * those of the same time as the last one count as one with it.
 */
export const lastn: Operation = {
  name: 'lastn',
  definition: `${r4}/Observation-lastn`,
  levels: ['type'],
  types: ['Observation'],
  in: [],
  ownParameters: true,
  onlyGet: true,
  letters: 's',
  async answer({ desk, ask }) {
    const asked = new Map(askedFrom(ask.query));
    const max = maxOf(asked);
    asked.delete('max');
    for (const name of ['_sort', '_count', 'page']) if (asked.has(name)) throw notHere(name);
    const kept = lastOf(await everyMatch(desk, ask, asked), max);
    const answer = { total: kept.length, matches: kept, included: [] };
    return {
      status: 200,
      body: searchsetOf(desk, `${desk.base}/Observation/$lastn`, new Map(asked).set('max', [String(max)]), answer),
    };
  },
};

/** Newest first. */
async function everyMatch(desk: RestDesk, ask: Ask, asked: Asked): Promise<readonly Stored[]> {
  const all: Stored[] = [];
  const search = new Map(asked).set('_sort', ['-date']).set('_count', [pageSize]).set('_total', ['none']);
  for (;;) {
    const { matches, next } = await found(desk, ask, { type: 'Observation' }, search);
    all.push(...matches);
    if (next === undefined) return all;
    if (all.length >= mostRead) throw tooMany();
    search.set('page', [next]);
  }
}

interface Group {
  readonly codes: Set<string>;
  kept: number;
  last: string | undefined;
}

/** In: newest first. Two groups that one Observation joins by its codings become one. */
function lastOf(all: readonly Stored[], max: number): Stored[] {
  const groups = new Map<string, Group>();
  return all.filter(({ body }) => {
    const observation = JSON.parse(body) as Json;
    const group = groupOf(groups, codesOf(observation));
    const at = timeOf(observation);
    if (group.kept >= max && (at === undefined || at !== group.last)) return false;
    if (at === undefined || at !== group.last) group.kept += 1;
    group.last = at;
    return true;
  });
}

function groupOf(groups: Map<string, Group>, codes: readonly string[]): Group {
  const known = new Set(codes.flatMap((code) => groups.get(code) ?? []));
  const [first = { codes: new Set<string>(), kept: 0, last: undefined }, ...others] = known;
  for (const other of others) {
    first.kept = Math.max(first.kept, other.kept);
    for (const code of other.codes) first.codes.add(code);
  }
  for (const code of codes) first.codes.add(code);
  for (const code of first.codes) groups.set(code, first);
  return first;
}

/** Its codings; its text when it has none; nothing that another shares when it has neither. */
function codesOf({ code, id }: Json): string[] {
  const concept = isObject(code) ? code : {};
  const codings = objects(concept.coding).map((coding) => `${text(coding.system) ?? ''}|${text(coding.code) ?? ''}`);
  if (codings.length > 0) return codings;
  return [`text|${text(concept.text)?.toLowerCase() ?? `of ${String(id)}`}`];
}

function timeOf({ effectiveDateTime, effectiveInstant, effectivePeriod }: Json): string | undefined {
  return (
    text(effectiveDateTime) ?? text(effectiveInstant) ?? (isObject(effectivePeriod) ? text(effectivePeriod.start) : undefined)
  );
}

function maxOf(asked: Asked): number {
  const max = asked.get('max')?.[0] ?? '1';
  if (/^[1-9]\d{0,3}$/.test(max)) return Number(max);
  throw fhirRefusal('bad-parameter', 'max est un nombre, 1 ou plus.', 'max is a number, 1 or more.', 'max');
}

function notHere(name: string) {
  return fhirRefusal(
    'unknown-parameter',
    `« ${name} » n’a pas cours dans $lastn, qui trie et compte lui-même.`,
    `“${name}” is not for $lastn, which sorts and counts by itself.`,
    name,
  );
}

function tooMany() {
  return fhirRefusal(
    'too-costly',
    `Plus de ${mostRead} Observations : précisez par code, category ou date.`,
    `More than ${mostRead} Observations: narrow it by code, category or date.`,
  );
}
