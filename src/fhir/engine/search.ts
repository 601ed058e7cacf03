import type { Call, RecordId } from '#kernel';
import { refuseIndexing, searchAcross } from '../across/index.ts';
import {
  type Asked,
  type Condition,
  explainSql,
  parseSearch,
  type Query,
  type SqlText,
  searchSql,
  single,
  understood,
} from '../search/index.ts';
import { besides, type SearchAnswer, type SearchScope, type SearchWish, searchAddress } from './answer.ts';
import { compartmentOf } from './compartment.ts';
import type { FhirDesk, UnreadDocuments } from './desk.ts';
import { asksForWords, withDocumentWords } from './documentWords.ts';
import { kindOf } from './home.ts';
import { searchLinked } from './linked.ts';
import { placeOf } from './match.ts';
import { cursorIn, pageToken } from './paging.ts';
import { ensurePatient } from './patient/ensure.ts';
import { type Sight, withPatient, withSight } from './permit.ts';
import * as refusals from './refusals.ts';
import { homeWithin, inUsedName, onlyNamesPatient, placeOfSearch, withoutPatient } from './scope.ts';
import { searchPatients } from './searchPatients.ts';
import { answerOf, includedBy, nobody, pageSeen } from './seenPage.ts';
import { traceSearch } from './traceSearch.ts';

/**
 * A search of a type, or of everything in one record; see `placeOfSearch` for where it looks. Matches, totals and what is included hold nothing
 * that the caller may not see. Traced. Refuses what `parseSearch`, `placeOfSearch` and `searchAcross` refuse, `fhir.unknown-type`, `fhir.bad-page`,
 * `fhir.page-expired`, `fhir.not-in-compartment`, `fhir.too-many-included`, and what `rights.decide` refuses. Source: FHIR R4 §3.1.1.
 */
export async function search(
  desk: FhirDesk,
  call: Call,
  scope: SearchScope,
  asked: Asked,
  wish: SearchWish = {},
): Promise<SearchAnswer> {
  const { type } = scope;
  if (type !== undefined && !desk.types.has(type)) throw refusals.unknownType(type);
  if (type === 'Patient') return searchPatients(desk, call, scope, asked, wish);
  const within = await compartmentOf(desk, scope);
  const home =
    within.home === undefined ? await placeOfSearch(desk, call, type, asked) : await homeWithin(desk, within.home, asked);
  const address = searchAddress(scope, asked);
  if (home === 'across') return made(desk, call, type ?? '', within.where, asked, address, wish);
  const linked = home === undefined || type === undefined ? [] : await linkedTo(desk, home);
  if (home !== undefined && type !== undefined && linked.length > 0) {
    const first = new Map([...asked].filter(([name]) => name !== 'page'));
    return searchLinked(desk, {
      call,
      type,
      homes: [home, ...linked],
      address,
      page: single(asked, 'page'),
      queryOf: async (one) => {
        const query = await queryOf(desk, call, type, one, first, address, wish);
        return { ...query, where: [...query.where, ...within.where] };
      },
      sightOf: (sight) => sightFor(desk, call, sight, asked),
    });
  }
  const query = await queryOf(desk, call, type, home, asked, address, wish);
  if (home === undefined) return nobody(desk, call, query);
  const whole = { ...query, where: [...query.where, ...within.where] };
  let unread: UnreadDocuments | undefined;
  const found = await withSight(desk, call, home, 'list', async (things) => {
    const sight = await sightFor(desk, call, things, asked);
    const settled = await withDocumentWords(desk, whole, sight);
    unread = settled.unread;
    const page = await pageSeen(desk, settled.query, sight);
    if (page.matches.length === 0 && (page.total ?? 0) === 0) return undefined;
    return { ...settled, page, sight, included: await includedBy(desk, whole, page.matches, sight) };
  });
  const by = asksForWords(whole) ? { by: 'words' } : {};
  await traceSearch(desk, call, home, found?.sight.permit, { type: type ?? 'all', ...by });
  const plan =
    single(asked, '__explain') === 'true' && found !== undefined ? await explained(desk, found.query, found.sight) : undefined;
  const next = found?.page.next;
  return {
    ...answerOf(whole, home, found?.page, found?.included ?? []),
    ...(unread === undefined ? {} : { unread }),
    ...(next === undefined ? {} : { next: pageToken(desk.store.keys, call, address, next) }),
    ...(plan === undefined ? {} : { plan }),
  };
}

/** The records whose things are shown with those of this one. */
async function linkedTo(desk: FhirDesk, home: RecordId): Promise<readonly RecordId[]> {
  return kindOf(home) === 'record' ? desk.rights.linkedTo(home) : [];
}

/** What the caller made, wherever it is; `within`: what being in a compartment means. */
async function made(
  desk: FhirDesk,
  call: Call,
  type: string,
  within: readonly Condition[],
  asked: Asked,
  address: string,
  wish: SearchWish,
): Promise<SearchAnswer> {
  const own = await queryOf(desk, call, type, undefined, asked, address, wish);
  const query = { ...own, where: [...own.where, ...within] };
  const { answer, next, statement } = await searchAcross(desk, call, type, query);
  const plan = single(asked, '__explain') === 'true' ? await planOf(desk, query, statement) : undefined;
  return {
    ...answer,
    ...(next === undefined ? {} : { next: pageToken(desk.store.keys, call, address, next) }),
    ...(plan === undefined ? {} : { plan }),
  };
}

async function queryOf(
  desk: FhirDesk,
  call: Call,
  type: string | undefined,
  home: RecordId | undefined,
  asked: Asked,
  address: string,
  { lenient = false }: SearchWish,
): Promise<Query> {
  const kept =
    home === undefined
      ? asked
      : await inUsedName(desk, home, isAllOfPatients(desk, type, home) ? withoutPatient(desk, asked) : asked);
  const after = cursorIn(desk.store.keys, call, address, single(asked, 'page'));
  const settled = (of: string, name: string, value: string): boolean =>
    home !== undefined && isAllOfPatients(desk, of, home) && onlyNamesPatient(desk, name, value);
  const documents = desk.texts !== undefined;
  const options = {
    base: desk.base,
    now: call.at,
    lenient,
    others: besides,
    documents,
    settled,
    ...(after === undefined ? {} : { after }),
  };
  const query = parseSearch(desk.parameters, type, kept, options);
  await refuseIndexing({ shelf: desk.shelf, parameters: desk.parameters, sql: desk.store }, query);
  return query;
}

/** What another module's walk keeps names the person of its record: once the record is found there is nothing left to compare. */
function isAllOfPatients({ owned }: FhirDesk, type: string | undefined, home: RecordId): boolean {
  return kindOf(home) === 'record' && owned.some((one) => one.type === type && one.when === undefined);
}

const joins = /^_include|^_revinclude|^_has:|\./;

/** A search that goes from one thing to another may meet the Patient, who must be there then. */
async function sightFor(desk: FhirDesk, call: Call, sight: Sight, asked: Asked): Promise<Sight> {
  if (kindOf(sight.home) !== 'record' || ![...asked.keys()].some((name) => joins.test(name))) return sight;
  await ensurePatient(desk, call, sight.home);
  return withPatient(desk, call, sight);
}

async function explained(desk: FhirDesk, query: Query, sight: Sight): Promise<NonNullable<SearchAnswer['plan']>> {
  return planOf(desk, query, searchSql(query, placeOf(sight), desk.parameters));
}

async function planOf(desk: FhirDesk, query: Query, statement: SqlText): Promise<NonNullable<SearchAnswer['plan']>> {
  const [row] = await desk.store.query<Record<string, unknown>>(explainSql(statement), statement.values);
  return { text: statement.text, plan: { understood: understood(query), plan: row?.['QUERY PLAN'] } };
}
