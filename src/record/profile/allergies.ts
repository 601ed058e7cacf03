import { type Json, objects, text } from '#fhir';
import { codesOf, given, joined, labelOf, notesOf, thingOf, wordsOf } from './concept.ts';
import { knownAs } from './known.ts';
import type { Said } from './statement.ts';
import { dayOf, keptAt, momentOf } from './when.ts';

/** An allergy or intolerance, severe by its criticality or by a reaction that was. */
export function allergySaid(allergy: Json): readonly Said[] {
  const thing = knownAs('allergies', thingOf(allergy.code));
  const verification = codesOf(allergy.verificationStatus);
  if (thing === undefined || verification.includes('refuted') || verification.includes('entered-in-error')) return [];
  const reactions = objects(allergy.reaction);
  const signs = reactions.flatMap(({ manifestation, description }) => {
    const told = objects(manifestation).flatMap((one) => labelOf(one) ?? []);
    return told.length > 0 ? told : (wordsOf(text(description)) ?? []);
  });
  return [
    {
      section: 'allergies',
      ...thing,
      ...joined(signs.length === 0 ? undefined : [...new Set(signs)].join(', '), notesOf(allergy)),
      ...given('from', dayOf(momentOf(allergy.onsetDateTime, allergy.onsetPeriod))),
      ended: codesOf(allergy.clinicalStatus).some((code) => code === 'inactive' || code === 'resolved'),
      severe: allergy.criticality === 'high' || reactions.some(({ severity }) => severity === 'severe'),
      ...given('at', momentOf(allergy.recordedDate, keptAt(allergy))),
    },
  ];
}
