import { type Call, PLATFORM, type RecordId, Refusal } from '#kernel';
import { fhirRefusal } from '../refusals.ts';
import { type Asked, parseSearch, type Query } from '../search/index.ts';
import { besides, type SearchAnswer, type SearchScope, type SearchWish } from './answer.ts';
import type { FhirDesk } from './desk.ts';
import { kindOf, spotOf } from './home.ts';
import { locate } from './locate.ts';
import { lookUpAliases } from './lookUp.ts';
import { ensurePatient } from './patient/ensure.ts';
import { mostPersons, personsByIdentifier } from './patient/find.ts';
import { type Sight, sightOf, withPatient } from './permit.ts';
import * as refusals from './refusals.ts';
import { answerOf, includedBy, pageSeen } from './seenPage.ts';
import type { Shown } from './stored.ts';
import { traceSearch } from './traceSearch.ts';

/**
 * A search of people: by identifier, by id, or one's own. Each person found is searched in their own record, with what the caller may see
 * there; who may not be known is left out, of the total too. At most 20, on one page. A look at each is traced in their record. Refuses
 * `fhir.patient-required` for a search by anything else, `fhir.too-many-patients`, `fhir.bad-sort` where there is something to sort, and
 * what `parseSearch` refuses.
 */
export async function searchPatients(
  desk: FhirDesk,
  call: Call,
  scope: SearchScope,
  asked: Asked,
  { lenient = false }: SearchWish,
): Promise<SearchAnswer> {
  const options = { base: desk.base, now: call.at, lenient, others: besides };
  const query = parseSearch(desk.parameters, 'Patient', asked, options);
  const records = await candidates(desk, call, scope, asked);
  if (records.length > mostPersons) throw refusals.tooManyPatients(mostPersons);
  const answers: SearchAnswer[] = [];
  for (const record of records) {
    const answer = await searchOne(desk, call, record, query);
    if (answer !== undefined) answers.push(answer);
  }
  if (answers.length === 0) await traceSearch(desk, call, PLATFORM, undefined, { type: 'Patient' });
  if (answers.length > 1 && query.sort.length > 0) throw cannotSort();
  return {
    ...answerOf(query, PLATFORM, undefined, []),
    ...(query.total ? { total: answers.length } : {}),
    matches: query.count === 0 ? [] : answers.flatMap(({ matches }) => matches),
    included: onceEach(answers.flatMap(({ included }) => included)),
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
  if (tokens.length > 0) return personsByIdentifier(desk, desk.store, tokens);
  if (call.actor.kind === 'citizen') return [call.actor.record];
  throw refusals.patientRequired();
}

/** Undefined when this person does not match, or is not to be known by the caller. */
async function searchOne(desk: FhirDesk, call: Call, record: RecordId, query: Query): Promise<SearchAnswer | undefined> {
  if ((await ensurePatient(desk, call, record)) === undefined) return undefined;
  const sight = await orNone(sightOf(desk, call, record, 'identity'));
  if (sight === undefined) return undefined;
  const wider = goesBeyond(query) ? await orNone(sightOf(desk, call, record, 'list')) : undefined;
  const seen = wider === undefined ? sight : await withPatient(desk, call, wider);
  const page = await pageSeen(desk, { ...query, count: 1, total: false, sort: [] }, seen);
  if (page.matches.length === 0) return undefined;
  const included = await includedBy(desk, query, page.matches, seen);
  await traceSearch(desk, call, record, seen.permit, { type: 'Patient' });
  return answerOf(query, record, page, included);
}

const goesBeyond = ({ where, include, revinclude }: Query): boolean =>
  include.length > 0 || revinclude.length > 0 || where.some(({ is }) => is === 'has' || is === 'chain' || is === 'listed');

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

function cannotSort(): Refusal {
  return fhirRefusal(
    'bad-sort',
    'Plusieurs patients répondent : ils ne sont pas triés ici.',
    'Several patients match: they are not sorted here.',
    '_sort',
  );
}
