import { type Call, isThemself, PLATFORM, type RecordId, unknownId } from '#kernel';
import { throughLink } from '#rights';
import { dateRanges } from '../dates.ts';
import { countEverything, everythingOf, sharedNamed } from '../fhir.sql.ts';
import { type Asked, refuseUnknown, single } from '../search/asked.ts';
import type { FoundRow } from '../search/index.ts';
import type { SearchAnswer } from './answer.ts';
import type { FhirDesk } from './desk.ts';
import { countAsked } from './history.ts';
import { kindOf, sharedTypes } from './home.ts';
import { locate } from './locate.ts';
import { pageToken, placeOf } from './paging.ts';
import { ensurePatient } from './patient/ensure.ts';
import { type Sight, seenBy, traceRefusal, withPatient, withSight } from './permit.ts';
import * as refusals from './refusals.ts';
import { type Shown, shownOf } from './stored.ts';
import { traceSearch } from './traceSearch.ts';

const parameters = ['_since', '_type', '_count', '_format', '_pretty', 'page'];
const wholeRecord = 1000;

/**
 * Everything of one person that the caller may see: the Patient, all that is in the record, and the shared resources that it refers to, which
 * are told as included. One range of one index. Without `_count` up to 1,000 a page. Traced. Refuses as a search of the record,
 * `id.unknown`, `fhir.unknown-parameter`, `fhir.bad-date`, `fhir.bad-page`. Does not know `start` and `end`, nor records that
 * this one goes on for: who gives those too (`isLinked`) asks for each.
 * Source: FHIR R4, Patient $everything.
 */
export async function everything(desk: FhirDesk, call: Call, id: string, asked: Asked, isLinked = false): Promise<SearchAnswer> {
  refuseUnknown(asked, parameters);
  const home = (await locate(desk, 'Patient', id))?.home;
  if (home === undefined || kindOf(home) !== 'record' || (await ensurePatient(desk, call, home)) === undefined) {
    throw await unknown(desk, call, home);
  }
  const list = `Patient/${id}/$everything?${[...asked].filter(([name]) => name !== 'page').join('&')}`;
  const token = single(asked, 'page');
  const after = token === undefined ? -1 : Number(placeOf(desk.store.keys, call, list, token));
  const limit = asked.has('_count') ? countAsked(asked) : wholeRecord;
  const chosen = chosenOf(desk, asked);
  const found = await withSight(desk, call, home, 'list', async (things) => {
    const sight = await withPatient(desk, call, things);
    const { seen, values } = seenBy(sight, 6);
    const rows = await desk.store.query<FoundRow>(everythingOf(seen), [home, ...chosen, after, limit + 1, ...values]);
    return rows.length === 0 ? undefined : { rows, sight };
  });
  const rows = found?.rows ?? [];
  const matches = rows.slice(0, limit).map((row) => shownOf(home, row));
  const whole = after < 0 && rows.length <= limit;
  const total = whole ? rows.length : found === undefined ? 0 : await count(desk, chosen, found.sight);
  const included = await sharedMentioned(desk, matches);
  // A person looking through what is theirs is no news to anyone, whichever record it is in.
  if (!(isLinked && isThemself(call.actor)))
    await traceSearch(desk, call, home, found?.sight.permit, { operation: 'everything', ...(isLinked ? throughLink : {}) });
  const last = rows[limit - 1];
  const next = rows.length > limit && last !== undefined ? { next: pageToken(desk.store.keys, call, list, last.n) } : {};
  return { total, matches, included, ...next };
}

function chosenOf(desk: FhirDesk, asked: Asked): readonly unknown[] {
  const types = asked.get('_type')?.flatMap((list) => list.split(','));
  const wrong = types?.find((type) => !desk.types.has(type));
  if (wrong !== undefined) throw refusals.unknownType(wrong);
  const from = single(asked, '_since');
  const since = from === undefined ? undefined : dateRanges(new Map([['_since', [`ge${from}`]]]), '_since');
  return [types ?? null, since ?? null];
}

async function count(desk: FhirDesk, chosen: readonly unknown[], sight: Sight): Promise<number> {
  const { seen, values } = seenBy(sight, 4);
  const [row] = await desk.store.query<{ total: number }>(countEverything(seen), [sight.home, ...chosen, ...values]);
  return row?.total ?? 0;
}

const deepest = 3;

/** The shared resources that bodies refer to, and those that these refer to in turn. */
async function sharedMentioned(desk: FhirDesk, from: readonly Shown[]): Promise<readonly Shown[]> {
  const known = new Set<string>();
  const found: Shown[] = [];
  for (let step = 0, bodies = from.map(({ body }) => body); step < deepest && bodies.length > 0; step++) {
    const named = bodies.flatMap(sharedIn).filter((name) => !known.has(name) && known.add(name));
    if (named.length === 0) break;
    const pairs = named.map((name) => name.split('/'));
    const values = [pairs.map(([type]) => type), pairs.map(([, id]) => id)];
    const rows = await desk.store.query<FoundRow>(sharedNamed, values);
    found.push(...rows.map((row) => shownOf(PLATFORM, row)));
    bodies = rows.map(({ body }) => body);
  }
  return found;
}

const reference = new RegExp(`"reference"\\s*:\\s*"((?:${[...sharedTypes].join('|')})/[A-Za-z0-9\\-.]{1,64})"`, 'g');

/**
 * `Type/id` of what is shared, found in the text: parsing would cost more than everything else, and so would a match for every reference to
 * what is not shared. All of it is ASCII, whatever else is there.
 */
function sharedIn(body: Buffer): readonly string[] {
  const text = body.toString('latin1');
  const found: string[] = [];
  reference.lastIndex = 0;
  for (let match = reference.exec(text); match !== null; match = reference.exec(text))
    if (match[1] !== undefined) found.push(match[1]);
  return found;
}

async function unknown(desk: FhirDesk, call: Call, home: RecordId | undefined) {
  const refusal = unknownId();
  if (home !== undefined) await traceRefusal(desk, call, home, refusal.code);
  return refusal;
}
