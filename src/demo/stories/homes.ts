import { laboratory } from '../papers/biology.ts';
import { prescription, summary, vaccination, vaccines, visit } from '../papers/city.ts';
import { emergencyVisit } from '../papers/hospital.ts';
import { imaging } from '../papers/imaging.ts';
import { dispensation, medicationReview } from '../papers/pharmacy.ts';
import { assessment, emergencyFile, personalProject, teamReview, transfer } from '../papers/social.ts';
import { professional } from '../professionals.ts';
import type { Episode, Tale } from './tale.ts';

const frail = ['Hypertension artérielle', 'Arthrose des genoux', 'Troubles de la mémoire débutants'] as const;

function monthlyCare(tale: Tale, months: number): Episode {
  const { team, random, at } = tale;
  return [
    laboratory(at(months, -4, 7), team.biologist, team.gp, 'inflammation', random),
    visit(
      at(months),
      team.gp,
      'Visite en établissement',
      'État général conservé. Tension artérielle 138/74 mmHg. Pas de douleur exprimée.',
      ['Poursuivre le traitement.', 'Surveiller le poids.'],
    ),
    prescription(at(months, 0, 10), team.gp, 'elderly'),
    dispensation(at(months, 1, 15), team.pharmacist, team.gp, 'elderly'),
  ];
}

function fall(tale: Tale, months: number): Episode {
  const { at } = tale;
  const emergency = professional('emergency');
  return [
    transfer(
      at(months, 0, 20),
      professional('homeNurse'),
      'Chute dans la chambre avec choc à la tête, pas de perte de connaissance.',
    ),
    emergencyVisit(
      at(months, 0, 21),
      emergency,
      'Chute avec traumatisme crânien',
      'Examen neurologique normal, scanner demandé. Surveillance puis retour à l’EHPAD.',
    ),
    imaging(at(months, 0, 22), professional('radiologist'), emergency, 'brain'),
  ];
}

/** A resident of the EHPAD. */
export function elderly(tale: Tale): Episode[] {
  const { team, at } = tale;
  const coordinator = professional('coordinator');
  return [
    [
      assessment(at(11), coordinator, 'AGGIR', 'GIR 4'),
      personalProject(
        at(10),
        coordinator,
        ['Continuer à jardiner', 'Recevoir ses petits-enfants le dimanche'],
        ['Garder la marche avec un déambulateur', 'Participer à l’atelier jardin'],
      ),
      {
        ...emergencyFile(at(10, 3), coordinator, frail, 'elderly'),
        corrected: { afterDays: 40, why: 'Mise à jour après la révision du traitement.' },
      },
    ],
    monthlyCare(tale, 2),
    fall(tale, 5),
    [medicationReview(at(6), team.pharmacist, 'elderly'), vaccination(at(1), team.gp, vaccines.influenza, 'Dose annuelle')],
    monthlyCare(tale, 14),
    [
      teamReview(at(12), coordinator, 'Bonne intégration. Sommeil meilleur. Appétit à surveiller.'),
      summary(at(13), team.gp, frail, ['Prothèse de genou'], 'elderly'),
    ],
    monthlyCare(tale, 23),
    [assessment(at(24), coordinator, 'AGGIR', 'GIR 5')],
    monthlyCare(tale, 33),
  ];
}

/** A resident of the foyer. */
export function disability(tale: Tale): Episode[] {
  const { team, at } = tale;
  const therapist = professional('occupational');
  const nurse = professional('foyerNurse');
  return [
    [
      assessment(at(9), therapist, 'SERAFIN-PH', 'Besoins principaux : entretien personnel (1.2.1), vie sociale (1.3.3).'),
      personalProject(
        at(8),
        therapist,
        ['Prendre le bus seul', 'Travailler deux jours par semaine'],
        ['Préparer le trajet vers l’atelier', 'Tenir son budget avec un éducateur'],
      ),
      emergencyFile(at(8, 5), nurse, ['Épilepsie équilibrée', 'Déficience motrice gauche'], 'pain'),
    ],
    [
      visit(at(3), team.gp, 'Visite annuelle', 'Examen stable. Pas de crise depuis deux ans.', ['Poursuivre l’accompagnement.']),
      prescription(at(3, 0, 10), team.gp, 'pain'),
      dispensation(at(3, 1), team.pharmacist, team.gp, 'pain'),
    ],
    [teamReview(at(15), nurse, 'Projet de transport acquis en grande partie. Souhaite changer d’atelier.')],
    [
      laboratory(at(16, 0, 7), team.biologist, team.gp, 'general', tale.random),
      summary(at(17), team.gp, ['Épilepsie équilibrée'], ['Prématurité'], 'pain'),
    ],
    [personalProject(at(20), therapist, ['Apprendre à cuisiner'], ['Atelier cuisine hebdomadaire'])],
    monthlyCare(tale, 28),
  ];
}
