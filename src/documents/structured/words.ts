import { isObject, type Json, objects } from '#fhir';
import { printedUnit } from '#terminology';

/** The parts of a FHIR resource in the words of a French reader. A part that is not understood gives nothing. */

const object = (value: unknown): Json | undefined => (isObject(value) ? value : undefined);
const words = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.replace(/\s+/g, ' ').trim() : undefined;

/** A CodeableConcept: its own text, else the label of its first code, else that code. */
export function conceptWords(value: unknown): string | undefined {
  const concept = object(value);
  const [coding] = objects(concept?.coding);
  return words(concept?.text) ?? words(coding?.display) ?? words(coding?.code);
}

/** `75 g/L`, `< 0,5 mmol/L`. */
export function quantityWords(value: unknown): string | undefined {
  const quantity = object(value);
  if (typeof quantity?.value !== 'number') return undefined;
  const shown = [words(quantity.comparator), String(quantity.value).replace('.', ','), unitWords(quantity)];
  return shown.filter((part) => part !== undefined).join(' ');
}

function unitWords({ unit, code }: Json): string | undefined {
  const written = words(unit) ?? words(code);
  const printed = written === undefined ? '' : printedUnit(written);
  return printed === '' ? undefined : printed;
}

/** The day of a FHIR date or dateTime as it is written there, in whichever zone: no clock moves it. */
export function dayWords(value: unknown): string | undefined {
  const found = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?/.exec(words(value) ?? '');
  return found?.slice(1).filter(Boolean).reverse().join('/');
}

function periodWords(value: unknown): string | undefined {
  const period = object(value);
  const [from, to] = [dayWords(period?.start), dayWords(period?.end)];
  if (from !== undefined && to !== undefined) return from === to ? from : `du ${from} au ${to}`;
  return from === undefined ? to && `jusqu’au ${to}` : `depuis le ${from}`;
}

/** `63 – 83 g/L`, `≤ 5 mg/L`, or what the laboratory wrote. */
export function bandWords(ranges: unknown): string | undefined {
  const shown = objects(ranges).flatMap(({ low, high, text }): readonly string[] => {
    const [least, most] = [quantityWords(low), quantityWords(high)];
    const unit = unitWords(object(low) ?? {});
    if (least !== undefined && most !== undefined)
      return [
        `${unit === undefined || unit !== unitWords(object(high) ?? {}) ? least : least.slice(0, -unit.length).trim()} – ${most}`,
      ];
    if (least !== undefined) return [`≥ ${least}`];
    if (most !== undefined) return [`≤ ${most}`];
    const said = words(text);
    return said === undefined ? [] : [said];
  });
  return shown.length === 0 ? undefined : shown.join(' ; ');
}

const judged: Readonly<Record<string, string>> = {
  N: 'normal',
  A: 'anormal',
  AA: 'très anormal',
  H: 'au-dessus',
  HH: 'très au-dessus',
  HU: 'très au-dessus',
  L: 'en dessous',
  LL: 'très en dessous',
  LU: 'très en dessous',
  POS: 'positif',
  NEG: 'négatif',
  S: 'sensible',
  I: 'intermédiaire',
  R: 'résistant',
};

/** The judgement of a result, by the code of HL7's ObservationInterpretation. */
export function interpretationWords(values: unknown): string | undefined {
  const shown = objects(values).flatMap((one) => {
    const code = words(objects(one.coding)[0]?.code);
    return (code === undefined ? undefined : judged[code]) ?? conceptWords(one) ?? [];
  });
  return shown.length === 0 ? undefined : shown.join(', ');
}

/** The value of an Observation, of whichever type; absent when it has none. */
export function valueWords(observation: Json): string | undefined {
  const { valueBoolean, valueQuantity, valueCodeableConcept, valueString, valueDateTime, valueRange, valuePeriod } = observation;
  if (typeof valueBoolean === 'boolean') return valueBoolean ? 'oui' : 'non';
  return (
    quantityWords(valueQuantity) ??
    conceptWords(valueCodeableConcept) ??
    words(valueString) ??
    dayWords(valueDateTime) ??
    bandWords([valueRange]) ??
    periodWords(valuePeriod) ??
    countWords(observation) ??
    conceptWords(observation.dataAbsentReason)
  );
}

function countWords({ valueInteger, valueRatio }: Json): string | undefined {
  if (typeof valueInteger === 'number') return String(valueInteger);
  const ratio = object(valueRatio);
  const [above, below] = [quantityWords(ratio?.numerator), quantityWords(ratio?.denominator)];
  return above === undefined || below === undefined ? undefined : `${above} / ${below}`;
}

/** When it was, began or was asked for. */
export function timeWords(resource: Json): string | undefined {
  const days = ['effectiveDateTime', 'onsetDateTime', 'performedDateTime', 'occurrenceDateTime', 'whenHandedOver', 'started'];
  const periods = ['effectivePeriod', 'performedPeriod', 'occurrencePeriod', 'period', 'timingPeriod'];
  for (const name of days) {
    const day = dayWords(resource[name]);
    const end = name === 'onsetDateTime' ? dayWords(resource.abatementDateTime) : undefined;
    if (day !== undefined) return end === undefined ? day : `du ${day} au ${end}`;
  }
  for (const name of periods) {
    const period = periodWords(resource[name]);
    if (period !== undefined) return period;
  }
  return dayWords(resource.authoredOn);
}

/** What it is about: the exam, the vaccine, the medicine, the act. */
export function subjectWords(resource: Json): string | undefined {
  const { code, vaccineCode, medicationCodeableConcept, codeCodeableConcept, description, relationship, modality, type } =
    resource;
  const [firstType] = objects(type);
  const family = objects(resource.condition).flatMap((one) => conceptWords(one.code) ?? []);
  const related = conceptWords(relationship);
  return (
    conceptWords(code) ??
    conceptWords(vaccineCode) ??
    conceptWords(medicationCodeableConcept) ??
    conceptWords(objects(resource.contained).find(({ resourceType }) => resourceType === 'Medication')?.code) ??
    conceptWords(codeCodeableConcept) ??
    conceptWords(description) ??
    (related === undefined ? undefined : [related, family.join(', ')].filter((part) => part !== '').join(' : ')) ??
    conceptWords(firstType ?? type) ??
    conceptWords({ coding: modality })
  );
}

/** What makes the fact complete: dose, lot, severity, reaction, note. */
export function detailWords(resource: Json): readonly string[] {
  const dosage = objects(resource.dosage ?? resource.dosageInstruction).flatMap((one) => words(one.text) ?? []);
  const reactions = objects(resource.reaction).flatMap((one) =>
    objects(one.manifestation).flatMap((seen) => conceptWords(seen) ?? []),
  );
  const told: readonly (readonly [string, string | undefined])[] = [
    ['état', conceptWords(resource.clinicalStatus)],
    ['dose', quantityWords(resource.doseQuantity)],
    ['quantité', quantityWords(resource.quantity)],
    ['lot', words(resource.lotNumber)],
    ['gravité', conceptWords(resource.severity)],
    ['réactions', reactions.join(', ')],
    ['posologie', dosage.join(' ; ')],
    [
      'localisation',
      objects(resource.bodySite)
        .flatMap((site) => conceptWords(site) ?? [])
        .join(', '),
    ],
    [
      'note',
      objects(resource.note)
        .flatMap((one) => words(one.text) ?? [])
        .join(' ; '),
    ],
  ];
  return told.flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [`${name} : ${stateWords[value] ?? value}`],
  );
}

const stateWords: Readonly<Record<string, string>> = {
  active: 'actif',
  inactive: 'inactif',
  resolved: 'guéri',
  recurrence: 'récidive',
};
