import { normalisedName, type SeenTraits, traitDifferences } from '#ins';
import { type Call, PLATFORM, type RecordId } from '#kernel';
import { type Json, objects, text } from '../../json.ts';
import type { FhirDesk } from '../desk.ts';
import * as refusals from '../refusals.ts';
import type { Shown } from '../stored.ts';
import { traceSearch } from '../traceSearch.ts';
import { patientSeen } from './crossReference.ts';
import { isIns } from './describe.ts';
import { mostPersons, personsByIdentifier } from './find.ts';
import { traitsOf } from './identity.ts';

/** How surely a person is meant. Source: FHIR R4, value set match-grade. */
export type Grade = 'certain' | 'probable' | 'possible';

export interface Likely {
  readonly person: Shown;
  readonly grade: Grade;
  /** From 0 to 1. */
  readonly score: number;
}

const scores: Readonly<Record<Grade, number>> = { certain: 1, probable: 0.9, possible: 0.6 };

/**
 * The people whom a Patient may mean, the likeliest first. `certain`: the same matricule INS and no strict trait that differs; `probable`: all
 * five strict traits, since homonyms exist; `possible`: the birth date, and names that begin alike, or a matricule whose traits differ. Looked
 * for by the matricule and other identifiers, and by birth date with the beginning of the name. At most 20. Each look is traced in the
 * record. Refuses `fhir.patient-required` for a Patient with neither, `fhir.too-many-patients`, and what a bad matricule refuses.
 * Nobody is linked by it. Source: FHIR R4, Patient $match; IHE PDQm, ITI-119.
 */
export async function matchPerson(desk: FhirDesk, call: Call, patient: Json): Promise<readonly Likely[]> {
  const traits = traitsOf(patient);
  const records = await candidates(desk, patient);
  const found: Likely[] = [];
  for (const record of records) {
    const seen = await patientSeen(desk, call, record);
    if (seen === undefined) continue;
    const { row, sight } = seen;
    await traceSearch(desk, call, record, sight.permit, { type: 'Patient', by: 'match' });
    const grade = gradeOf(patient, traits, JSON.parse(row.body) as Json);
    const { type, id, version, updated_at } = row;
    const person = { type, id, version, at: updated_at, body: Buffer.from(row.body), record };
    if (grade !== undefined) found.push({ person, grade, score: scores[grade] });
  }
  if (found.length === 0) await traceSearch(desk, call, PLATFORM, undefined, { type: 'Patient', by: 'match' });
  return found.sort((a, b) => b.score - a.score || (a.person.id < b.person.id ? -1 : 1));
}

async function candidates(desk: FhirDesk, patient: Json): Promise<ReadonlySet<RecordId>> {
  const tokens = objects(patient.identifier).flatMap((one) => {
    const [system, value] = [text(one.system), text(one.value)];
    return system === undefined || value === undefined ? [] : [`${system}|${value}`];
  });
  const { birthFamily, birthDate } = traitsOf(patient);
  const hasTraits = birthFamily !== undefined && birthDate !== undefined;
  if (tokens.length === 0 && !hasTraits) throw refusals.patientRequired();
  const known = tokens.length === 0 ? [] : await personsByIdentifier(desk, desk.store, tokens.slice(0, mostPersons));
  const beginning = firstWord(birthFamily ?? '');
  const { items, truncated } =
    hasTraits && beginning !== ''
      ? await desk.ins.byTraits({ birthFamily: beginning, birthDate }, mostPersons)
      : { items: [], truncated: false };
  if (truncated && known.length === 0) throw refusals.tooManyPatients(mostPersons);
  return new Set([...known, ...items.map(({ record }) => record)]);
}

/** The first three letters do: a slip later in the name is no reason not to look. */
function firstWord(family: string): string {
  return normalisedName(family).slice(0, 3);
}

function gradeOf(asked: Json, traits: ReturnType<typeof traitsOf>, known: Json): Grade | undefined {
  const matricule = (patient: Json): string | undefined => {
    const one = objects(patient.identifier).find(isIns);
    return one === undefined ? undefined : `${text(one.system)}|${text(one.value)}`;
  };
  const same = matricule(asked) !== undefined && matricule(asked) === matricule(known);
  const differ = differences(traits, traitsOf(known));
  if (same) return differ.length === 0 ? 'certain' : 'possible';
  const isWhole = traits.birthPlace !== undefined && traits.sex !== undefined && traits.firstBirthGiven !== undefined;
  if (differ.length === 0) return isWhole ? 'probable' : 'possible';
  return differ.includes('birthDate') ? undefined : 'possible';
}

/** The strict traits that both tell and tell otherwise. */
function differences(a: ReturnType<typeof traitsOf>, b: ReturnType<typeof traitsOf>): readonly string[] {
  const told = (one: ReturnType<typeof traitsOf>, other: ReturnType<typeof traitsOf>): SeenTraits => ({
    birthFamily: one.birthFamily ?? other.birthFamily ?? '',
    firstBirthGiven: one.firstBirthGiven ?? other.firstBirthGiven ?? '',
    sex: one.sex ?? other.sex ?? '',
    birthDate: one.birthDate ?? other.birthDate ?? '',
    ...(one.birthGivens === undefined ? {} : { birthGivens: one.birthGivens }),
    ...(one.birthPlace === undefined ? {} : { birthPlace: one.birthPlace }),
  });
  return traitDifferences(told(a, b), told(b, a));
}
