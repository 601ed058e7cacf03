import type { Json } from '#fhir';
import { printedUnit } from '#terminology';
import { type Measure, measuresIn } from '../measure.ts';
import { given, plain } from './concept.ts';
import type { Said } from './statement.ts';
import { dayOf, keptAt, momentOf } from './when.ts';

/** LOINC. */
const [pressure, systolic, diastolic] = ['loinc:85354-9', 'loinc:8480-6', 'loinc:8462-4'];

/** A measure or a habit: what was measured is one line, whose value is the last. The two numbers of a blood pressure are told together. */
export function measuresSaid(observation: Json): readonly Said[] {
  const dated = momentOf(
    observation.effectiveDateTime,
    observation.effectivePeriod,
    observation.effectiveInstant,
    observation.issued,
  );
  // Habits have no date in many documents: they count from when they came.
  const measures = measuresIn(dated === undefined ? { ...observation, issued: keptAt(observation) } : observation);
  const [upper, lower] = [systolic, diastolic].map((key) => measures.find(({ named }) => named.key === key));
  const others = measures.filter((one) => one !== upper && one !== lower);
  const both = upper?.amount === undefined || lower?.amount === undefined ? undefined : { upper, lower };
  if (both === undefined) return measures.map((one) => measureSaid(one, dated));
  const { upper: high, lower: low } = both;
  const numbers = `${numberOf(high)}/${numberOf(low)} ${printedUnit(high.amount?.unit ?? '')}`.trim();
  const named = { key: pressure, label: 'Tension artérielle', code: { system: 'http://loinc.org', code: '85354-9' } };
  return [
    measureSaid({ ...high, named, words: numbers, amount: undefined }, dated),
    ...others.map((one) => measureSaid(one, dated)),
  ];
}

type Told = Pick<Measure, 'named' | 'at'> & {
  readonly words?: string | undefined;
  readonly amount?: Measure['amount'] | undefined;
};

function measureSaid({ named, at, amount, words }: Told, dated: string | undefined): Said {
  const value = amount === undefined ? words : `${numberOf({ amount })} ${printedUnit(amount.unit)}`.trim();
  return {
    section: 'measures',
    label: named.label,
    ...(named.code === undefined ? {} : { code: named.code }),
    names: [named.key, `words ${plain(named.label)}`],
    ...given('detail', value),
    ...given('from', dayOf(dated)),
    ended: false,
    severe: false,
    at,
  };
}

function numberOf({ amount }: Pick<Told, 'amount'>): string {
  return amount === undefined ? '' : `${amount.comparator ?? ''}${String(amount.value).replace('.', ',')}`;
}
