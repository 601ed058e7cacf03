import { laboratory } from '../papers/biology.ts';
import { careNote, order, prescription, referral, summary, vaccination, vaccines, visit } from '../papers/city.ts';
import { dischargeLetter, emergencyVisit, specialistVisit, stayReport } from '../papers/hospital.ts';
import { imaging } from '../papers/imaging.ts';
import { dispensation, interview, medicationReview } from '../papers/pharmacy.ts';
import { professional } from '../professionals.ts';
import type { Episode, Tale } from './tale.ts';

/** A quarter with diabetes: results, visit, prescription, medicines. */
export function diabetesQuarter(tale: Tale, months: number): Episode {
  const { team, random, at } = tale;
  return [
    laboratory(at(months, -5, 7), team.biologist, team.gp, 'diabetes', random),
    visit(
      at(months),
      team.gp,
      'Suivi du diabète de type 2',
      'Poids stable. Tension artérielle 132/80 mmHg. Examen des pieds sans lésion.',
      ['Poursuivre le traitement.', 'Marche quotidienne.', 'Contrôle dans trois mois.'],
    ),
    prescription(at(months, 0, 10), team.gp, 'diabetes'),
    dispensation(at(months, 1, 16), team.pharmacist, team.gp, 'diabetes'),
  ];
}

function diabetesYear(tale: Tale, months: number): Episode {
  const { team, at } = tale;
  const specialist = professional('endocrinologist');
  return [
    referral(at(months), team.gp, specialist, 'Avis annuel sur le diabète'),
    specialistVisit(
      at(months, 20),
      specialist,
      'Diabète de type 2',
      'Équilibre glycémique satisfaisant. Pas de signe de neuropathie.',
      ['Poursuivre la metformine.', 'Objectif d’HbA1c inférieur à 7 %.'],
    ),
    specialistVisit(
      at(months, 30, 13),
      professional('ophthalmologist'),
      "Fond d'œil",
      'Pas de rétinopathie diabétique. Acuité 10/10 aux deux yeux avec correction.',
      ['Contrôle dans un an.'],
    ),
  ];
}

export function diabetes(tale: Tale): Episode[] {
  const { team, at } = tale;
  return [
    diabetesQuarter(tale, 1),
    [summary(at(2), team.gp, ['Diabète de type 2', 'Dyslipidémie'], ['Hypertension gravidique'], 'diabetes')],
    diabetesQuarter(tale, 7),
    diabetesYear(tale, 9),
    [
      interview(at(10), team.pharmacist, 'Diabète et alimentation'),
      vaccination(at(11), team.pharmacist, vaccines.influenza, 'Dose annuelle'),
    ],
    diabetesQuarter(tale, 13),
    diabetesQuarter(tale, 22),
    diabetesYear(tale, 26),
    diabetesQuarter(tale, 34),
  ];
}

function heartReview(tale: Tale, months: number): Episode {
  const { team, random, at } = tale;
  return [
    laboratory(at(months, -6, 7), team.biologist, team.gp, 'heart', random),
    specialistVisit(
      at(months),
      professional('cardiologist'),
      'Suivi de cardiopathie ischémique',
      'Pas de douleur ni d’essoufflement. Électrocardiogramme sinusal à 64/min.',
      ['Poursuivre le traitement.', 'Épreuve d’effort dans un an.'],
    ),
    imaging(at(months, 2), team.radiologist, professional('cardiologist'), 'heart', 'N1'),
    prescription(at(months, 6), team.gp, 'heart'),
    dispensation(at(months, 7, 15), team.pharmacist, team.gp, 'heart'),
  ];
}

export function heart(tale: Tale): Episode[] {
  const { team, at } = tale;
  const cardiologist = professional('cardiologist');
  const stay = {
    from: at(30),
    to: at(30, 5, 14),
    reason: 'Syndrome coronarien aigu',
    course:
      'Douleur thoracique prolongée avec élévation de la troponine. Coronarographie : sténose de l’interventriculaire antérieure moyenne, dilatée avec pose d’une endoprothèse. Suites simples.',
    treatment: 'heart',
    next: ['Consultation de cardiologie à un mois.', 'Réadaptation cardiaque.', 'Arrêt définitif du tabac.'],
  } as const;
  return [
    [
      emergencyVisit(
        at(30, -1, 2),
        professional('emergency'),
        'Douleur thoracique',
        'Électrocardiogramme et troponine, puis transfert en cardiologie.',
      ),
      dischargeLetter(cardiologist, stay),
      stayReport(cardiologist, stay),
      dispensation(at(30, 6, 16), team.pharmacist, cardiologist, 'heart'),
    ],
    heartReview(tale, 2),
    [
      summary(
        at(5),
        team.gp,
        ['Cardiopathie ischémique', 'Hypertension artérielle'],
        ['Syndrome coronarien aigu traité par endoprothèse'],
        'heart',
      ),
    ],
    heartReview(tale, 13),
    [
      medicationReview(at(15), team.pharmacist, 'heart'),
      vaccination(at(16), team.pharmacist, vaccines.influenza, 'Dose annuelle'),
    ],
    [
      order(at(27), team.gp, 'PRESC-KINE', 'Prescription de réadaptation', ['Vingt séances de réadaptation à l’effort']),
      careNote(at(25), professional('physio'), 'Réadaptation à l’effort', 'Périmètre de marche passé de 400 à 900 mètres.'),
    ],
    heartReview(tale, 24),
  ];
}
