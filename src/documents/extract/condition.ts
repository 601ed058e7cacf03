import { childOf, type XmlElement } from '#xml';
import { absentConcept, type Concept, codeOf, conceptOf, hl7Concept, saysNothingKnown } from './coded.ts';
import type { Place } from './draft.ts';
import type { Fields } from './extraction.ts';
import { identifiersOf } from './identity.ts';
import { observationFrom } from './observation.ts';
import { partiesOf } from './party.ts';
import { isNegated, moodOf, narrativeText, notesOf, observationCoded, statementsIn, statusOf, textIn } from './related.ts';
import { isAboutOther } from './subject.ts';
import { momentOf, periodOf } from './time.ts';

/** Sections of diagnoses of one stay; the others list the problems of a person. */
const diagnoses: ReadonlySet<string> = new Set(['11535-2', '46241-6']);

/** Status observations in the codes that older models use, SNOMED CT, and in FHIR's own. */
const clinical: Readonly<Record<string, string>> = {
  active: 'active',
  inactive: 'inactive',
  resolved: 'resolved',
  remission: 'remission',
  relapse: 'relapse',
  recurrence: 'recurrence',
  '55561003': 'active',
  '73425007': 'inactive',
  '90734009': 'active',
  '7087005': 'active',
  '255227004': 'recurrence',
  '413322009': 'resolved',
};
const verifications: ReadonlySet<string> = new Set([
  'unconfirmed',
  'provisional',
  'differential',
  'confirmed',
  'refuted',
  'entered-in-error',
]);
const over: ReadonlySet<string> = new Set(['inactive', 'resolved', 'remission']);

/** Every problem of a concern act as a Condition. Answers true when one was made. */
export function conditionsFrom(concern: XmlElement, place: Place): boolean {
  const state = stateOf(concern, place);
  const made = statementsIn(concern, 'observation').map((problem) => conditionFrom(problem, place, state));
  return made.some((each) => each !== undefined);
}

/** In the section of active problems (11450-4) a problem without an end is active, whatever the habit of writing `completed`. */
const stateOf = (concern: XmlElement, { section }: Place): string => (section.code === '11450-4' ? 'active' : statusOf(concern));

/**
 * A problem as a Condition. Its clinical status is its own status observation, else its end (resolved), else the state of its concern; a
 * denied problem is `refuted`, and one that is over is never active (con-4). Undefined, and kept, when neither a code nor a word names it.
 */
export function conditionFrom(problem: XmlElement, place: Place, concern: string): string | undefined {
  if (place.isFull) return void place.keep('too-many', problem);
  const { narrative } = place;
  const value = conceptOf(childOf(problem, 'value'), narrative);
  const said = textIn(problem, place);
  const code = value ?? (said === undefined ? undefined : { text: said });
  if (code === undefined) return void place.keep('no-fact', problem);
  const detail = isNegated(problem) ? [] : detailsIn(problem, place);
  const kind = conceptOf(childOf(problem, 'code'), narrative);
  const time = childOf(problem, 'effectiveTime');
  const { start, end } = periodOf(time) ?? {};
  const category = hl7Concept(
    'condition-category',
    diagnoses.has(place.section.code) ? 'encounter-diagnosis' : 'problem-list-item',
  );
  return place.add('Condition', problem, {
    text: narrativeText(problem, place),
    identifier: identifiersOf(problem),
    ...statusFields(problem, concern, end, saysNothingKnown(value)),
    category: [category, ...(kind === undefined ? [] : [kind])],
    severity: severityOf(problem, place),
    code,
    bodySite: [conceptOf(childOf(problem, 'targetSiteCode'), narrative)],
    subject: { reference: place.patient },
    onsetDateTime: start ?? momentOf(time),
    abatementDateTime: end,
    asserter: partiesOf(problem, 'author')[0],
    evidence: [{ detail: detail.map((reference) => ({ reference })) }],
    note: notesOf(problem, place),
  });
}

const severity = 'SEV';
const clinicalStatus = '33999-4';
const certainty = '66455-7';
const ofTheCondition: ReadonlySet<string> = new Set([severity, clinicalStatus, certainty]);

/** What else is told inside a problem: the stage of a tumour, a gene, a score. Each as an Observation that the Condition leads to. */
function detailsIn(problem: XmlElement, place: Place): string[] {
  const inside = statementsIn(problem, 'observation').filter(
    (each) => moodOf(each) === 'EVN' && !isAboutOther(each) && !ofTheCondition.has(codeOf(childOf(each, 'code')) ?? ''),
  );
  return inside.flatMap((each) => observationFrom(each, place) ?? []);
}

function statusFields(problem: XmlElement, concern: string, end: string | undefined, nothingKnown: boolean): Fields {
  const told = clinical[valueCode(observationCoded(problem, clinicalStatus)) ?? ''];
  const status =
    end !== undefined && !over.has(told ?? '') ? 'resolved' : (told ?? (concern === 'active' ? 'active' : 'inactive'));
  const sure = valueCode(observationCoded(problem, certainty));
  const denied = isNegated(problem) && !nothingKnown;
  const verification = denied ? 'refuted' : sure !== undefined && verifications.has(sure) ? sure : undefined;
  return {
    clinicalStatus: verification === 'entered-in-error' ? undefined : hl7Concept('condition-clinical', status),
    verificationStatus: verification && hl7Concept('condition-ver-status', verification),
  };
}

export const valueCode = (observation: XmlElement | undefined): string | undefined =>
  observation && codeOf(childOf(observation, 'value'));

export function severityOf(statement: XmlElement, place: Place): Concept | undefined {
  const told = observationCoded(statement, severity);
  return told && conceptOf(childOf(told, 'value'), place.narrative);
}

/** A concept for a cause or a reason: the value of an observation, the code of an act. */
export function reasonOf(statement: XmlElement, place: Place): Concept {
  const value = conceptOf(childOf(statement, 'value'), place.narrative) ?? conceptOf(childOf(statement, 'code'), place.narrative);
  return value ?? absentConcept();
}
