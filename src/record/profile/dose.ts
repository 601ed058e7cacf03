import { isObject, type Json, objects, text } from '#fhir';
import { printedUnit } from '#terminology';
import { amountOf } from '../measure.ts';
import { labelOf, wordsOf } from './concept.ts';

/** How a medicine is taken, in French words: what was written, else what its parts say. */
export function doseOf(dosages: readonly Json[]): string | undefined {
  const said = dosages.flatMap((dosage) => {
    const written = wordsOf(text(dosage.text)) ?? composed(dosage);
    const patient = wordsOf(text(dosage.patientInstruction));
    return [written, patient].filter((one) => one !== undefined);
  });
  return wordsOf([...new Set(said)].join(' ; '));
}

function composed(dosage: Json): string | undefined {
  const timing = isObject(dosage.timing) ? dosage.timing : {};
  const repeat = isObject(timing.repeat) ? timing.repeat : {};
  const [rate] = objects(dosage.doseAndRate);
  const range = isObject(rate?.doseRange)
    ? [said(rate.doseRange.low), said(rate.doseRange.high)].filter((one) => one !== undefined)
    : [];
  const parts = [
    said(rate?.doseQuantity) ?? (range.length === 2 ? range.join(' à ') : range[0]),
    oftenOf(repeat) ?? labelOf(timing.code),
    (Array.isArray(repeat.when) ? repeat.when : []).flatMap((code) => moments[String(code)] ?? []).join(', '),
    lastingOf(repeat),
    dosage.asNeededBoolean === true ? 'si besoin' : undefined,
    neededFor(dosage),
  ];
  return wordsOf(parts.filter((part) => part !== undefined && part !== '').join(', '));
}

const neededFor = ({ asNeededCodeableConcept }: Json): string | undefined => {
  const why = labelOf(asNeededCodeableConcept);
  return why === undefined ? undefined : `si besoin : ${why}`;
};

function said(quantity: unknown): string | undefined {
  const amount = amountOf(quantity);
  if (amount === undefined) return undefined;
  const written = isObject(quantity) ? text(quantity.unit) : undefined;
  return `${String(amount.value).replace('.', ',')} ${written ?? printedUnit(amount.unit)}`.trim();
}

const every: Readonly<Record<string, readonly [one: string, many: string]>> = {
  h: ['heure', 'heures'],
  d: ['jour', 'jours'],
  wk: ['semaine', 'semaines'],
  mo: ['mois', 'mois'],
  a: ['an', 'ans'],
};

function oftenOf({ frequency = 1, period, periodUnit }: Json): string | undefined {
  const unit = every[text(periodUnit) ?? ''];
  if (unit === undefined || typeof period !== 'number') return undefined;
  const times = `${frequency} fois`;
  if (period === 1) return `${times} par ${unit[0]}`;
  return `${times} ${feminine.has(unit[0]) ? 'toutes' : 'tous'} les ${period} ${unit[1]}`;
}

const feminine: ReadonlySet<string> = new Set(['heure', 'semaine']);

function lastingOf({ boundsDuration }: Json): string | undefined {
  const amount = amountOf(boundsDuration);
  const unit = every[amount?.unit ?? ''];
  return amount === undefined || unit === undefined ? undefined : `pendant ${amount.value} ${unit[amount.value > 1 ? 1 : 0]}`;
}

/** TimingEvent of HL7 v3. */
const moments: Readonly<Record<string, string>> = {
  HS: 'au coucher',
  WAKE: 'au réveil',
  MORN: 'le matin',
  NOON: 'à midi',
  AFT: 'l’après-midi',
  EVE: 'le soir',
  NIGHT: 'la nuit',
  C: 'au repas',
  CM: 'au petit-déjeuner',
  CD: 'au déjeuner',
  CV: 'au dîner',
  AC: 'avant le repas',
  ACM: 'avant le petit-déjeuner',
  ACD: 'avant le déjeuner',
  ACV: 'avant le dîner',
  PC: 'après le repas',
  PCM: 'après le petit-déjeuner',
  PCD: 'après le déjeuner',
  PCV: 'après le dîner',
};
