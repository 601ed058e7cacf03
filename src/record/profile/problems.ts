import type { Json } from '#fhir';
import { codesOf, given, joined, labelOf, notesOf, thingOf } from './concept.ts';
import { knownAs } from './known.ts';
import type { Around, Said } from './statement.ts';
import { dayOf, endOf, isBefore, keptAt, momentOf } from './when.ts';

const over: ReadonlySet<string> = new Set(['inactive', 'resolved', 'remission']);

/** A disease, past or present. What is denied (`refuted`) or withdrawn is no problem. */
export function problemSaid(condition: Json, { today }: Around): readonly Said[] {
  const thing = knownAs('problems', thingOf(condition.code));
  const verification = codesOf(condition.verificationStatus);
  if (thing === undefined || verification.includes('refuted') || verification.includes('entered-in-error')) return [];
  const until = momentOf(condition.abatementDateTime) ?? endOf(condition.abatementPeriod);
  return [
    {
      section: 'problems',
      ...thing,
      ...joined(labelOf(condition.severity), notesOf(condition)),
      ...given('from', dayOf(momentOf(condition.onsetDateTime, condition.onsetPeriod))),
      ...given('until', dayOf(until)),
      ended: codesOf(condition.clinicalStatus).some((code) => over.has(code)) || isBefore(until, today),
      severe: false,
      ...given('at', momentOf(condition.recordedDate, keptAt(condition))),
    },
  ];
}
