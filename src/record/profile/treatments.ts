import { isObject, type Json, objects, text } from '#fhir';
import { given, joined, labelOf, notesOf, type Thing, thingOf } from './concept.ts';
import { doseOf } from './dose.ts';
import { knownAs } from './known.ts';
import type { Around, Said } from './statement.ts';
import { dayOf, daysAfter, endOf, isBefore, keptAt, lastDay, momentOf } from './when.ts';

const over: ReadonlySet<string> = new Set(['completed', 'stopped', 'cancelled', 'not-taken', 'declined']);
/** No medicine is prescribed for longer. Source: CSP, art. R. 5132-21: douze mois. */
const longestPrescriptionDays = 366;

/**
 * A medicine that is or was taken, prescribed or handed over. It is over when its end is past or its status says so; what was prescribed or
 * handed over without an end, a year later. What must not be given (`doNotPerform`) and drafts are no treatment.
 */
export function treatmentSaid(resource: Json, { today }: Around): readonly Said[] {
  const thing = knownAs('treatments', medicineOf(resource));
  const status = text(resource.status) ?? '';
  if (thing === undefined || resource.doNotPerform === true || status === 'draft') return [];
  const dispensed = resource.resourceType === 'MedicationDispense';
  const dosages = [...objects(resource.dosage), ...objects(resource.dosageInstruction)];
  const { effectiveDateTime, effectivePeriod, authoredOn, whenHandedOver, dateAsserted } = resource;
  const [first] = dosages;
  const bounds = boundsOf(first);
  const from = dayOf(
    momentOf(
      effectivePeriod,
      effectiveDateTime,
      bounds.boundsPeriod,
      supplyOf(resource).validityPeriod,
      authoredOn,
      whenHandedOver,
    ),
  );
  const until = dayOf(endOfTreatment(resource, from, bounds));
  const lapsed =
    until === undefined &&
    resource.resourceType !== 'MedicationStatement' &&
    isBefore(daysAfter(from, longestPrescriptionDays), today);
  return [
    {
      section: 'treatments',
      ...thing,
      ...joined(notesOf(resource)),
      ...given('reason', reasonOf(resource)),
      ...given('dose', doseOf(dosages)),
      ...given('from', from),
      ...given('until', until),
      // A delivery is `completed` when it is made: that says nothing of the treatment.
      ended: (over.has(status) && !dispensed) || isBefore(until, today) || lapsed,
      severe: false,
      ...given('at', momentOf(dateAsserted, authoredOn, whenHandedOver, effectivePeriod, effectiveDateTime, keptAt(resource))),
      ...(dispensed ? { weak: true } : {}),
    },
  ];
}

function medicineOf(resource: Json): Thing | undefined {
  const named = thingOf(resource.medicationCodeableConcept);
  const { medicationReference } = resource;
  if (named !== undefined || !isObject(medicationReference)) return named;
  const id = text(medicationReference.reference)?.replace(/^#/, '');
  const inside = objects(resource.contained).find((one) => text(one.id) === id);
  return thingOf(inside?.code) ?? thingOf({ text: text(medicationReference.display) });
}

const supplyOf = ({ dispenseRequest }: Json): Json => (isObject(dispenseRequest) ? dispenseRequest : {});

function boundsOf(dosage: Json | undefined): Json {
  const timing = isObject(dosage?.timing) ? dosage.timing : {};
  return isObject(timing.repeat) ? timing.repeat : {};
}

function endOfTreatment(resource: Json, from: string | undefined, { boundsPeriod, boundsDuration }: Json): string | undefined {
  const { validityPeriod, expectedSupplyDuration } = supplyOf(resource);
  return (
    endOf(resource.effectivePeriod) ??
    endOf(boundsPeriod) ??
    lastDay(from, boundsDuration) ??
    endOf(validityPeriod) ??
    lastDay(from, expectedSupplyDuration) ??
    lastDay(from, resource.daysSupply)
  );
}

function reasonOf({ reasonCode }: Json): string | undefined {
  const reasons = objects(reasonCode).flatMap((one) => labelOf(one) ?? []);
  return reasons.length === 0 ? undefined : [...new Set(reasons)].join(', ');
}
