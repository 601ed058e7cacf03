import { type Call, isThemself, ownRecord, PLATFORM, type RecordId, unknownId } from '#kernel';
import { dateRanges } from '../dates.ts';
import * as sql from '../fhir.sql.ts';
import { fhirRefusal } from '../refusals.ts';
import { type Asked, refuseUnknown, single } from '../search/asked.ts';
import type { FhirDesk } from './desk.ts';
import { kindOf } from './home.ts';
import { methodOf } from './ledger.ts';
import { type Located, locate } from './locate.ts';
import { pageToken, placeOf } from './paging.ts';
import { ensurePatient } from './patient/ensure.ts';
import { type Sight, seenBy, tracedUnder, traceRefusal, withSight } from './permit.ts';
import type { VersionRow } from './read.ts';
import * as refusals from './refusals.ts';
import { homeOfSearch, patientsNamed } from './scope.ts';
import type { Stored } from './stored.ts';

/** One line of a history: a version, or a deletion, which has no body. */
export interface Past extends Omit<Stored, 'body'> {
  readonly method: 'POST' | 'PUT' | 'DELETE';
  readonly body?: string;
}

export interface HistoryPage {
  /** Of all pages, exact: what the caller may see. */
  readonly total: number;
  readonly entries: readonly Past[];
  /** The value of `page` for the next one. */
  readonly next?: string;
}

/** What the history is of: one resource, the resources of a type, or all. */
export interface HistoryScope {
  readonly type?: string;
  readonly id?: string;
}

const parameters = ['_since', '_at', '_count', '_sort', '_format', '_pretty', 'patient', 'page'];
const mostOnAPage = 1000;

/**
 * Versions, newest first: of one resource, or of a type or of everything within one home, which is found as for a search: a citizen's own
 * record, the record of the patient named by `patient=…`, what is shared. There is no history across records. Traced. Refuses as a read,
 * `fhir.patient-required`, `fhir.unknown-parameter`, `fhir.bad-date`, `fhir.bad-sort`, `fhir.bad-count`, `fhir.bad-page`.
 * Source: FHIR R4 §3.1.0.12.
 */
export async function history(desk: FhirDesk, call: Call, scope: HistoryScope, asked: Asked): Promise<HistoryPage> {
  refuseUnknown(asked, parameters);
  const { type, id } = scope;
  const located = type !== undefined && id !== undefined ? await locate(desk, type, id) : undefined;
  if (id !== undefined && located === undefined) throw await unknown(desk, call, PLATFORM);
  const home = located?.home ?? (await homeAsked(desk, call, type, asked));
  if (home === undefined) return { total: 0, entries: [] };
  if (type === 'Patient' && kindOf(home) === 'record') await ensurePatient(desk, call, home);
  const list = `${type ?? ''}/${id ?? ''}/_history?${[...asked].filter(([name]) => name !== 'page').join('&')}`;
  const filters = filtersOf(desk, call, list, asked);
  const what = type === 'Patient' ? 'identity' : id === undefined ? 'list' : 'item';
  const found = await withSight(desk, call, home, what, async (sight) => {
    const rows = await rowsOf(desk, sight, type, located, filters.values);
    if (rows.length > 0) return { rows, sight };
    // That nothing happened at that time is an answer about what is there, and about nothing else.
    const there = located === undefined ? [] : await rowsOf(desk, sight, type, located, ever);
    return there.length === 0 ? undefined : { rows, sight };
  });
  if (found === undefined && located !== undefined) throw await unknown(desk, call, home);
  await trace(desk, call, home, found?.sight, scope);
  return pageOf(found?.rows ?? [], home, filters.count, (place) => pageToken(desk.store.keys, call, list, place));
}

async function homeAsked(desk: FhirDesk, call: Call, type: string | undefined, asked: Asked): Promise<RecordId | undefined> {
  if (type !== undefined && !desk.types.has(type)) throw refusals.unknownType(type);
  const named = new Map([...asked].filter(([name]) => name === 'patient'));
  if (type !== undefined && type !== 'Patient') return homeOfSearch(desk, call, type, named);
  const own = ownRecord(call);
  if (own !== undefined && !asked.has('patient')) return own;
  const { homes } = await patientsNamed(desk, named);
  if (homes.size > 1) throw refusals.severalPatientsAsked('patient');
  if (!asked.has('patient')) throw refusals.patientRequired();
  return [...homes][0];
}

type Row = VersionRow & { readonly total: number };

async function rowsOf(
  desk: FhirDesk,
  sight: Sight,
  type: string | undefined,
  located: Located | undefined,
  filters: readonly unknown[],
): Promise<Row[]> {
  const { home } = sight;
  if (home === PLATFORM) return desk.store.query<Row>(sql.historyOfShared, [type ?? null, located?.id ?? null, ...filters]);
  const { seen, values } = seenBy(sight, 10);
  return desk.store.query<Row>(sql.historyOfHome(seen), [home, type ?? null, located?.n ?? null, ...filters, ...values]);
}

/** The filters that leave out nothing, for one row. */
const ever: readonly unknown[] = [null, null, null, null, null, 1];

/** The last six parameters of the statements, and how many are for the page. */
function filtersOf(
  desk: FhirDesk,
  call: Call,
  list: string,
  asked: Asked,
): { readonly values: readonly unknown[]; readonly count: number } {
  if (!['-_lastUpdated', undefined].includes(single(asked, '_sort'))) {
    throw fhirRefusal('bad-sort', '_sort : -_lastUpdated.', '_sort: -_lastUpdated.', '_sort');
  }
  const from = single(asked, '_since');
  const since = from === undefined ? undefined : dateRanges(new Map([['_since', [`ge${from}`]]]), '_since');
  const at = dateRanges(asked, '_at');
  const token = single(asked, 'page');
  const [key, n, version] = token === undefined ? [] : (placeOf(desk.store.keys, call, list, token) as [string, number, number]);
  const count = countAsked(asked);
  return { values: [since ?? null, at ?? null, key ?? null, n ?? null, version ?? null, count + 1], count };
}

/** How many on a page; 50 unless it is said. Refuses `fhir.bad-count`. */
export function countAsked(asked: Asked): number {
  const given = single(asked, '_count');
  if (given === undefined) return 50;
  if (/^\d{1,6}$/.test(given)) return Math.min(Math.max(Number(given), 1), mostOnAPage);
  throw fhirRefusal('bad-count', '_count : un nombre.', '_count: a number.', '_count');
}

function pageOf(rows: readonly Row[], home: RecordId, count: number, token: (place: unknown) => string): HistoryPage {
  const shown = rows.slice(0, count);
  const last = shown.at(-1);
  const entries = shown.map((row): Past => {
    const { type, id, version, at, body } = row;
    const method = row.method === 'DELETE' ? 'DELETE' : methodOf(row);
    const mine = kindOf(home) === 'record' ? { record: home } : {};
    return { type, id, version, at, method, ...(body === null ? {} : { body }), ...mine };
  });
  return {
    total: rows[0]?.total ?? 0,
    entries,
    ...(rows.length > count && last !== undefined ? { next: token([last.at.toISOString(), last.n, last.version]) } : {}),
  };
}

async function trace(
  desk: FhirDesk,
  call: Call,
  home: RecordId,
  sight: Sight | undefined,
  { type, id }: HistoryScope,
): Promise<void> {
  // Looking through one's own list is no news to anyone.
  if (isThemself(call.actor) && id === undefined) return;
  const ground = sight?.permit?.ground;
  await desk.trace.journal(call, sight === undefined ? await tracedUnder(desk, home) : home, {
    action: id === undefined ? 'search' : 'read',
    outcome: 'done',
    ...(type === undefined || id === undefined ? {} : { object: { kind: type, id } }),
    detail: { history: type ?? 'all' },
    ...(ground === undefined ? {} : { ground }),
  });
}

async function unknown(desk: FhirDesk, call: Call, home: RecordId) {
  const refusal = unknownId();
  await traceRefusal(desk, call, home, refusal.code);
  return refusal;
}
