import type { Call } from '#kernel';
import { isObject, type Json, objects, text } from '../json.ts';
import { fhirRefusal } from '../refusals.ts';
import { type Asked, type FoundRow, parseSearch, type Query, single } from '../search/index.ts';
import { besides, type SearchAnswer } from './answer.ts';
import type { FhirDesk } from './desk.ts';
import { type Sight, withSight } from './permit.ts';
import { homeOfSearch, inUsedName } from './scope.ts';
import { answerOf, nobody, pageSeen } from './seenPage.ts';
import { traceSearch } from './traceSearch.ts';

const together = 1000;
const mostOfACode = 100;

/**
 * The latest observations of each code, `max` of each (1 unless it is said) and all that are of the same instant as the last of them; newest
 * first within a code. The parameters are those of a search of Observation; a category or a code is among them. Two observations are of one
 * code when they share a coding. Traced. Refuses as a search, `fhir.missing-parameter`, `fhir.bad-max`, `fhir.unknown-parameter` for what
 * shapes a page. Source: FHIR R4, Observation $lastn.
 */
export async function lastn(desk: FhirDesk, call: Call, asked: Asked): Promise<SearchAnswer> {
  const max = maxOf(asked);
  const search = new Map([...asked].filter(([name]) => name !== 'max'));
  refusePaging(search);
  const home = await homeOfSearch(desk, call, 'Observation', search);
  const kept = home === undefined ? search : await inUsedName(desk, home, search);
  const options = { base: desk.base, now: call.at, others: besides };
  const query: Query = { ...parseSearch(desk.parameters, 'Observation', kept, options), count: together, total: false };
  if (home === undefined) return nobody(desk, call, query);
  const found = await withSight(desk, call, home, 'list', async (sight) => {
    const rows = await latest(desk, query, sight, max);
    return rows.length === 0 ? undefined : { rows, sight };
  });
  await traceSearch(desk, call, home, found?.sight.permit, { type: 'Observation', operation: 'lastn' });
  const matches = found?.rows ?? [];
  return { ...answerOf(query, home, { total: matches.length, matches, next: undefined }, []), total: matches.length };
}

/** Goes through the matches, newest first, and keeps the first of each code. */
async function latest(desk: FhirDesk, query: Query, sight: Sight, max: number): Promise<readonly FoundRow[]> {
  const kept: Kept[] = [];
  const byCoding = new Map<string, Kept>();
  for (let after = query.after; ; ) {
    const page = await pageSeen(desk, after === undefined ? query : { ...query, after }, sight);
    for (const row of page.matches) keep(row, kept, byCoding, max);
    after = page.next;
    if (after === undefined) return kept.flatMap(({ rows }) => rows);
  }
}

/** The latest of one code. */
interface Kept {
  readonly rows: FoundRow[];
  last: number;
}

function keep(row: FoundRow, kept: Kept[], byCoding: Map<string, Kept>, max: number): void {
  const observation = JSON.parse(row.body.toString()) as Json;
  const names = codingsOf(observation.code);
  const known = names.map((name) => byCoding.get(name)).find((one) => one !== undefined);
  const group: Kept = known ?? { rows: [], last: Number.NaN };
  if (known === undefined) kept.push(group);
  for (const name of names) byCoding.set(name, group);
  const at = instantOf(observation);
  if (group.rows.length >= max && at !== group.last) return;
  group.rows.push(row);
  group.last = at;
}

function codingsOf(code: unknown): readonly string[] {
  const concept = isObject(code) ? code : {};
  const codings = objects(concept.coding).flatMap((one) =>
    text(one.code) === undefined ? [] : `${text(one.system) ?? ''}|${text(one.code)}`,
  );
  return codings.length > 0 ? codings : [`text ${text(concept.text) ?? ''}`];
}

function instantOf({ effectiveDateTime, effectiveInstant, effectivePeriod }: Json): number {
  const period = isObject(effectivePeriod) ? (effectivePeriod.end ?? effectivePeriod.start) : undefined;
  return Date.parse(String(effectiveDateTime ?? effectiveInstant ?? period));
}

function maxOf(asked: Asked): number {
  const given = single(asked, 'max');
  if (given === undefined) return 1;
  const max = Number(given);
  if (/^\d{1,4}$/.test(given) && max >= 1 && max <= mostOfACode) return max;
  throw fhirRefusal('bad-max', `max : de 1 à ${mostOfACode}.`, `max: 1 to ${mostOfACode}.`, 'max');
}

function refusePaging(asked: Asked): void {
  const named = [...asked.keys()];
  const wrong = named.find((name) => /^_(sort|count|total|summary|include|revinclude)|^page$/.test(name));
  if (wrong !== undefined) {
    throw fhirRefusal(
      'unknown-parameter',
      `$lastn n’a pas de paramètre « ${wrong} ».`,
      `$lastn has no parameter “${wrong}”.`,
      wrong,
    );
  }
  if (named.some((name) => /^(category|code)(:|$)/.test(name))) return;
  throw fhirRefusal('missing-parameter', '$lastn demande category ou code.', '$lastn takes category or code.', 'code');
}
