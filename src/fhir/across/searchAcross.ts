import { type Call, PLATFORM, type RecordId, Refusal } from '#kernel';
import type { AcrossPermit } from '#rights';
import type { SearchAnswer } from '../engine/answer.ts';
import type { FhirDesk } from '../engine/desk.ts';
import { kindOf } from '../engine/home.ts';
import type { Shown } from '../engine/stored.ts';
import type { Cursor, FoundRow, Query, SqlText } from '../search/index.ts';
import { type AcrossSearch, countLists, type Made, wholeSql, windowEnd, windowSql } from './across.sql.ts';
import { refuseBeyond } from './allowed.ts';
import { includedShared } from './included.ts';
import { refuseUnprojected } from './indexing/ready.ts';
import { type Candidates, shorterLists, spotsNamed, wholeList } from './lists.ts';
import { rangeOf } from './name.ts';
import { cursorAt, orderOf, type Place, placeAt } from './order.ts';
import { tooBroad } from './refusals.ts';

type AcrossDesk = Pick<FhirDesk, 'store' | 'trace' | 'rights' | 'parameters'>;

/** What {@link searchAcross} gives: the answer but for its links, where the next page begins, and the statement that found it. */
export interface FoundAcross {
  readonly answer: Omit<SearchAnswer, 'next' | 'plan'>;
  readonly next?: Cursor;
  readonly statement: SqlText;
}

/**
 * At most so many candidates are looked at by one search. Among more, there is no total, and a page ends early where so many were looked at
 * (it may then hold fewer matches than asked, or none, and yet have a next one).
 */
export const mostCandidates = 10_000;

/**
 * A search of a type of the records that names no patient: software finds what it deposited, a professional what they wrote, in whosever record,
 * as far as `rights.across` lets them. By identifier and by code (`code`, `type`…) it goes through a list of that maker's things alone, else
 * through the whole of their list of the type, newest first; every condition is then held against the resource itself. What was written less
 * than a few seconds ago may not be listed yet.
 *
 * Traced: one line for the search, under PLATFORM, and one in the log of each person of whom something is on the page, before it is given.
 *
 * Refuses `rights.one-record`, `rights.operator`, `fhir.not-across` (see `allowed.ts`), `fhir.too-broad` when only a total is asked, or
 * another order than by the principal date, of more than {@link mostCandidates}, `fhir.across-indexing`, `fhir.too-many-included`.
 */
export async function searchAcross(desk: AcrossDesk, call: Call, type: string, query: Query): Promise<FoundAcross> {
  const permit = await permitOf(desk, call);
  await refuseUnprojected(desk.store);
  refuseBeyond(query);
  const { store, parameters } = desk;
  const order = orderOf(query, type, parameters);
  const made: Made = call.actor.kind === 'software' ? 'deposited' : 'written';
  const after = placeAt(store.keys, query.after);
  const { candidates, few } = await candidatesOf(desk, permit, type, query, made);
  const search: AcrossSearch = { type, query, permit, made, candidates, order, after };
  const counted = query.count === 0 || order.by !== 'at';
  if (counted && !few) throw tooBroad(mostCandidates);
  // Without a total no more is looked at than the page needs.
  const whole = counted || candidates.by === 'spots' || (few && query.total);
  const page = whole ? await wholePage(desk, search) : await windowPage(desk, search);
  const { matches, total, next, statement } = page;
  const included = await includedShared(store, parameters, query, type, matches);
  await traceAcross(desk, call, type, matches);
  const { summary, elements, ignored } = query;
  return {
    answer: {
      ...(total === undefined ? {} : { total }),
      matches: matches.map(shownOf),
      included,
      ...(summary === undefined ? {} : { summary }),
      ...(elements === undefined ? {} : { elements }),
      ...(ignored.length === 0 ? {} : { ignored }),
    },
    ...(next === undefined ? {} : { next: cursorAt(store.keys, next) }),
    statement,
  };
}

/** A refusal is traced. */
async function permitOf({ rights, trace }: AcrossDesk, call: Call): Promise<AcrossPermit> {
  try {
    return rights.across(call);
  } catch (error) {
    if (error instanceof Refusal)
      await trace.journal(call, PLATFORM, { action: 'refusal', outcome: 'refused', code: error.code });
    throw error;
  }
}

/** Where to look, and whether that is few enough to be looked at whole. */
async function candidatesOf(
  { store, parameters }: AcrossDesk,
  permit: AcrossPermit,
  type: string,
  { where }: Query,
  made: Made,
): Promise<{ readonly candidates: Candidates; readonly few: boolean }> {
  const spots = await spotsNamed(store, type, where);
  if (spots !== undefined) return { candidates: spots, few: true };
  const shorter = shorterLists(permit, type, where, parameters);
  const choices = shorter.length === 0 ? [wholeList(permit, type)] : shorter;
  const ranges = choices.flatMap(({ names }, choice) => names.map((name) => ({ choice, ...rangeOf(name) })));
  const [shortest] = await store.query<{ choice: number; things: number }>(countLists(made, shorter.length > 0), [
    ranges.map(({ choice }) => choice),
    ranges.map(({ from }) => from),
    ranges.map(({ to }) => to),
    mostCandidates + 1,
  ]);
  const candidates = choices[shortest?.choice ?? 0];
  if (shortest === undefined || candidates === undefined) throw new Error('a list without a count');
  return { candidates, few: shortest.things <= mostCandidates };
}

interface Row extends FoundRow {
  readonly record_id: RecordId;
  readonly key: Date;
  readonly total: number | null;
}

interface Page {
  readonly matches: readonly Row[];
  readonly total: number | undefined;
  readonly next: Place | undefined;
  readonly statement: SqlText;
}

async function wholePage({ store, parameters }: AcrossDesk, search: AcrossSearch): Promise<Page> {
  const { count } = search.query;
  const statement = wholeSql(search, parameters);
  const rows = await store.query<Row>(statement, statement.values);
  const found = rows.filter(({ n }) => typeof n === 'number');
  return { ...cut(found, count), total: rows[0]?.total ?? undefined, statement };
}

async function windowPage({ store, parameters }: AcrossDesk, search: AcrossSearch): Promise<Page> {
  const statement = windowSql(search, mostCandidates, parameters);
  const page = cut(await store.query<Row>(statement, statement.values), search.query.count);
  if (page.next !== undefined) return { ...page, total: undefined, statement };
  const end = windowEnd(search, mostCandidates, parameters);
  const [last] = await store.query<Row>(end, end.values);
  return { ...page, total: undefined, next: last === undefined ? undefined : placeOf(last), statement };
}

/** One row more than asked tells that another page follows. */
function cut(rows: readonly Row[], count: number): Pick<Page, 'matches' | 'next'> {
  const matches = rows.slice(0, count);
  const last = matches.at(-1);
  return { matches, next: rows.length > count && last !== undefined ? placeOf(last) : undefined };
}

const placeOf = ({ key, record_id: record, n }: Row): Place => ({ key, record, n });

function shownOf({ record_id: record, type, id, version, updated_at: at, body }: Row): Shown {
  return { type, id, version, at, body, ...(kindOf(record) === 'record' ? { record } : {}) };
}

/** People hear in their own log who saw something of theirs; the lines are committed together. */
async function traceAcross({ trace }: AcrossDesk, call: Call, type: string, matches: readonly Row[]): Promise<void> {
  const act = { action: 'search', outcome: 'done', detail: { type, scope: 'across' } } as const;
  const persons = [...new Set(matches.map((row) => row.record_id))].filter((record) => kindOf(record) === 'record');
  await Promise.all([PLATFORM, ...persons].map((record) => trace.journal(call, record, act)));
}
