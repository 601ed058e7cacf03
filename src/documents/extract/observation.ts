import { childOf, childrenOf, type XmlElement } from '#xml';
import { absentConcept, type Concept, codingOf, conceptOf, hl7Concept } from './coded.ts';
import type { Place } from './draft.ts';
import type { Fields } from './extraction.ts';
import { identifiersOf } from './identity.ts';
import { performersOf } from './party.ts';
import { isNegated, listed, narrativeText, notesOf, statementsIn, statusOf } from './related.ts';
import { otherSubjectOf } from './subject.ts';
import { whenOf } from './time.ts';
import { referenceRangesOf, saidValue } from './value.ts';

/** What an Observation takes from what surrounds it. */
export interface Around {
  /** A code of observation-category, or none. */
  readonly category?: string;
  readonly specimen?: string;
  /** Time and performers of the organizer, for an observation that has none. */
  readonly when?: Fields;
  readonly performer?: readonly Fields[];
}

const statuses: Readonly<Record<string, string>> = {
  completed: 'final',
  normal: 'final',
  active: 'preliminary',
  held: 'registered',
  new: 'registered',
  suspended: 'registered',
  aborted: 'cancelled',
  cancelled: 'cancelled',
  nullified: 'entered-in-error',
  obsolete: 'entered-in-error',
};
export const observationStatus = (element: XmlElement): string => statuses[statusOf(element)] ?? 'unknown';

/**
 * One observation with its value, as an Observation; the observations inside it become its components' kin by `hasMember`. A denial is kept
 * in the narrative, but for a yes that is turned into a no: R4 has no place for it and a reader would take it for the contrary. So is an
 * observation that says nothing. Answers the reference, undefined when none was made.
 */
export function observationFrom(element: XmlElement, place: Place, around: Around = {}): string | undefined {
  if (place.isFull) return void place.keep('too-many', element);
  const negated = isNegated(element);
  const value = inProfileUnit(saidValue(element, place), childOf(element, 'code'));
  const affirmed = Object.keys(value).length === 0 || value.valueBoolean === true;
  if (negated && !affirmed) return void place.keep('negated', element);
  const members = membersIn(element, place, around);
  const fields = observationFields(element, place, around);
  const said = negated ? { valueBoolean: false } : value;
  const silent = Object.keys(said).length === 0 && members.length === 0 && fields.text === undefined && fields.note === undefined;
  if (silent) return void place.keep('no-fact', element);
  const hasMember = members.map((reference) => ({ reference }));
  return place.add('Observation', element, { ...fields, ...said, hasMember });
}

const membersIn = (element: XmlElement, place: Place, around: Around): string[] =>
  statementsIn(element, 'observation').flatMap((inner) => observationFrom(inner, place, around) ?? []);

/** Everything of an Observation but its value. */
export function observationFields(element: XmlElement, place: Place, around: Around): Fields {
  const { narrative } = place;
  const own = performersOf(element);
  const when = whenOf('effective', childOf(element, 'effectiveTime'));
  const notes = notesOf(element, place);
  const code = conceptOf(childOf(element, 'code'), narrative);
  const vital = around.category === 'vital-signs' || isVitalSign(code);
  const categories = new Set([...(vital ? ['vital-signs'] : []), ...(around.category === undefined ? [] : [around.category])]);
  return {
    text: narrativeText(element, place),
    identifier: identifiersOf(element),
    status: observationStatus(element),
    category: [...categories].map((category) => hl7Concept('observation-category', category)),
    code: code ?? absentConcept(),
    subject: { reference: place.patient },
    focus: [otherSubjectOf(element, place)],
    ...timed(Object.keys(when).length > 0 ? when : (around.when ?? {}), vital),
    performer: own.length > 0 ? own : (around.performer ?? []),
    interpretation: childrenOf(element, 'interpretationCode').flatMap((code) => conceptOf(code, narrative) ?? []),
    note: notes.length > 0 ? notes : undefined,
    bodySite: conceptOf(childOf(element, 'targetSiteCode'), narrative),
    method: conceptOf(childOf(element, 'methodCode'), narrative),
    specimen: around.specimen === undefined ? undefined : { reference: around.specimen },
    referenceRange: referenceRangesOf(element, place),
  };
}

/** The profile of vital signs asks for a time: where the document has none, this is said (FHIR R4 §10.1.5, vs-1). */
function timed(when: Fields, vital: boolean): Fields {
  if (!vital || Object.keys(when).length > 0) return when;
  const url = 'http://hl7.org/fhir/StructureDefinition/data-absent-reason';
  return { _effectiveDateTime: { extension: [{ url, valueCode: 'unknown' }] } };
}

/** LOINC codes that R4 makes a vital sign wherever they stand, and those of them that are a length. Source: FHIR R4 §10.1.5. */
const vitalSigns: ReadonlySet<string> = new Set(
  '85353-1 9279-1 8867-4 2708-6 8310-5 8302-2 9843-4 29463-7 39156-5 85354-9 8480-6 8462-4 8478-0'.split(' '),
);
const lengths: ReadonlySet<string> = new Set(['8302-2', '9843-4']);
const loinc = 'http://loinc.org';

const isVitalSign = (code: Concept | undefined): boolean =>
  (code?.coding ?? []).some((coding) => coding.system === loinc && vitalSigns.has(coding.code));

/** The profiles of height and head circumference take centimetres: metres and millimetres, which the CI-SIS allows, are turned into them. */
function inProfileUnit(value: Fields, code: XmlElement | undefined): Fields {
  const quantity = value.valueQuantity as { value: number; code?: string } | undefined;
  const factor = quantity?.code === 'm' ? 100 : quantity?.code === 'mm' ? 0.1 : undefined;
  if (quantity === undefined || factor === undefined || code === undefined || !isLength(code)) return value;
  // Twelve digits: a product in binary must not show its last ones.
  return { valueQuantity: { ...quantity, value: Number((quantity.value * factor).toPrecision(12)), unit: 'cm', code: 'cm' } };
}

const isLength = (code: XmlElement): boolean => {
  const codings = [code, ...childrenOf(code, 'translation')].flatMap((each) => listed(codingOf(each)));
  return codings.some((coding) => coding.system === loinc && lengths.has(coding.code));
};
