import { attributeOf, childOf, type XmlElement } from '#xml';
import { absentConcept, codeOf, conceptOf } from './coded.ts';
import { reasonOf } from './condition.ts';
import type { Place } from './draft.ts';
import type { Fields } from './extraction.ts';
import { identifiersOf } from './identity.ts';
import { observationFrom } from './observation.ts';
import { partiesOf } from './party.ts';
import { productOf } from './product.ts';
import { numberOf, quantityOf } from './quantity.ts';
import { isNegated, linkedBy, moodOf, narrativeText, notesOf, observationCoded, statusOf, textIn } from './related.ts';
import { momentOf, periodOf } from './time.ts';

/** The kinds of vaccination act (v3 ActSubstanceAdministrationImmunizationCode). */
const acts: ReadonlySet<string> = new Set(['IMMUNIZ', 'INITIMMUNIZ', 'BOOSTER']);
export const isVaccination = (entry: XmlElement, section: string): boolean =>
  acts.has(codeOf(childOf(entry, 'code')) ?? '') || section === '11369-6';

/**
 * A vaccination as an Immunization, one that is planned as an ImmunizationRecommendation. A denied one is `not-done`. A reaction becomes an
 * Observation of its own. Undefined, and kept, when nothing names the vaccine.
 */
export function immunizationFrom(entry: XmlElement, place: Place): string | undefined {
  const product = productOf(entry, place);
  const said = textIn(entry, place);
  const kind = conceptOf(childOf(entry, 'code'), place.narrative);
  const vaccineCode = product.concept ?? (said === undefined ? kind : { ...kind, text: said });
  if (vaccineCode === undefined) return void place.keep('no-fact', entry);
  if (moodOf(entry) !== 'EVN') return recommendationFrom(entry, place, vaccineCode);
  const time = childOf(entry, 'effectiveTime');
  const occurrence = momentOf(time) ?? periodOf(time)?.start;
  const reactions = reactionsOf(entry, place);
  return place.add('Immunization', entry, {
    text: narrativeText(entry, place),
    identifier: identifiersOf(entry),
    status:
      isNegated(entry) || statusOf(entry) === 'cancelled'
        ? 'not-done'
        : statusOf(entry) === 'nullified'
          ? 'entered-in-error'
          : 'completed',
    vaccineCode,
    patient: { reference: place.patient },
    ...(occurrence === undefined ? { occurrenceString: 'Date inconnue' } : { occurrenceDateTime: occurrence }),
    recorded: authored(entry),
    manufacturer: product.manufacturer && { display: product.manufacturer },
    lotNumber: product.lotNumber,
    expirationDate: product.expirationDate,
    site: conceptOf(childOf(entry, 'approachSiteCode'), place.narrative),
    route: conceptOf(childOf(entry, 'routeCode'), place.narrative),
    doseQuantity: quantityOf(childOf(entry, 'doseQuantity')),
    performer: partiesOf(entry, 'performer').map((actor) => ({ actor })),
    note: notesOf(entry, place),
    reasonCode: linkedBy(entry, 'RSON').map((reason) => reasonOf(reason, place)),
    reaction: reactions,
    protocolApplied: rankOf(entry),
  });
}

const authored = (entry: XmlElement): string | undefined => momentOf(childOf(entry, 'author', 'time'));

function reactionsOf(entry: XmlElement, place: Place): Fields[] {
  return linkedBy(entry, 'CAUS', 'observation').flatMap((observed) => {
    const reference = observationFrom(observed, place);
    const time = childOf(observed, 'effectiveTime');
    return reference === undefined ? [] : [{ date: periodOf(time)?.start ?? momentOf(time), detail: { reference } }];
  });
}

/** The rank of the dose (LOINC 30973-2), a positive number. */
function rankOf(entry: XmlElement): Fields[] {
  const rank = observationCoded(entry, '30973-2');
  const value = rank && childOf(rank, 'value');
  const number = numberOf(value && attributeOf(value, 'value'));
  return number !== undefined && Number.isInteger(number) && number > 0 ? [{ doseNumberPositiveInt: number }] : [];
}

/** When it is due: from the first day of the interval, at the latest on the last. */
function recommendationFrom(entry: XmlElement, place: Place, vaccineCode: Fields): string {
  const time = childOf(entry, 'effectiveTime');
  const { start = momentOf(time), end } = periodOf(time) ?? {};
  const due = (code: string, value: string | undefined) =>
    value === undefined ? [] : [{ code: { coding: [{ system: 'http://loinc.org', code }] }, value }];
  const comments = notesOf(entry, place).map(({ text }) => String(text));
  return place.add('ImmunizationRecommendation', entry, {
    text: narrativeText(entry, place),
    identifier: identifiersOf(entry),
    patient: { reference: place.patient },
    date: authored(entry) ?? place.documentTime ?? '1900',
    recommendation: [
      {
        vaccineCode: [vaccineCode],
        forecastStatus: isNegated(entry) ? { text: 'Non recommandé' } : absentConcept('unknown'),
        dateCriterion: [...due('30981-5', start), ...due('59777-3', end)],
        description: comments.join(' ') || undefined,
        doseNumberPositiveInt: rankOf(entry)[0]?.doseNumberPositiveInt,
      },
    ],
  });
}
