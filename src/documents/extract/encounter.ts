import { childOf, childrenOf, type XmlElement } from '#xml';
import { absentConcept, type Coding, conceptOf } from './coded.ts';
import { reasonOf } from './condition.ts';
import type { Place } from './draft.ts';
import { identifiersOf } from './identity.ts';
import { organizationOf, partiesOf } from './party.ts';
import { linkedBy, moodOf, narrativeText } from './related.ts';
import { requestFrom } from './request.ts';
import { momentOf, periodOf } from './time.ts';

/** A stay or visit that took place as an Encounter; one that is asked for as a ServiceRequest. */
export function encounterFrom(entry: XmlElement, place: Place): string | undefined {
  if (moodOf(entry) !== 'EVN') return requestFrom(entry, place);
  const code = conceptOf(childOf(entry, 'code'), place.narrative);
  const time = childOf(entry, 'effectiveTime');
  const at = momentOf(time);
  const period = at === undefined ? periodOf(time) : { start: at };
  return place.add('Encounter', entry, {
    text: narrativeText(entry, place),
    identifier: identifiersOf(entry),
    // A period without an end may still run: the document does not say so.
    status: at !== undefined || period?.end !== undefined ? 'finished' : 'unknown',
    class: classOf(code?.coding),
    type: [code],
    subject: { reference: place.patient },
    participant: partiesOf(entry, 'performer')
      .map((individual) => ({ individual }))
      .filter(({ individual }) => individual.type === 'Practitioner'),
    period,
    reasonCode: linkedBy(entry, 'RSON').map((reason) => reasonOf(reason, place)),
    serviceProvider: providerOf(entry),
  });
}

/** AMB, IMP … when the code is one of these, as R4 would have it; the document's own code otherwise. */
function classOf(codings: readonly Coding[] | undefined): unknown {
  return codings?.find(({ system }) => system?.endsWith('v3-ActCode')) ?? codings?.[0] ?? absentConcept().coding?.[0];
}

function providerOf(entry: XmlElement) {
  for (const participation of childrenOf(entry, 'performer', 'participant')) {
    const role = childOf(participation, 'assignedEntity') ?? childOf(participation, 'participantRole');
    const organization = role && organizationOf(role);
    if (organization !== undefined)
      return { type: 'Organization', identifier: organization.identifier, display: organization.name };
  }
  return undefined;
}
