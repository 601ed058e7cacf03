import { childOf, type XmlElement } from '#xml';
import { absentConcept, codeOf, conceptOf } from './coded.ts';
import type { Place } from './draft.ts';
import type { Fields } from './extraction.ts';
import { identifiersOf } from './identity.ts';
import { taken } from './missed.ts';
import { quantityOf } from './quantity.ts';
import { isNegated, listed, notesOf, observationCoded, statementsIn, textIn } from './related.ts';
import { momentOf, periodOf } from './time.ts';

const sexes: Readonly<Record<string, string>> = { M: 'male', F: 'female', UN: 'other' };

/**
 * What a relative has or had as a FamilyMemberHistory. A denied problem stays in the narrative, for R4 has no way to deny one here; so does an
 * organizer that names no problem at all.
 */
export function familyFrom(organizer: XmlElement, place: Place): string | undefined {
  const { narrative } = place;
  const related = childOf(organizer, 'subject', 'relatedSubject');
  const conditions = statementsIn(organizer, 'observation').flatMap((problem) => listed(conditionOf(problem, place)));
  if (conditions.length === 0) return void place.keep('no-fact', organizer);
  const sex = sexes[codeOf(related && childOf(related, 'subject', 'administrativeGenderCode')) ?? ''];
  return place.add('FamilyMemberHistory', organizer, {
    identifier: identifiersOf(organizer),
    status: 'completed',
    patient: { reference: place.patient },
    date: momentOf(childOf(organizer, 'effectiveTime')),
    relationship: (related && conceptOf(childOf(related, 'code'), narrative)) ?? absentConcept(),
    sex: sex && { coding: [{ system: 'http://hl7.org/fhir/administrative-gender', code: sex }] },
    bornDate: related && momentOf(childOf(related, 'subject', 'birthTime'))?.slice(0, 10),
    condition: conditions,
    note: notesOf(organizer, place),
  });
}

function conditionOf(problem: XmlElement, place: Place): Fields | undefined {
  if (isNegated(problem)) return void place.keep('negated', problem);
  const said = textIn(problem, place);
  const code = conceptOf(childOf(problem, 'value'), place.narrative) ?? (said === undefined ? undefined : { text: said });
  if (code === undefined) return undefined;
  taken(problem);
  const time = childOf(problem, 'effectiveTime');
  const start = periodOf(time)?.start ?? momentOf(time);
  const age = observationCoded(problem, '397659008', '445518008', '30525-0');
  const onsetAge = age && quantityOf(childOf(age, 'value'));
  const aged = onsetAge !== undefined && /^(?:min|h|d|wk|mo|a)$/.test(String(onsetAge.code));
  return { code, ...(aged ? { onsetAge } : { onsetString: start }), note: notesOf(problem, place) };
}
