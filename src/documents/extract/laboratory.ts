import { attributeOf, childOf, childrenOf, type XmlElement } from '#xml';
import { absentConcept, conceptOf, hl7Concept } from './coded.ts';
import type { Place } from './draft.ts';
import type { Fields } from './extraction.ts';
import { identifiersOf } from './identity.ts';
import { type Around, observationFrom, observationStatus } from './observation.ts';
import { type Others, panelFrom } from './panel.ts';
import { partyOf, performersOf } from './party.ts';
import { listed, notesOf, statementsIn } from './related.ts';
import { specimenFrom } from './specimen.ts';
import { whenOf } from './time.ts';

/** LOINC codes of the specialties of biology, which the entry of a laboratory section carries. Source: CI-SIS, CR-BIO, jeu de valeurs des chapitres. */
const specialties: ReadonlySet<string> = new Set(
  (
    '18717-9 18718-7 18719-5 18720-3 18721-1 18722-9 18723-7 18724-5 18725-2 18727-8 18728-6 18729-4 18767-4 18768-2 18769-0 26435-8 ' +
    '26436-6 26437-4 26438-2 27895-2 27896-0 27897-8 27898-6 56847-7 57698-3 14340-4 18726-0 18716-1 53553-4 50397-9 101792-0'
  ).split(' '),
);
export const isSpecialty = (code: string | undefined): boolean => code !== undefined && specialties.has(code);

/**
 * The act of a laboratory section as a DiagnosticReport with its Specimens and Observations. A result has the specimen when the act has one
 * only: with several, v3 does not say which. Answers the reference, undefined when the act holds no result.
 */
export function laboratoryFrom(act: XmlElement, place: Place, others: Others): string | undefined {
  const specimens = statementsIn(act, 'procedure').flatMap((procedure) =>
    listed(place.isFull ? void place.keep('too-many', procedure) : specimenFrom(procedure, place)),
  );
  const performer = performersOf(act);
  const around: Around = {
    category: 'laboratory',
    ...(specimens.length === 1 && specimens[0] !== undefined && { specimen: specimens[0] }),
    ...(performer.length > 0 && { performer }),
  };
  const results: string[] = [];
  for (const statement of statementsIn(act)) {
    if (statement.name === 'procedure' || (statement.name === 'act' && childOf(statement, 'text') !== undefined)) continue;
    const made =
      statement.name === 'observation'
        ? observationFrom(statement, place, around)
        : statement.name === 'organizer'
          ? panelFrom(statement, place, around, others)
          : void others(statement, place);
    if (made !== undefined) results.push(made);
  }
  if (results.length === 0 && specimens.length === 0) return undefined;
  const status = observationStatus(act);
  return place.add('DiagnosticReport', act, {
    identifier: identifiersOf(act),
    status,
    category: [hl7Concept('v2-0074', 'LAB')],
    code: conceptOf(childOf(act, 'code'), place.narrative) ?? absentConcept(),
    subject: { reference: place.patient },
    ...whenOf('effective', childOf(act, 'effectiveTime')),
    performer,
    resultsInterpreter: signersOf(act),
    specimen: specimens.map((reference) => ({ reference })),
    result: results.map((reference) => ({ reference })),
    conclusion:
      notesOf(act, place)
        .map(({ text }) => String(text))
        .join('\n') || undefined,
  });
}

/** Those who answer for the results (AUTHEN); the devices that took part are no people. */
function signersOf(act: XmlElement): Fields[] {
  return childrenOf(act, 'participant')
    .filter((each) => attributeOf(each, 'typeCode') === 'AUTHEN')
    .flatMap((each) => listed(partyOf(childOf(each, 'participantRole'))));
}
