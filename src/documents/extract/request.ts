import { childOf, childrenOf, type XmlElement } from '#xml';
import { absentConcept, conceptOf } from './coded.ts';
import { reasonOf } from './condition.ts';
import type { Place } from './draft.ts';
import type { Fields } from './extraction.ts';
import { identifiersOf } from './identity.ts';
import { partiesOf } from './party.ts';
import { isNegated, linkedBy, moodOf, narrativeText, notesOf, statusOf, textIn } from './related.ts';
import { momentOf, whenOf } from './time.ts';
import { saidValue } from './value.ts';

/** Moods of HL7 v3 and the intents of a request. */
const intents: Readonly<Record<string, string>> = {
  RQO: 'order',
  PRP: 'proposal',
  ARQ: 'proposal',
  INT: 'plan',
  APT: 'plan',
  PRMS: 'plan',
};

/**
 * An examination, act or encounter that is to come as a ServiceRequest; a denied one is `doNotPerform`. What a coded value adds to the code
 * stands among the order details. Undefined, and kept, when nothing names it.
 */
export function requestFrom(entry: XmlElement, place: Place): string | undefined {
  const { narrative } = place;
  const said = textIn(entry, place);
  const code = conceptOf(childOf(entry, 'code'), narrative) ?? (said === undefined ? undefined : { text: said });
  if (code === undefined) return void place.keep('no-fact', entry);
  const value = childOf(entry, 'value') === undefined ? {} : saidValue(entry, place);
  const status = statusOf(entry);
  return place.add('ServiceRequest', entry, {
    text: narrativeText(entry, place),
    identifier: identifiersOf(entry),
    status: status === 'cancelled' || status === 'aborted' ? 'revoked' : status === 'suspended' ? 'on-hold' : 'active',
    intent: intents[moodOf(entry)] ?? 'plan',
    doNotPerform: isNegated(entry) ? true : undefined,
    code,
    orderDetail: [value.valueCodeableConcept],
    subject: { reference: place.patient },
    ...whenOf('occurrence', childOf(entry, 'effectiveTime')),
    authoredOn: place.documentTime,
    requester: partiesOf(entry, 'author')[0],
    performer: partiesOf(entry, 'performer'),
    reasonCode: linkedBy(entry, 'RSON').map((reason) => reasonOf(reason, place)),
    bodySite: childrenOf(entry, 'targetSiteCode').map((site) => conceptOf(site, narrative)),
    note: [...notesOf(entry, place), ...unsaid(value)],
  });
}

/** A value that is no code goes to a note, in its own words. */
function unsaid({ valueString, valueQuantity, valueDateTime, valueBoolean }: Fields): Fields[] {
  const quantity = valueQuantity as { value?: number; unit?: string } | undefined;
  if (typeof valueString === 'string') return [{ text: valueString }];
  if (quantity?.value !== undefined) return [{ text: `${quantity.value} ${quantity.unit ?? ''}`.trim() }];
  if (typeof valueDateTime === 'string') return [{ text: valueDateTime }];
  return typeof valueBoolean === 'boolean' ? [{ text: valueBoolean ? 'Oui' : 'Non' }] : [];
}

/** An aim (mood GOL) as a Goal; a denied one is not wanted, and stays in the narrative. */
export function goalFrom(entry: XmlElement, place: Place): string | undefined {
  if (isNegated(entry)) return void place.keep('negated', entry);
  const { narrative } = place;
  const code = conceptOf(childOf(entry, 'code'), narrative);
  const { valueCodeableConcept, valueQuantity } = saidValue(entry, place);
  const said = textIn(entry, place);
  if (code === undefined && said === undefined) return void place.keep('no-fact', entry);
  const detail =
    valueCodeableConcept !== undefined ? { detailCodeableConcept: valueCodeableConcept } : { detailQuantity: valueQuantity };
  const due = momentOf(childOf(entry, 'effectiveTime'))?.slice(0, 10);
  const target =
    valueCodeableConcept === undefined && valueQuantity === undefined
      ? []
      : [{ measure: code ?? absentConcept(), ...detail, dueDate: due }];
  return place.add('Goal', entry, {
    text: narrativeText(entry, place),
    identifier: identifiersOf(entry),
    lifecycleStatus: 'proposed',
    description: code ?? { text: said },
    subject: { reference: place.patient },
    target,
    note: notesOf(entry, place),
  });
}
