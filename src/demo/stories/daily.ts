import { laboratory } from '../papers/biology.ts';
import { certificate, childExam, order, prescription, summary, vaccination, vaccines, visit } from '../papers/city.ts';
import type { Treatment } from '../papers/drugs.ts';
import { dispensation } from '../papers/pharmacy.ts';
import type { Episode, Tale } from './tale.ts';

type Ailment = readonly [reason: string, findings: string, treatment: Treatment, plan: readonly string[]];

const adultAilments: readonly Ailment[] = [
  [
    'Angine',
    'Gorge rouge, amygdales augmentées de volume, test rapide positif. Auscultation normale.',
    'infection',
    ['Traitement de six jours.', 'Revoir si la fièvre dure plus de trois jours.'],
  ],
  [
    'Lombalgie aiguë',
    'Raideur lombaire sans signe neurologique. Lasègue négatif.',
    'pain',
    ['Rester en mouvement.', 'Pas d’imagerie à ce stade.'],
  ],
  [
    'Rhinite allergique',
    'Muqueuse nasale pâle, auscultation libre.',
    'allergy',
    ['Éviction des pollens autant que possible.', 'Réévaluer dans un mois.'],
  ],
  [
    'Entorse de la cheville',
    'Œdème externe, appui possible, critères d’Ottawa négatifs.',
    'pain',
    ['Attelle dix jours.', 'Rééducation ensuite.'],
  ],
  [
    'Bronchite',
    'Toux grasse, ronchi diffus, saturation 98 %.',
    'infection',
    ['Boire abondamment.', 'Revoir en cas d’essoufflement.'],
  ],
];

const childAilments: readonly Ailment[] = [
  [
    'Rhinopharyngite',
    'Nez encombré, tympans normaux, bon état général.',
    'child',
    ['Lavages de nez.', 'Revoir si fièvre au-delà de trois jours.'],
  ],
  [
    'Otite moyenne',
    'Tympan droit congestif et bombé, fièvre à 38,6 °C.',
    'child',
    ['Traitement de la douleur.', 'Contrôle dans une semaine.'],
  ],
  [
    'Gastro-entérite',
    'Abdomen souple, pas de signe de déshydratation.',
    'child',
    ['Soluté de réhydratation.', 'Surveiller le poids.'],
  ],
];

/** A visit for a common illness, its prescription and what the pharmacy gave. */
export function commonIllness(tale: Tale, months: number, child = false): Episode {
  const { team, random, at } = tale;
  const [reason, findings, treatment, plan] = random.pick(child ? childAilments : adultAilments);
  return [
    visit(at(months, 0, 8), team.gp, reason, findings, plan),
    prescription(at(months, 0, 9), team.gp, treatment),
    dispensation(at(months, 0, 15), team.pharmacist, team.gp, treatment),
  ];
}

/** A yearly check: the order, the results, the visit that comments them. */
export function checkUp(tale: Tale, months: number): Episode {
  const { team, random, at } = tale;
  return [
    order(at(months, 0), team.gp, 'PRESC-BIO', 'Prescription de biologie', [
      'Numération formule sanguine',
      'Glycémie à jeun',
      'Exploration d’une anomalie lipidique',
      'Créatininémie',
      'TSH',
    ]),
    laboratory(at(months, 4, 7), team.biologist, team.gp, 'general', random),
    visit(at(months, 9, 10), team.gp, 'Bilan annuel', 'Examen sans particularité. Tension artérielle 124/76 mmHg.', [
      'Poursuivre une activité physique régulière.',
      'Prochain bilan dans un an.',
    ]),
  ];
}

export function certificateAndVaccine(tale: Tale, months: number): Episode {
  const { team, random, at } = tale;
  const subject = random.pick([
    'Absence de contre-indication à la pratique de la course à pied',
    'Aptitude à la pratique du judo en compétition',
    'Présence nécessaire auprès d’un proche malade',
  ]);
  return [
    certificate(at(months), team.gp, subject),
    vaccination(at(months, 3, 14), team.pharmacist, vaccines.influenza, 'Dose annuelle'),
  ];
}

/** A child over three years: exams, vaccines, small illnesses. */
export function child(tale: Tale): Episode[] {
  const { team, random, at, person } = tale;
  const age = (months: number): number => (at(months).getTime() - Date.parse(person.birthDate)) / (365.25 * 86_400_000);
  const exam = (months: number): Episode => {
    const years = Math.max(0, age(months));
    const weight = (3.4 + 9 * Math.min(years, 1) ** 0.6 + 2.6 * Math.max(0, years - 1)).toFixed(1).replace('.', ',');
    const height = String(Math.round(50 + 25 * Math.min(years, 1) ** 0.6 + 6.3 * Math.max(0, years - 1)));
    const label = years < 2 ? `${Math.max(1, Math.round(years * 12))} mois` : `${Math.floor(years)} ans`;
    return [
      childExam(at(months), team.gp, label, weight, height),
      vaccination(
        at(months, 0, 10),
        team.gp,
        years < 2 ? vaccines.hexavalent : vaccines.booster,
        years < 2 ? '2e dose' : 'Rappel',
      ),
    ];
  };
  return [
    exam(4),
    commonIllness(tale, 2, true),
    commonIllness(tale, 9, true),
    exam(16),
    commonIllness(tale, 21, true),
    ...(random.chance(0.5) ? [[certificate(at(13), team.gp, 'Aptitude à la pratique du sport à l’école')]] : []),
    exam(28),
    commonIllness(tale, 33, true),
  ];
}

/** An adult who is rarely ill. */
export function healthy(tale: Tale): Episode[] {
  const { team, at } = tale;
  return [
    commonIllness(tale, 3),
    checkUp(tale, 7),
    certificateAndVaccine(tale, 12),
    commonIllness(tale, 18),
    [summary(at(20), team.gp, [], ['Appendicectomie dans l’enfance'], undefined)],
    commonIllness(tale, 26),
    checkUp(tale, 31),
  ];
}
