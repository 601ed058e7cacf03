import { attributeOf, childOf, childrenOf, type XmlElement } from '#xml';
import { conceptOf } from './coded.ts';
import { reasonOf } from './condition.ts';
import type { Place } from './draft.ts';
import type { Fields } from './extraction.ts';
import { identifiersOf } from './identity.ts';
import { observationFrom } from './observation.ts';
import { partiesOf } from './party.ts';
import { linkedBy, moodOf, narrativeText, notesOf, statementsIn, statusOf, textIn } from './related.ts';
import { whenOf } from './time.ts';

/**
 * An implant or a device as a Device with its DeviceUseStatement, one that is prescribed as a DeviceRequest. The measures on it (battery,
 * threshold …) are Observations. Undefined, and kept, when nothing names it.
 */
export function deviceFrom(supply: XmlElement, place: Place): string | undefined {
  const { narrative } = place;
  const role = childrenOf(supply, 'participant')
    .map((participant) => childOf(participant, 'participantRole'))
    .find((each) => each !== undefined);
  const said = textIn(supply, place);
  const code = role && conceptOf(childOf(role, 'playingDevice', 'code'), narrative);
  const type = code ?? (said === undefined ? undefined : { text: said });
  if (type === undefined) return void place.keep('no-fact', supply);
  const notes = notesOf(supply, place);
  const common = {
    text: narrativeText(supply, place),
    identifier: identifiersOf(supply),
    note: notes.length > 0 ? notes : undefined,
  };
  if (moodOf(supply) !== 'EVN') {
    return place.add('DeviceRequest', supply, {
      ...common,
      status: 'active',
      intent: 'order',
      codeCodeableConcept: type,
      subject: { reference: place.patient },
      ...whenOf('occurrence', childOf(supply, 'effectiveTime')),
      authoredOn: place.documentTime,
      requester: partiesOf(supply, 'author')[0],
    });
  }
  const reasons = linkedBy(supply, 'RSON', 'act').map((reason) => reasonOf(reason, place));
  const device = place.add('Device', role ?? supply, {
    ...(role !== undefined && { identifier: identifiersOf(role), ...udiOf(role) }),
    type,
    patient: { reference: place.patient },
  });
  for (const measure of statementsIn(supply, 'observation')) observationFrom(measure, place, { category: 'exam' });
  return place.add('DeviceUseStatement', supply, {
    ...common,
    status: statusOf(supply) === 'aborted' ? 'stopped' : ended(supply) ? 'completed' : 'active',
    subject: { reference: place.patient },
    ...timing(supply),
    device: { reference: device },
    reasonCode: reasons.length > 0 ? reasons : undefined,
  });
}

const ended = (supply: XmlElement) => {
  const { timingPeriod } = whenOf('timing', childOf(supply, 'effectiveTime')) as { timingPeriod?: { end?: string } };
  return timingPeriod?.end !== undefined;
};

const timing = (supply: XmlElement) => whenOf('timing', childOf(supply, 'effectiveTime'));

/**
 * What the unique identification of the device says, where its id is written as GS1 prints it (`(01)…(17)…(10)…(21)…`; braces are read too): the
 * carrier as it is, then identifier, expiry, lot and serial number.
 */
function udiOf(role: XmlElement): Fields {
  const carrier = childrenOf(role, 'id')
    .map((id) => attributeOf(id, 'extension')?.trim() ?? '')
    .find((text) => /^[({]01[)}]\d{14}/.test(text));
  if (carrier === undefined) return {};
  const parts = new Map(
    [...carrier.matchAll(/[({](\d{2})[)}]([^({]*)/g)].map(([, name = '', value = '']) => [name, value.trim()]),
  );
  const expiry = /^(\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/.exec(parts.get('17') ?? '');
  return {
    udiCarrier: [{ deviceIdentifier: parts.get('01')?.slice(0, 14), carrierHRF: carrier }],
    expirationDate: expiry === null ? undefined : `20${expiry[1]}-${expiry[2]}-${expiry[3]}`,
    lotNumber: parts.get('10') || undefined,
    serialNumber: parts.get('21') || undefined,
  };
}
