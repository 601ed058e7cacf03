import { reference, when } from '../coded.ts';
import { malformed } from '../form/refusals.ts';
import { object, optional, type Read, type Reader } from '../form/shape.ts';
import { amount, anyDay, oneOf, text, whole } from '../form/values.ts';
import { hl7Date } from '../time.ts';
import { element, type Xml } from '../xml.ts';
import { doseUnits } from './tables.ts';

const units = {
  hour: ['h', 'heure', 'heures'],
  day: ['d', 'jour', 'jours'],
  week: ['wk', 'semaine', 'semaines'],
  month: ['mo', 'mois', 'mois'],
} as const;

const fields = object({
  words: optional(text(500)),
  dose: optional(object({ amount, most: optional(amount), unit: oneOf(doseUnits) })),
  /** `times` (1 when absent) in each `every` (1 when absent) units of time: 3 a day; 1 every 2 weeks. */
  rhythm: optional(object({ times: optional(whole(1, 48)), every: optional(whole(1, 365)), unit: oneOf(units) })),
  from: optional(anyDay),
  days: optional(whole(1, 3650)),
});

/** One step of taking a medicine: in words, or as a dose and a rhythm, or both. */
export type Take = Read<typeof fields>;
export const takeForm: Reader<Take> = (value, spot) => {
  const take = fields(value, spot);
  if (take.words === undefined && (take.dose === undefined || take.rhythm === undefined))
    throw malformed(spot.at, 'dit en mots, ou par une dose et un rythme', 'told in words, or by a dose and a rhythm');
  const { amount: least, most = least } = take.dose ?? {};
  if (Number(most) < Number(least)) throw malformed(`${spot.at}.dose.most`, 'au moins la dose', 'at least the dose');
  return take;
};

/** The step as a person reads it. */
export function said({ words, dose, rhythm, from, days }: Take): string {
  const parts = [
    ...(dose === undefined ? [] : [doseSaid(dose)]),
    ...(rhythm === undefined ? [] : [rhythmSaid(rhythm)]),
    ...(words === undefined ? [] : [words]),
    ...(from === undefined ? [] : [`à partir du ${frenchDay(from)}`]),
    ...(days === undefined ? [] : [`pendant ${counted(days, 'jour', 'jours')}`]),
  ];
  return parts.join(', ');
}

function doseSaid({ amount: least, most, unit }: NonNullable<Take['dose']>): string {
  const [, one, several] = doseUnits[unit];
  const name = Number(most ?? least) >= 2 ? several : one;
  return most === undefined || most === least ? `${comma(least)} ${name}` : `${comma(least)} à ${comma(most)} ${name}`;
}

function rhythmSaid({ times = 1, every = 1, unit }: NonNullable<Take['rhythm']>): string {
  const [, one, several] = units[unit];
  const each = every > 1 ? `${unit === 'week' || unit === 'hour' ? 'toutes' : 'tous'} les ${every} ${several}` : `par ${one}`;
  return `${times} fois ${each}`;
}

export const comma = (decimal: string): string => decimal.replace('.', ',');
export const frenchDay = (day: string): string => day.split('-').reverse().join('/');
const counted = (n: number, one: string, several: string): string => `${n} ${n >= 2 ? several : one}`;

/** The days of a treatment, the first `effectiveTime` of an administration. */
export function treatmentDays(from: string | undefined, to: string | undefined, type = 'IVL_TS'): Xml {
  const bound = (name: string, day: string | undefined) =>
    element(name, day === undefined ? { nullFlavor: 'UNK' } : { value: hl7Date(day) });
  return element('effectiveTime', { 'xsi:type': type }, bound('low', from), bound('high', to));
}

/** The second `effectiveTime`: how often. What the period cannot say stays in the words it points to. */
export function rhythmTime(take: Take, id: string, name = 'effectiveTime'): Xml {
  const original = element('translation', {}, reference(id, 'originalText'));
  const period = take.rhythm === undefined ? { nullFlavor: 'UNK' } : periodOf(take.rhythm);
  return element(name, { 'xsi:type': 'PIVL_TS', operator: 'A' }, element('period', period, original));
}

/** Once in each period: three times a day is every 8 hours. */
function periodOf({ times = 1, every = 1, unit }: NonNullable<Take['rhythm']>): { value: string; unit: string } {
  if (every % times === 0) return { value: String(every / times), unit: units[unit][0] };
  const hours = unit === 'day' ? 24 : unit === 'week' ? 168 : undefined;
  const [value, code] = hours === undefined ? [every / times, units[unit][0]] : [(hours * every) / times, 'h'];
  return { value: String(Math.round(value * 100) / 100), unit: code };
}

export function doseQuantity(take: Take): Xml {
  return when(take.dose, ({ amount: low, most: high = low, unit }) => {
    const [ucum] = doseUnits[unit];
    return element('doseQuantity', {}, element('low', { value: low, unit: ucum }), element('high', { value: high, unit: ucum }));
  });
}

/** The time of a step inside a dosage of several: its days, and its rhythm. */
export function stepTime(take: Take, id: string): Xml {
  const { from, days } = take;
  // The schema wants two parts at least.
  const bounds =
    from === undefined && days === undefined
      ? element('comp', { 'xsi:type': 'IVL_TS', operator: 'A', nullFlavor: 'UNK' })
      : element(
          'comp',
          { 'xsi:type': 'IVL_TS', operator: 'A' },
          when(from, (day) => element('low', { value: hl7Date(day) })),
          when(days, (n) => element('width', { value: n, unit: 'd' })),
        );
  return element('effectiveTime', { 'xsi:type': 'SXPR_TS' }, bounds, rhythmTime(take, id, 'comp'));
}

/** Normal dosing has one step, tapered dosing several (IHE PCC). */
export const dosingTemplate = (takes: readonly Take[]): string =>
  takes.length > 1 ? '1.3.6.1.4.1.19376.1.5.3.1.4.8' : '1.3.6.1.4.1.19376.1.5.3.1.4.7.1';
