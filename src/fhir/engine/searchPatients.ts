import { type Call, ownRecord, PLATFORM, type RecordId, Refusal } from '#kernel';
import { refuseIndexing } from '../across/index.ts';
import {
  type Asked,
  anchors,
  type Condition,
  type Cursor,
  inOrder,
  type KeyedRow,
  keyedSql,
  pageExpired,
  parseSearch,
  type Query,
  single,
} from '../search/index.ts';
import { besides, type SearchAnswer, type SearchScope, type SearchWish, searchAddress } from './answer.ts';
import type { FhirDesk } from './desk.ts';
import { withDocumentWords } from './documentWords.ts';
import { kindOf, spotOf } from './home.ts';
import { locate } from './locate.ts';
import { lookUpAliases } from './lookUp.ts';
import { placeOf } from './match.ts';
import { cursorIn, pageToken } from './paging.ts';
import { personsByTraits } from './patient/byTraits.ts';
import { ensurePatient } from './patient/ensure.ts';
import { mostPersons, personsByIdentifier } from './patient/find.ts';
import { withCurrentMatricules } from './patient/formerly.ts';
import { type Sight, sightOf, withPatient } from './permit.ts';
import * as refusals from './refusals.ts';
import { answerOf, includedBy } from './seenPage.ts';
import { type Shown, shownOf } from './stored.ts';
import { traceSearch } from './traceSearch.ts';

/**
 * A search of people: by identifier, by id, by family name with a whole birth date, or one's own. Each person found is searched in their own record, with what the caller may see
 * there; who may not be known is left out, of the total too. At most 20, of whom all are looked at again for each page: in the order asked, ties by
 * record. A look at each is traced in their record. Refuses `fhir.patient-required` for a search by anything else, `fhir.too-many-patients`,
 * `fhir.bad-page`, `fhir.page-expired`, `fhir.parameter-indexing`, and what `parseSearch` refuses. Source: FHIR R4 §3.1.1.5.3, §3.1.1.5.1.
 */
export async function searchPatients(
  desk: FhirDesk,
  call: Call,
  scope: SearchScope,
  asked: Asked,
  { lenient = false }: SearchWish,
): Promise<SearchAnswer> {
  const address = searchAddress(scope, asked);
  const after = cursorIn(desk.store.keys, call, address, single(asked, 'page'));
  const documents = desk.texts !== undefined;
  const options = {
    base: desk.base,
    now: call.at,
    lenient,
    others: besides,
    documents,
    ...(after === undefined ? {} : { after }),
  };
  const query = parseSearch(desk.parameters, 'Patient', asked, options);
  await refuseIndexing({ shelf: desk.shelf, parameters: desk.parameters, sql: desk.store }, query);
  const records = await candidates(desk, call, scope, asked);
  if (records.length > mostPersons) throw refusals.tooManyPatients(mostPersons);
  const persons: Person[] = [];
  const look = async (wanted: Query): Promise<void> => {
    for (const record of records) {
      const person = await lookAt(desk, call, record, wanted);
      if (person !== undefined) persons.push(person);
    }
  };
  await look(query);
  const current = persons.length === 0 && records.length > 0 ? await withCurrentMatricules(desk, asked) : undefined;
  if (current !== undefined) await look(parseSearch(desk.parameters, 'Patient', current, options));
  if (persons.length === 0) await traceSearch(desk, call, PLATFORM, undefined, { type: 'Patient' });
  persons.sort((a, b) => inOrder(query.sort, a.row, b.row) || (a.record < b.record ? -1 : 1));
  const { page, next } = pageOf(persons, query);
  const included: Shown[] = [];
  for (const { row, sight } of page) included.push(...(await includedBy(desk, query, [row], sight)));
  return {
    ...answerOf(query, PLATFORM, undefined, onceEach(included)),
    ...(query.total ? { total: persons.length } : {}),
    matches: page.map(({ record, row }) => shownOf(record, row)),
    ...(next === undefined ? {} : { next: pageToken(desk.store.keys, call, address, next) }),
  };
}

/** Somebody who matches, and what the caller may see of them. */
interface Person {
  readonly record: RecordId;
  readonly row: KeyedRow;
  readonly sight: Sight;
}

/** What of the people in order is on the page asked, and where the next one begins: behind the first of its last rows that is as it was. */
function pageOf(persons: readonly Person[], { after, count }: Query): { page: readonly Person[]; next: Cursor | undefined } {
  const last = after?.map(([record, version]) =>
    persons.findIndex((one) => one.record === record && one.row.version === version),
  );
  const end = last?.find((place) => place >= 0);
  if (last !== undefined && end === undefined) throw pageExpired();
  const from = end === undefined ? 0 : end + 1;
  const until = from + count;
  const goesOn = count > 0 && persons.length > until;
  const named = persons.slice(Math.max(until - anchors, 0), until).reverse();
  return {
    page: persons.slice(from, until),
    next: goesOn ? named.map(({ record, row }) => [record, row.version] as const) : undefined,
  };
}

async function candidates(desk: FhirDesk, call: Call, { compartment }: SearchScope, asked: Asked): Promise<readonly RecordId[]> {
  const listed = (name: string): readonly string[] => (asked.get(name) ?? []).flatMap((value) => value.split(','));
  const persons = (homes: readonly RecordId[]): readonly RecordId[] =>
    [...new Set(homes)].filter((home) => kindOf(home) === 'record');
  if (compartment !== undefined) {
    if (compartment.type !== 'Patient') throw refusals.notInCompartment('Patient', compartment.type);
    const home = (await locate(desk, 'Patient', compartment.id))?.home;
    return home === undefined ? [] : persons([home]);
  }
  const ids = listed('_id');
  if (ids.length > 0) {
    const aliases = await lookUpAliases(
      desk.store,
      ids.map((id) => ({ type: 'Patient', id })),
    );
    return persons(ids.flatMap((id) => (spotOf('Patient', id) ?? aliases.get(`Patient/${id}`))?.home ?? []));
  }
  const tokens = listed('identifier');
  const valued = tokens.filter((token) => !token.endsWith('|'));
  if (valued.length > 0) return personsByIdentifier(desk, desk.store, valued);
  const own = ownRecord(call);
  if (own !== undefined) return [own];
  const byTraits = await personsByTraits(desk, asked, tokens);
  if (byTraits !== undefined) return byTraits;
  if (tokens.length > 0) return [];
  throw refusals.patientRequired();
}

/** Undefined when this person does not match, or is not to be known by the caller. */
async function lookAt(desk: FhirDesk, call: Call, record: RecordId, query: Query): Promise<Person | undefined> {
  if ((await ensurePatient(desk, call, record)) === undefined) return undefined;
  const identity = await orNone(sightOf(desk, call, record, 'identity'));
  if (identity === undefined) return undefined;
  const wider = goesBeyond(query) ? await orNone(sightOf(desk, call, record, 'list')) : undefined;
  const sight = wider === undefined ? identity : await withPatient(desk, call, wider);
  const settled = await withDocumentWords(desk, query, sight);
  const statement = keyedSql(settled.query, placeOf(sight), desk.parameters);
  const [row] = await desk.store.query<KeyedRow>(statement, statement.values);
  if (row === undefined) return undefined;
  await traceSearch(desk, call, record, sight.permit, { type: 'Patient' });
  return { record, row, sight };
}

const goesBeyond = ({ where, include, revinclude }: Query): boolean =>
  include.length > 0 || revinclude.length > 0 || where.some(leadsOn);

/** A condition on something else than the Patient, however deep it stands. */
function leadsOn(condition: Condition): boolean {
  if (condition.is === 'all' || condition.is === 'any') return condition.of.some(leadsOn);
  if (condition.is === 'not') return leadsOn(condition.of);
  return condition.is === 'has' || condition.is === 'chain' || condition.is === 'listed';
}

async function orNone(sight: Promise<Sight>): Promise<Sight | undefined> {
  try {
    return await sight;
  } catch (error) {
    if (error instanceof Refusal && error.code.startsWith('rights.')) return undefined;
    throw error;
  }
}

function onceEach(included: readonly Shown[]): readonly Shown[] {
  return [...new Map(included.map((one) => [`${one.type}/${one.id}`, one])).values()];
}
