import { attributeOf, childOf, childrenOf, type XmlElement } from '#xml';
import { absentConcept, conceptOf } from './coded.ts';
import type { Place } from './draft.ts';
import { type Around, observationFields, observationFrom } from './observation.ts';
import { performersOf } from './party.ts';
import { statementsIn } from './related.ts';
import { isolateIn } from './specimen.ts';
import { whenOf } from './time.ts';

/** What else may stand in an organizer is mapped by whoever knows all entries. */
export type Others = (statement: XmlElement, place: Place) => void;

/**
 * An organizer as an Observation that groups (`hasMember`): its own code or, for an isolate of microbiology, the organism as value and as
 * specimen of what is in it. Time and performers pass on to members that have none. Answers the reference, undefined for an empty one.
 */
export function panelFrom(organizer: XmlElement, place: Place, around: Around, others: Others): string | undefined {
  if (place.isFull) return void place.keep('too-many', organizer);
  const isolate = isolateIn(organizer, place);
  const when = whenOf('effective', childOf(organizer, 'effectiveTime'));
  const performer = performersOf(organizer);
  const inside: Around = {
    ...around,
    ...(isolate !== undefined && { specimen: isolate.reference }),
    ...(Object.keys(when).length > 0 && { when }),
    ...(performer.length > 0 && { performer }),
  };
  const members: string[] = [];
  for (const statement of statementsIn(organizer)) {
    const made =
      statement.name === 'observation'
        ? observationFrom(statement, place, inside)
        : statement.name === 'organizer'
          ? panelFrom(statement, place, inside, others)
          : void others(statement, place);
    if (made !== undefined) members.push(made);
  }
  if (members.length === 0) return undefined;
  const named = conceptOf(childOf(organizer, 'code'), place.narrative);
  const code = named ?? (isolate === undefined ? titled(place) : { text: 'Isolat' });
  return place.add('Observation', organizer, {
    ...observationFields(organizer, place, inside),
    code,
    valueCodeableConcept: isolate?.organism,
    hasMember: members.map((reference) => ({ reference })),
  });
}

const titled = ({ section }: Place) => (section.title === '' ? absentConcept() : { text: section.title });

/** True when an organizer holds files and their type only. */
export function holdsFiles(organizer: XmlElement): boolean {
  return childrenOf(organizer, 'component').some(
    (link) => childrenOf(link, 'observationMedia').length > 0 || attributeOf(link, 'typeCode') === 'XCRPT',
  );
}
