import { type Asked, type Json, objects, text } from '#fhir';
import { wishSaid } from '../profile/wishes.ts';
import { deviceUses } from './devices.ts';
import {
  bandWords,
  componentWords,
  conceptKey,
  conceptWords,
  dayWords,
  interpretationWords,
  quantityWords,
  statusIn,
  valueWords,
} from './say.ts';

/** A part of a summary. */
export interface SectionRule {
  /** LOINC, as the International Patient Summary names its sections. */
  readonly code: string;
  readonly title: string;
  readonly types: readonly string[];
  /** Which of these types, where the database can tell. */
  readonly asked?: Asked;
  /** Left out when there is nothing: the guide asks for the others always. */
  readonly optional?: true;
  /** How many of a type are looked at, the newest first. */
  readonly looked: number;
  /** How many are told. */
  readonly most: number;
  /** What is found, made into what the section holds. */
  prepared?(found: readonly Json[]): readonly Json[];
  belongs(resource: Json): boolean;
  /** The same thing told twice is told once, as it was told last. */
  key(resource: Json): string;
  /** The same thing in words: who says it with a code and who says it without say the same. */
  also?(resource: Json): string;
  /** An ISO date, to put the newest first; empty when there is none. */
  date(resource: Json): string;
  /** In words: what it is, then what more is known of it. */
  words(resource: Json): readonly [what: string, ...more: (string | undefined)[]];
}

const over: ReadonlySet<string> = new Set(['inactive', 'resolved', 'remission']);
const untrue: ReadonlySet<string> = new Set(['refuted', 'entered-in-error']);
const unnamed = 'Non précisé';
const dateIn = (resource: Json, ...names: string[]): string =>
  names.map((name) => text(resource[name])).find((date) => date !== undefined) ?? '';
/** A day takes other words than a month or a year. */
const since = (date: unknown): string | undefined =>
  typeof date === 'string' && date !== '' ? `${date.length < 10 ? 'depuis' : 'depuis le'} ${dayWords(date)}` : undefined;
const isTrue = (resource: Json): boolean => !untrue.has(statusIn(resource, 'verificationStatus'));
const stands = (resource: Json): boolean => isTrue(resource) && !over.has(statusIn(resource, 'clinicalStatus'));

const said = (concept: unknown): string => (conceptWords(concept) ?? '').toLowerCase();

const condition = {
  types: ['Condition'],
  looked: 300,
  most: 100,
  key: ({ code }: Json) => conceptKey(code),
  also: ({ code }: Json) => said(code),
  date: (one: Json) => dateIn(one, 'onsetDateTime', 'recordedDate'),
};

/**
 * What a summary holds, in the order in which a reader in a hurry wants it. Codes of sections: HL7 International Patient Summary 2.0,
 * Composition.section. What is over, denied or entered in error is left out, but for past illness.
 */
export const sectionRules: readonly SectionRule[] = [
  {
    code: '48765-2',
    title: 'Allergies et intolérances',
    types: ['AllergyIntolerance'],
    looked: 300,
    most: 100,
    belongs: stands,
    key: ({ code }) => conceptKey(code),
    also: ({ code }) => said(code),
    date: (one) => dateIn(one, 'recordedDate', 'onsetDateTime'),
    words: (one) => [
      conceptWords(one.code) ?? unnamed,
      ...objects(one.reaction).flatMap((reaction) => {
        const shown = objects(reaction.manifestation).flatMap((each) => conceptWords(each) ?? []);
        return shown.length === 0 ? [] : [`réaction : ${shown.join(', ')}`];
      }),
      one.criticality === 'high' ? 'risque élevé' : undefined,
      ...objects(one.note).map((note) => text(note.text)),
      since(one.onsetDateTime),
    ],
  },
  {
    ...condition,
    code: '11450-4',
    title: 'Problèmes de santé',
    belongs: stands,
    words: (one) => [conceptWords(one.code) ?? unnamed, conceptWords(one.severity), since(one.onsetDateTime)],
  },
  {
    code: '10160-0',
    title: 'Traitements',
    types: ['MedicationStatement', 'MedicationRequest'],
    looked: 300,
    most: 60,
    belongs: ({ status, doNotPerform }) =>
      ['active', 'intended', 'on-hold', 'unknown'].includes(text(status) ?? '') && doNotPerform !== true,
    key: ({ medicationCodeableConcept }) => conceptKey(medicationCodeableConcept),
    also: ({ medicationCodeableConcept }) => said(medicationCodeableConcept),
    date: (one) => dateIn(one, 'authoredOn', 'dateAsserted', 'effectiveDateTime') || periodStart(one),
    words: (one) => [
      conceptWords(one.medicationCodeableConcept) ?? medicineInside(one) ?? unnamed,
      ...[...objects(one.dosage), ...objects(one.dosageInstruction)].map(dosageWords),
      one.resourceType === 'MedicationRequest'
        ? told('prescrit le', one.authoredOn)
        : since(periodStart(one) || one.effectiveDateTime),
      one.status === 'on-hold' ? 'suspendu' : undefined,
    ],
  },
  {
    code: '11369-6',
    title: 'Vaccinations',
    types: ['Immunization'],
    looked: 300,
    most: 100,
    belongs: ({ status }) => status === 'completed',
    key: (one) => `${conceptKey(one.vaccineCode)} ${dateIn(one, 'occurrenceDateTime').slice(0, 10)}`,
    date: (one) => dateIn(one, 'occurrenceDateTime'),
    words: (one) => [
      conceptWords(one.vaccineCode) ?? unnamed,
      told('le', one.occurrenceDateTime) ?? text(one.occurrenceString),
      one.lotNumber === undefined ? undefined : `lot ${text(one.lotNumber)}`,
    ],
  },
  {
    code: '30954-2',
    title: 'Derniers résultats',
    types: ['Observation'],
    looked: 1000,
    most: 40,
    belongs: (one) =>
      !['entered-in-error', 'cancelled', 'registered'].includes(text(one.status) ?? '') &&
      objects(one.focus).length === 0 &&
      objects(one.category).some((category) => objects(category.coding).some(({ code }) => code === 'laboratory')) &&
      valueWords(one) !== undefined,
    key: ({ code }) => conceptKey(code),
    date: (one) => dateIn(one, 'effectiveDateTime', 'effectiveInstant', 'issued') || periodStart(one),
    words: (one) => [
      `${conceptWords(one.code) ?? unnamed} : ${valueWords(one)}`,
      interpretationWords(one),
      told('valeurs usuelles :', undefined, bandWords(one)),
      one.status === 'preliminary' ? 'provisoire' : undefined,
      told('le', dateIn(one, 'effectiveDateTime', 'effectiveInstant', 'issued') || periodStart(one) || undefined),
    ],
  },
  {
    ...condition,
    code: '11348-0',
    title: 'Antécédents',
    belongs: (one) => isTrue(one) && over.has(statusIn(one, 'clinicalStatus')),
    words: (one) => [conceptWords(one.code) ?? unnamed, told('jusqu’au', one.abatementDateTime) ?? since(one.onsetDateTime)],
  },
  {
    code: '47519-4',
    title: 'Interventions et actes',
    types: ['Procedure'],
    optional: true,
    looked: 300,
    most: 60,
    belongs: ({ status }) => status === 'completed' || status === 'in-progress',
    key: (one) => `${conceptKey(one.code)} ${performedAt(one).slice(0, 10)}`,
    date: performedAt,
    words: (one) => [conceptWords(one.code) ?? unnamed, told('le', performedAt(one) || undefined)],
  },
  {
    code: '46264-8',
    title: 'Dispositifs médicaux',
    types: ['DeviceUseStatement', 'Device'],
    optional: true,
    looked: 200,
    most: 40,
    prepared: deviceUses,
    belongs: ({ status }) => status === 'active' || status === 'on-hold' || status === 'intended',
    key: (one) => deviceName(one),
    date: (one) => dateIn(one, 'timingDateTime', 'recordedOn'),
    words: (one) => [deviceName(one) || unnamed, since(one.timingDateTime)],
  },
  {
    ...measured('vital-signs'),
    code: '8716-3',
    title: 'Mesures',
    most: 20,
  },
  {
    ...measured('social-history'),
    code: '29762-2',
    title: 'Habitudes de vie',
    most: 20,
  },
  {
    code: '42348-3',
    title: 'Souhaits de la personne',
    types: ['Consent'],
    optional: true,
    looked: 100,
    most: 20,
    belongs: (one) => wishSaid(one).length > 0,
    key: (one) => wishSaid(one)[0]?.label ?? '',
    date: (one) => dateIn(one, 'dateTime'),
    words: (one) => [wishSaid(one)[0]?.label ?? unnamed, wishSaid(one)[0]?.detail, told('le', one.dateTime)],
  },
];

/** Observations of one category, the last of each. */
function measured(category: string): Omit<SectionRule, 'code' | 'title' | 'most'> {
  return {
    types: ['Observation'],
    asked: new Map([['category', [category]]]),
    optional: true,
    looked: 300,
    belongs: (one) =>
      !['entered-in-error', 'cancelled', 'registered'].includes(text(one.status) ?? '') &&
      objects(one.focus).length === 0 &&
      componentWords(one) !== undefined,
    key: ({ code }) => conceptKey(code),
    date: (one) => dateIn(one, 'effectiveDateTime', 'effectiveInstant', 'issued') || periodStart(one),
    words: (one) => [
      `${conceptWords(one.code) ?? unnamed} : ${componentWords(one)}`,
      told('le', dateIn(one, 'effectiveDateTime', 'effectiveInstant') || periodStart(one) || undefined),
    ],
  };
}

function performedAt(one: Json): string {
  return dateIn(one, 'performedDateTime') || dateIn((one.performedPeriod as Json | undefined) ?? {}, 'start');
}

function deviceName({ contained, device }: Json): string {
  const [inside] = objects(contained);
  const [named] = objects(inside?.deviceName);
  return text(named?.name) ?? conceptWords(inside?.type) ?? text((device as Json | undefined)?.display) ?? '';
}

function told(words: string, date: unknown, other?: string): string | undefined {
  const said = other ?? dayWords(date);
  return said === undefined ? undefined : `${words} ${said}`;
}

function periodStart({ effectivePeriod }: Json): string {
  return dateIn((effectivePeriod as Json | undefined) ?? {}, 'start');
}

/** A medicine that the resource holds itself. */
function medicineInside({ contained, medicationReference }: Json): string | undefined {
  const name = text((medicationReference as Json | undefined)?.display);
  const inside = objects(contained).find(({ resourceType }) => resourceType === 'Medication');
  return conceptWords(inside?.code) ?? name;
}

function dosageWords(dosage: Json): string | undefined {
  const [dose] = objects(dosage.doseAndRate);
  return text(dosage.text) ?? text(dosage.patientInstruction) ?? (dose && quantityWords(dose.doseQuantity));
}
