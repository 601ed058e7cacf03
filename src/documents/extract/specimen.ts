import { attributeOf, childOf, childrenOf, type XmlElement } from '#xml';
import { type Concept, codeOf, conceptOf } from './coded.ts';
import type { Place } from './draft.ts';
import { identifiersOf } from './identity.ts';
import { taken as read } from './missed.ts';
import { partiesOf } from './party.ts';
import { notesOf, statementsIn } from './related.ts';
import { momentOf, whenOf } from './time.ts';

/** The collection procedure of a biology section as a Specimen: what was taken, when, how, where, when it arrived. */
export function specimenFrom(procedure: XmlElement, place: Place): string {
  const { narrative } = place;
  const taken = childrenOf(procedure, 'participant')
    .map((participant) => childOf(participant, 'participantRole'))
    .find((role) => role !== undefined && attributeOf(role, 'classCode') === 'SPEC');
  const received = read(statementsIn(procedure, 'act').find((act) => codeOf(childOf(act, 'code')) === 'SPRECEIVE'));
  return place.add('Specimen', procedure, {
    identifier: taken === undefined ? identifiersOf(procedure) : identifiersOf(taken),
    type: taken && conceptOf(childOf(taken, 'playingEntity', 'code'), narrative),
    subject: { reference: place.patient },
    receivedTime: received && momentOf(childOf(received, 'effectiveTime')),
    collection: {
      collector: partiesOf(procedure, 'performer')[0],
      ...whenOf('collected', childOf(procedure, 'effectiveTime')),
      method: conceptOf(childOf(procedure, 'code'), narrative),
      bodySite: conceptOf(childOf(procedure, 'targetSiteCode'), narrative),
    },
    note: notesOf(procedure, place),
  });
}

/** The isolate that an organizer of microbiology is about: the organism, and the Specimen that stands for it. */
export function isolateIn(
  organizer: XmlElement,
  place: Place,
): { readonly reference: string; readonly organism: Concept } | undefined {
  const role = childOf(organizer, 'specimen', 'specimenRole');
  const entity = role && childOf(role, 'specimenPlayingEntity');
  const organism = entity && conceptOf(childOf(entity, 'code'), place.narrative);
  if (role === undefined || organism === undefined) return undefined;
  const fields = { identifier: identifiersOf(role), type: organism, subject: { reference: place.patient } };
  return { reference: place.add('Specimen', role, fields), organism };
}
