import type { Sentence } from '#kernel';
import type { Span } from './day.ts';
import type { Once, Rule } from './rule.ts';

const years = (count: number): Span => ({ years: count });
const months = (count: number): Span => ({ months: count });

/** Cancers looked for in everybody of an age. Who is at a higher risk is followed in another way, by their doctor. */
const screenings: readonly Rule[] = [
  {
    is: 'every',
    id: 'breast',
    kind: 'screening',
    source: 'cancers',
    sex: 'F',
    label: { fr: 'Dépistage du cancer du sein', en: 'Breast cancer screening' },
    about: {
      fr: 'Une mammographie tous les deux ans, de 50 à 74 ans, sans rien payer.',
      en: 'A mammogram every two years, from 50 to 74, free of charge.',
    },
    from: years(50),
    until: years(75),
    holds: [{ from: years(0), every: years(2) }],
  },
  {
    is: 'every',
    id: 'bowel',
    kind: 'screening',
    source: 'cancers',
    label: { fr: 'Dépistage du cancer colorectal', en: 'Bowel cancer screening' },
    about: {
      fr: 'Un test à faire chez soi tous les deux ans, de 50 à 74 ans, sans rien payer.',
      en: 'A test done at home every two years, from 50 to 74, free of charge.',
    },
    from: years(50),
    until: years(75),
    holds: [{ from: years(0), every: years(2) }],
  },
  {
    is: 'every',
    id: 'cervix',
    kind: 'screening',
    source: 'cancers',
    sex: 'F',
    label: { fr: 'Dépistage du cancer du col de l’utérus', en: 'Cervical cancer screening' },
    about: {
      fr: 'De 25 à 65 ans, même après le vaccin : deux examens à un an d’écart puis tous les trois ans avant 30 ans, un test HPV tous les cinq ans ensuite.',
      en: 'From 25 to 65, even after the vaccine: two tests a year apart then every three years before 30, an HPV test every five years after.',
    },
    from: years(25),
    until: years(66),
    holds: [
      { from: years(0), every: years(3), first: years(1) },
      { from: years(30), every: years(5) },
    ],
  },
];

const checkups: readonly Rule[] = (
  [
    [18, 25],
    [45, 50],
    [60, 65],
    [70, 75],
  ] as const
).map(([from, to]) => ({
  is: 'once',
  id: `checkup-${from}`,
  kind: 'checkup',
  source: 'checkups',
  label: { fr: `Bilan de prévention de ${from} à ${to} ans`, en: `Prevention check-up, ${from} to ${to}` },
  about: {
    fr: 'Un rendez-vous avec un médecin, un infirmier, une sage-femme ou un pharmacien, sans rien payer, pour parler de votre santé.',
    en: 'An appointment with a doctor, nurse, midwife or pharmacist, free of charge, to talk about your health.',
  },
  from: years(from),
  until: years(to + 1),
}));

const exam = (id: string, said: Sentence, from: Span, until: Span): Once => ({
  is: 'once',
  id: `child-${id}`,
  kind: 'childExam',
  source: 'childExams',
  label: { fr: `Examen de l’enfant : ${said.fr}`, en: `Child examination: ${said.en}` },
  about: {
    fr: 'L’un des 20 examens obligatoires, remboursé en entier : croissance, éveil, vaccins.',
    en: 'One of the 20 compulsory examinations, fully reimbursed: growth, development, vaccines.',
  },
  from,
  until,
});
/** In the course of a month or a year of life: the second month begins when the first is over. */
const inMonth = (number: number): Once =>
  exam(`${number}m`, { fr: `${number}e mois`, en: `month ${number}` }, months(number - 1), months(number));
const inYear = (number: number, from: Span = years(number - 1)): Once =>
  exam(`${number}y`, { fr: `${number}e année`, en: `year ${number}` }, from, years(number));
const between = (from: number, to: number): Once =>
  exam(`${from}-${to}y`, { fr: `entre ${from} et ${to} ans`, en: `between ${from} and ${to}` }, years(from), years(to + 1));

export const childExams: readonly Once[] = [
  exam('8d', { fr: 'huit premiers jours', en: 'first eight days' }, {}, { days: 8 }),
  exam('2w', { fr: '2e semaine', en: 'second week' }, { days: 8 }, { days: 15 }),
  ...[2, 3, 4, 5, 6, 9, 12, 13].map(inMonth),
  exam('16-18m', { fr: 'entre 16 et 18 mois', en: 'between 16 and 18 months' }, months(16), months(19)),
  exam('24m', { fr: '24e ou 25e mois', en: 'month 24 or 25' }, months(23), months(25)),
  inYear(3, months(25)),
  ...[4, 5, 6, 7].map((year) => inYear(year)),
  between(8, 9),
  between(11, 13),
  between(15, 16),
];

const dental: Rule = {
  is: 'every',
  id: 'dental',
  kind: 'dental',
  source: 'dental',
  label: { fr: 'Rendez-vous chez le dentiste', en: 'Appointment with the dentist' },
  about: {
    fr: 'Un rendez-vous par an, de 3 à 24 ans, sans rien payer (« M’T dents »).',
    en: 'One appointment a year, from 3 to 24, free of charge (“M’T dents”).',
  },
  from: years(3),
  until: years(25),
  holds: [{ from: years(0), every: years(1) }],
};

/** Examinations by age. Source: see `sources` (reconstructed by us). */
export const examinations: readonly Rule[] = [...screenings, ...checkups, dental, ...childExams];
