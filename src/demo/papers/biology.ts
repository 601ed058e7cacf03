import { loinc } from '../codes.ts';
import type { LabResult } from '../outside.ts';
import type { DemoProfessional } from '../professionals.ts';
import type { Random } from '../random.ts';
import { type Chapter, type Paper, part } from './paper.ts';

type Analysis = readonly [
  code: string,
  label: string,
  name: string,
  unit: string,
  shown: string,
  low: string | undefined,
  high: string | undefined,
  middle: number,
  spread: number,
  digits: number,
];

/** LOINC code, LOINC's French label, the name on paper, UCUM unit, printed unit, reference interval, how values spread. */
const analyses = {
  hba1c: ['4548-4', 'Hémoglobine A1c/Hémoglobine totale', 'HbA1c', '%', '%', '4.0', '6.0', 7.1, 0.9, 1],
  glucose: [
    '2345-7',
    'Glucose [Masse/Volume] Sérum/Plasma ; Numérique',
    'Glycémie à jeun',
    'g/L',
    'g/L',
    '0.70',
    '1.05',
    1.18,
    0.35,
    2,
  ],
  creatinine: [
    '14682-9',
    'Créatinine [Moles/Volume] Sérum/Plasma ; Numérique',
    'Créatinine',
    'umol/L',
    'µmol/L',
    '45',
    '104',
    82,
    22,
    0,
  ],
  cholesterol: [
    '14647-2',
    'Cholestérol [Moles/Volume] Sérum/Plasma ; Numérique',
    'Cholestérol total',
    'mmol/L',
    'mmol/L',
    undefined,
    '5.20',
    5.1,
    0.9,
    2,
  ],
  ldl: [
    '22748-8',
    'Cholestérol LDL [Moles/Volume] Sérum/Plasma ; Numérique',
    'LDL-cholestérol',
    'mmol/L',
    'mmol/L',
    undefined,
    '4.10',
    3.2,
    1.1,
    2,
  ],
  potassium: [
    '2823-3',
    'Potassium [Moles/Volume] Sérum/Plasma ; Numérique',
    'Potassium',
    'mmol/L',
    'mmol/L',
    '3.5',
    '5.0',
    4.2,
    0.6,
    1,
  ],
  sodium: ['2951-2', 'Sodium [Moles/Volume] Sérum/Plasma ; Numérique', 'Sodium', 'mmol/L', 'mmol/L', '136', '145', 140, 4, 0],
  crp: [
    '1988-5',
    'C réactive protéine [Masse/Volume] Sérum/Plasma ; Numérique',
    'CRP',
    'mg/L',
    'mg/L',
    undefined,
    '5.0',
    6,
    5.5,
    1,
  ],
  tsh: [
    '3016-3',
    'Thyréostimuline [Arbitraire/Volume] Sérum/Plasma ; Numérique',
    'TSH',
    'm[IU]/L',
    'mUI/L',
    '0.40',
    '4.00',
    2.1,
    1.4,
    2,
  ],
  ferritin: ['2276-4', 'Ferritine [Masse/Volume] Sérum/Plasma ; Numérique', 'Ferritine', 'ng/mL', 'µg/L', '15', '150', 62, 50, 0],
  haemoglobin: [
    '718-7',
    'Hémoglobine [Masse/Volume] Sang ; Numérique',
    'Hémoglobine',
    'g/dL',
    'g/dL',
    '12.0',
    '16.0',
    13.4,
    1.6,
    1,
  ],
  leukocytes: [
    '6690-2',
    'Leucocytes [Nombre/Volume] Sang ; Numérique ; Comptage automate',
    'Leucocytes',
    '10*9/L',
    'G/L',
    '4.0',
    '10.0',
    7,
    3,
    1,
  ],
  platelets: [
    '777-3',
    'Plaquettes [Nombre/Volume] Sang ; Numérique ; Comptage automate',
    'Plaquettes',
    '10*9/L',
    'G/L',
    '150',
    '400',
    260,
    90,
    0,
  ],
  mcv: [
    '787-2',
    'Volume globulaire moyen [Volume d’une entité] Érythrocytes ; Numérique ; Comptage automate',
    'VGM',
    'fL',
    'fL',
    '80',
    '100',
    90,
    8,
    0,
  ],
  inr: [
    '6301-6',
    'Temps de quick INR [Temps relatif] Plasma pauvre en plaquettes ; Numérique ; Coagulation',
    'INR',
    '{INR}',
    'INR',
    '2.0',
    '3.0',
    2.5,
    0.8,
    1,
  ],
} as const satisfies Record<string, Analysis>;

const chemistry = loinc('18719-5', 'Biochimie');
const haematology = loinc('18723-7', 'Hématologie');
const coagulation = loinc('18720-3', 'Hémostase, coagulation');

const count = ['haemoglobin', 'leukocytes', 'platelets', 'mcv'] as const;

const panels = {
  diabetes: [['Bilan du diabète', chemistry, ['hba1c', 'glucose', 'creatinine', 'cholesterol', 'ldl']]],
  general: [
    ['Numération formule sanguine', haematology, count],
    ['Biochimie', chemistry, ['glucose', 'creatinine', 'cholesterol', 'ldl', 'tsh']],
  ],
  heart: [
    ['Ionogramme', chemistry, ['sodium', 'potassium', 'creatinine', 'ldl']],
    ['Hémostase', coagulation, ['inr']],
  ],
  preoperative: [
    ['Numération formule sanguine', haematology, count],
    ['Biochimie', chemistry, ['sodium', 'potassium', 'creatinine', 'crp']],
  ],
  inflammation: [
    ['Numération formule sanguine', haematology, count],
    ['Biochimie', chemistry, ['crp', 'ferritin']],
  ],
} as const satisfies Record<string, readonly (readonly [string, typeof chemistry, readonly (keyof typeof analyses)[]])[]>;

export type Panel = keyof typeof panels;

/** A laboratory report. Its values are drawn when it is planned, so that a second version tells the same story. */
export function laboratory(
  at: Date,
  author: DemoProfessional,
  prescriber: DemoProfessional,
  panel: Panel,
  random: Random,
): Paper {
  const draws: number[] = [];
  for (const [, , names] of panels[panel]) for (const _ of names) draws.push(random.next() * 2 - 1);
  return {
    at,
    author,
    prescriber,
    type: '11502-2',
    format: 'N3',
    // CR-BIO fixes its title and wants the specialty as the act.
    title: "Compte rendu d'examens biologiques",
    act: panels[panel][0][1],
    parts: () => [
      part('Commentaire', 'Validation biologique faite ce jour. Les valeurs de référence tiennent compte de l’âge et du sexe.'),
    ],
    chapters: () => chapters(panel, at, draws),
  };
}

function chapters(panel: Panel, at: Date, draws: readonly number[]): Chapter[] {
  let next = 0;
  return panels[panel].map(([title, code, names]) => ({
    code,
    title,
    results: names.map((name) => result(analyses[name], at, draws[next++] ?? 0)),
  }));
}

function result(
  [code, label, name, unit, shown, low, high, middle, spread, digits]: Analysis,
  at: Date,
  drawn: number,
): LabResult {
  return {
    code: loinc(code, label),
    name,
    unit,
    shown,
    value: (middle + spread * drawn).toFixed(digits),
    ...(low === undefined ? {} : { low }),
    ...(high === undefined ? {} : { high }),
    at,
  };
}
