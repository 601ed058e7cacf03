import type { Sentence } from '#kernel';
import type { Span } from './day.ts';
import type { Rule, Step } from './rule.ts';

const dose = (fr: string, en: string, from: Span, more: Omit<Step, 'said' | 'from'> = {}): Step => ({
  said: { fr, en },
  from,
  ...more,
});
const months = (count: number): Span => ({ months: count });
const years = (count: number): Span => ({ years: count });
const ranks: readonly Sentence[] = [
  { fr: 'première dose', en: 'first dose' },
  { fr: 'deuxième dose', en: 'second dose' },
  { fr: 'troisième dose', en: 'third dose' },
];
/** Doses of an infant, at these ages in months; asked for until `until`. */
function infant(ages: readonly [number, ...number[]], until: Span): readonly [Step, ...Step[]] {
  const at = (age: number, index: number): Step => {
    const rank = ranks[index] ?? { fr: 'rappel', en: 'booster' };
    const more = index === 0 ? { until } : { until, after: months(1) };
    return dose(`${rank.fr}, à ${age} mois`, `${rank.en}, at ${age} months`, months(age), more);
  };
  const [first, ...others] = ages;
  return [at(first, 0), ...others.map((age, index) => at(age, index + 1))];
}
/** A booster at a fixed age; one within the five years before stands for it. */
const booster = (at: number, until: number, since = at - 5): Step =>
  dose(`rappel des ${at} ans`, `booster at ${at}`, years(at), { until: years(until), since: years(since) });

const vaccine = { kind: 'vaccine', source: 'vaccines' } as const;

/**
 * The vaccines of everybody, by age. Left out: those of particular risks, travels, trades and pregnancy, and how a missed series is caught up
 * beyond what is written here.
 *
 * Source: Calendrier des vaccinations 2025 (reconstructed by us).
 */
export const vaccines: readonly Rule[] = [
  {
    ...vaccine,
    is: 'series',
    id: 'hexavalent',
    label: {
      fr: 'Diphtérie, tétanos, polio, coqueluche, Haemophilus b, hépatite B',
      en: 'Diphtheria, tetanus, polio, whooping cough, Haemophilus b, hepatitis B',
    },
    about: { fr: 'Obligatoire pour tous les bébés.', en: 'Compulsory for all babies.' },
    antigens: ['tetanus', 'polio'],
    steps: infant([2, 4, 11], years(6)),
  },
  {
    ...vaccine,
    is: 'series',
    id: 'pneumococcus-infant',
    label: { fr: 'Pneumocoque du bébé', en: 'Pneumococcus, for babies' },
    about: {
      fr: 'Obligatoire pour tous les bébés : protège des méningites et des pneumonies.',
      en: 'Compulsory for all babies: protects against meningitis and pneumonia.',
    },
    antigens: ['pneumococcus'],
    steps: infant([2, 4, 11], years(2)),
  },
  {
    ...vaccine,
    is: 'series',
    id: 'men-b-infant',
    label: { fr: 'Méningocoque B du bébé', en: 'Meningococcus B, for babies' },
    about: {
      fr: 'Obligatoire depuis 2025, jusqu’à 2 ans : protège de méningites graves.',
      en: 'Compulsory since 2025, up to 2 years: protects against severe meningitis.',
    },
    antigens: ['men-b'],
    steps: infant([3, 5, 12], years(2)),
  },
  {
    ...vaccine,
    is: 'series',
    id: 'men-acwy-infant',
    label: { fr: 'Méningocoques A, C, W, Y du bébé', en: 'Meningococci A, C, W, Y, for babies' },
    about: {
      fr: 'Obligatoire depuis 2025, jusqu’à 2 ans : protège de méningites graves.',
      en: 'Compulsory since 2025, up to 2 years: protects against severe meningitis.',
    },
    antigens: ['men-acwy'],
    steps: [
      dose('première dose, à 6 mois', 'first dose, at 6 months', months(6), { until: months(12) }),
      dose('dose de 12 mois', 'dose at 12 months', months(12), { until: years(2), since: months(11), after: months(2) }),
    ],
  },
  {
    ...vaccine,
    is: 'series',
    id: 'rotavirus',
    label: { fr: 'Rotavirus', en: 'Rotavirus' },
    about: {
      fr: 'Recommandé aux bébés, par la bouche : protège de diarrhées graves. Selon le vaccin, une troisième dose à 4 mois.',
      en: 'Recommended for babies, by mouth: protects against severe diarrhoea. With some vaccines, a third dose at 4 months.',
    },
    antigens: ['rotavirus'],
    steps: infant([2, 3], months(6)),
  },
  {
    ...vaccine,
    is: 'series',
    id: 'mmr',
    label: { fr: 'Rougeole, oreillons, rubéole', en: 'Measles, mumps, rubella' },
    about: {
      fr: 'Deux doses pour toutes les personnes nées depuis 1980 ; obligatoire pour les bébés.',
      en: 'Two doses for everybody born since 1980; compulsory for babies.',
    },
    bornFrom: '1980-01-01',
    antigens: ['measles'],
    steps: [
      dose('première dose, dès 12 mois', 'first dose, from 12 months', months(12)),
      dose('deuxième dose, dès 16 mois', 'second dose, from 16 months', months(16), { after: months(1) }),
    ],
  },
  {
    ...vaccine,
    is: 'series',
    id: 'hepatitis-b',
    label: { fr: 'Hépatite B, rattrapage', en: 'Hepatitis B, catch-up' },
    about: {
      fr: 'Pour les enfants qui ne l’ont pas eu bébé, jusqu’à 15 ans ; de 11 à 15 ans, deux doses suffisent avec certains vaccins.',
      en: 'For children who did not have it as babies, up to 15; from 11 to 15 two doses are enough with some vaccines.',
    },
    antigens: ['hepatitis-b'],
    steps: [
      dose('première dose', 'first dose', years(6), { until: years(16) }),
      dose('deuxième dose', 'second dose', years(6), { until: years(16), after: months(1) }),
      dose('troisième dose', 'third dose', years(6), { until: years(16), after: months(5) }),
    ],
  },
  {
    ...vaccine,
    is: 'series',
    id: 'dtp',
    label: { fr: 'Rappel diphtérie, tétanos, polio', en: 'Diphtheria, tetanus, polio booster' },
    about: {
      fr: 'À 6, 11, 25, 45 et 65 ans, puis tous les dix ans ; avec la coqueluche à 6, 11 et 25 ans.',
      en: 'At 6, 11, 25, 45 and 65, then every ten years; with whooping cough at 6, 11 and 25.',
    },
    antigens: ['tetanus', 'polio'],
    steps: [
      booster(6, 11, 5),
      booster(11, 25, 10),
      booster(25, 45),
      booster(45, 65),
      ...[65, 75, 85, 95, 105, 115].map((age) => booster(age, age + 10)),
    ],
  },
  {
    ...vaccine,
    is: 'series',
    id: 'hpv',
    label: { fr: 'Papillomavirus humains (HPV)', en: 'Human papillomavirus (HPV)' },
    about: {
      fr: 'Pour les filles et les garçons de 11 à 14 ans, deux doses ; en rattrapage de 15 à 19 ans, trois doses. Protège de cancers.',
      en: 'For girls and boys from 11 to 14, two doses; as catch-up from 15 to 19, three doses. Protects against cancers.',
    },
    antigens: ['hpv'],
    steps: [
      dose('première dose', 'first dose', years(11), { until: years(20) }),
      dose('deuxième dose', 'second dose', years(11), { until: years(20), after: months(5) }),
      dose('troisième dose', 'third dose', years(15), { until: years(20), after: months(4), startedFrom: years(15) }),
    ],
  },
  {
    ...vaccine,
    is: 'series',
    id: 'men-acwy',
    label: { fr: 'Méningocoques A, C, W, Y', en: 'Meningococci A, C, W, Y' },
    about: {
      fr: 'Une dose de 11 à 14 ans, même après un vaccin plus tôt ; en rattrapage jusqu’à 24 ans.',
      en: 'One dose from 11 to 14, even after an earlier vaccine; as catch-up up to 24.',
    },
    antigens: ['men-acwy'],
    steps: [dose('une dose', 'one dose', years(11), { until: years(25), since: years(11) })],
  },
  {
    ...vaccine,
    is: 'season',
    id: 'influenza',
    label: { fr: 'Grippe', en: 'Influenza' },
    about: {
      fr: 'Chaque automne à partir de 65 ans, et plus jeune avec certaines maladies.',
      en: 'Every autumn from 65, and younger with some illnesses.',
    },
    antigens: ['influenza'],
    from: years(65),
    atRisk: months(6),
    opens: '10-15',
    lasts: { months: 3, days: 16 },
  },
  {
    ...vaccine,
    is: 'season',
    id: 'covid-19',
    label: { fr: 'Covid-19, automne', en: 'Covid-19, autumn' },
    about: {
      fr: 'Chaque automne à partir de 65 ans, et plus jeune avec certaines maladies.',
      en: 'Every autumn from 65, and younger with some illnesses.',
    },
    antigens: ['covid-19'],
    from: years(65),
    atRisk: months(6),
    opens: '10-15',
    lasts: { months: 3, days: 16 },
  },
  {
    ...vaccine,
    is: 'season',
    id: 'covid-19-spring',
    label: { fr: 'Covid-19, printemps', en: 'Covid-19, spring' },
    about: { fr: 'Chaque printemps à partir de 80 ans.', en: 'Every spring from 80.' },
    antigens: ['covid-19'],
    from: years(80),
    opens: '04-14',
    lasts: { months: 2 },
  },
  {
    ...vaccine,
    is: 'series',
    id: 'pneumococcus',
    label: { fr: 'Pneumocoque', en: 'Pneumococcus' },
    about: {
      fr: 'Une dose à partir de 65 ans, ou dès 18 ans avec certaines maladies. Après un vaccin plus ancien, votre médecin dit quand.',
      en: 'One dose from 65, or from 18 with some illnesses. After an older vaccine your doctor says when.',
    },
    antigens: ['pneumococcus'],
    atRisk: years(18),
    steps: [dose('une dose', 'one dose', years(65), { since: years(65) })],
  },
  {
    ...vaccine,
    is: 'series',
    id: 'zoster',
    label: { fr: 'Zona', en: 'Shingles' },
    about: { fr: 'Deux doses, à partir de 65 ans.', en: 'Two doses, from 65.' },
    antigens: ['zoster'],
    steps: [
      dose('première dose', 'first dose', years(65)),
      dose('deuxième dose', 'second dose', years(65), { after: months(2) }),
    ],
  },
  {
    ...vaccine,
    is: 'series',
    id: 'rsv',
    label: { fr: 'Bronchiolite et pneumonie à VRS', en: 'Respiratory syncytial virus (RSV)' },
    about: {
      fr: 'Une dose à partir de 75 ans ; dès 65 ans avec une maladie du cœur ou des poumons, dont votre médecin juge.',
      en: 'One dose from 75; from 65 with a heart or lung disease, for your doctor to judge.',
    },
    antigens: ['rsv'],
    steps: [dose('une dose', 'one dose', years(75), { since: years(60) })],
  },
];
