import { attributeOf, childOf, childrenOf, type XmlElement } from '#xml';
import { type Concept, codeOf, conceptOf, hl7Concept, saysNothingKnown } from './coded.ts';
import { reasonOf } from './condition.ts';
import { dispenseFrom } from './dispense.ts';
import { dosagesOf } from './dosage.ts';
import type { Place } from './draft.ts';
import type { Fields } from './extraction.ts';
import { identifiersOf } from './identity.ts';
import { taken } from './missed.ts';
import { partiesOf } from './party.ts';
import { medicationFields, productOf } from './product.ts';
import { numberOf, quantityOf } from './quantity.ts';
import {
  instructionsIn,
  isNegated,
  linkedBy,
  moodOf,
  narrativeText,
  notesOf,
  statementsIn,
  statusOf,
  textIn,
} from './related.ts';
import { momentOf, type Period, periodOf } from './time.ts';

const planned: ReadonlySet<string> = new Set(['INT', 'RQO', 'PRP', 'PRMS']);
/** Sections whose treatments go on unless an end is given: current ones, those on admission and on discharge. */
const current: ReadonlySet<string> = new Set(['10160-0', '10183-2', '42346-7']);
/** Sections of what was given during an act or a stay. */
const given: ReadonlySet<string> = new Set(['18610-6', '57072-1', '55111-9', '73569-6']);

/**
 * A treatment as a MedicationRequest (a mood of intention) or a MedicationStatement (an event), with its dosage; deliveries inside become
 * MedicationDispenses. Undefined, and kept, when nothing names the medicine.
 */
export function medicationFrom(entry: XmlElement, place: Place): string | undefined {
  const product = productOf(entry, place);
  const known = absenceOf(entry, place);
  const said = textIn(entry, place);
  const concept = known ?? product.concept ?? (said === undefined ? undefined : { text: said });
  if (concept === undefined) return void place.keep('no-fact', entry);
  const intended = planned.has(moodOf(entry)) && known === undefined;
  const notes = notesOf(entry, place, ...instructionsIn(entry, place, 'FINSTRUCT'));
  const fields = {
    text: narrativeText(entry, place),
    identifier: identifiersOf(entry),
    ...medicationFields({ ...product, concept }),
    subject: { reference: place.patient },
    reasonCode: linkedBy(entry, 'RSON').map((reason) => reasonOf(reason, place)),
    note: notes.length > 0 ? notes : undefined,
  };
  const reference = intended ? requestFrom(entry, place, fields) : statementFrom(entry, place, fields);
  for (const supply of statementsIn(entry, 'supply'))
    if (moodOf(supply) === 'EVN') dispenseFrom(supply, place, { product, prescription: intended ? reference : undefined });
  return reference;
}

/** «No known treatment», «no information»: the code of the act itself says it. */
function absenceOf(entry: XmlElement, { narrative }: Place): Concept | undefined {
  const code = conceptOf(childOf(entry, 'code'), narrative);
  return saysNothingKnown(code) ? code : undefined;
}

function requestFrom(entry: XmlElement, place: Place, fields: Fields): string {
  const asked = taken(statementsIn(entry, 'supply').find((supply) => moodOf(supply) === 'RQO'));
  const repeats = numberOf(attributeValue(childOf(entry, 'repeatNumber')));
  const patientInstruction = instructionsIn(entry, place, 'PINSTRUCT').join(' ');
  const [first, ...further] = dosagesOf(entry, place);
  const dosageInstruction = patientInstruction === '' ? [first, ...further] : [{ ...first, patientInstruction }, ...further];
  return place.add('MedicationRequest', entry, {
    ...fields,
    // What the day of the document knew; whether it still runs is no matter of the document.
    status: requestStatus(statusOf(entry)),
    intent: moodOf(entry) === 'PRP' ? 'proposal' : place.section.code === '18776-5' ? 'plan' : 'order',
    doNotPerform: isNegated(entry) ? true : undefined,
    authoredOn: place.documentTime,
    requester: partiesOf(entry, 'author')[0],
    dosageInstruction,
    dispenseRequest: {
      validityPeriod: boundsOf(entry),
      numberOfRepeatsAllowed: repeats !== undefined && repeats >= 0 && Number.isInteger(repeats) ? repeats : undefined,
      quantity: asked && quantityOf(childOf(asked, 'quantity')),
    },
    substitution: substitutionOf(entry, place),
  });
}

const requestStatus = (status: string) =>
  status === 'cancelled' || status === 'aborted' ? 'cancelled' : status === 'suspended' ? 'on-hold' : 'active';

function statementFrom(entry: XmlElement, place: Place, fields: Fields): string {
  const period = boundsOf(entry);
  const when =
    period === undefined
      ? { effectiveDateTime: childrenOf(entry, 'effectiveTime').map(momentOf)[0] }
      : { effectivePeriod: period };
  return place.add('MedicationStatement', entry, {
    ...fields,
    status: isNegated(entry) ? 'not-taken' : statementStatus(entry, place, period),
    ...when,
    dateAsserted: place.documentTime,
    informationSource: partiesOf(entry, 'informant')[0],
    dosage: dosagesOf(entry, place),
  });
}

/** The CI-SIS writes `completed` whatever happens, so the end of the treatment and the section tell. */
function statementStatus(entry: XmlElement, { documentTime, section }: Place, period: Period | undefined): string {
  if (['aborted', 'cancelled'].includes(statusOf(entry))) return 'stopped';
  if (period?.end !== undefined)
    return documentTime !== undefined && Date.parse(period.end) > Date.parse(documentTime) ? 'active' : 'completed';
  if (statusOf(entry) === 'active') return 'active';
  return given.has(section.code) ? 'completed' : current.has(section.code) ? 'active' : 'unknown';
}

/** The days of a treatment: the first time that has bounds. */
function boundsOf(entry: XmlElement): Period | undefined {
  return childrenOf(entry, 'effectiveTime')
    .map(periodOf)
    .find((each) => each !== undefined);
}

function substitutionOf(entry: XmlElement, { narrative }: Place): Fields | undefined {
  const act = statementsIn(entry, 'act').find((each) => /^[A-Z]{1,2}$/.test(codeOf(childOf(each, 'code')) ?? ''));
  const code = act && childOf(act, 'code');
  if (code === undefined || !(attributeOf(code, 'codeSystem') ?? '').endsWith('.5.1070')) return undefined;
  taken(act);
  return { allowedCodeableConcept: conceptOf(code, narrative) ?? hl7Concept('v3-substanceAdminSubstitution', 'N') };
}

const attributeValue = (element: XmlElement | undefined) => element && attributeOf(element, 'value');
