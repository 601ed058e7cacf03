import { certificate, order, summary, vaccination, vaccines, visit } from '../papers/city.ts';
import { dischargeLetter, specialistVisit } from '../papers/hospital.ts';
import { imaging } from '../papers/imaging.ts';
import { interview, medicationReview } from '../papers/pharmacy.ts';
import { assessment, emergencyFile, leaving, personalProject } from '../papers/social.ts';
import { professional } from '../professionals.ts';
import { diabetes, diabetesQuarter } from './chronic.ts';
import { operationNumber, plannedOperation } from './events.ts';
import type { Episode, Tale } from './tale.ts';

/**
 * Ambre Valcastel: diabetes followed for years, a new hip this year, three weeks in the EHPAD after it, and home again.
 *
 * Her record holds every couloir, both formats, a replaced document, one hidden from professionals, one not yet shown to her.
 */
export function star(tale: Tale): Episode[] {
  const { team, at } = tale;
  const surgeon = professional('orthopaedist');
  const coordinator = professional('coordinator');
  return [
    plannedOperation(tale, 5, operationNumber(2)).map((paper) =>
      paper.type === '11490-0'
        ? { ...paper, corrected: { afterDays: 1, why: 'Cette version corrige la durée du traitement anticoagulant.' } }
        : paper,
    ),
    [
      assessment(at(5, 6), coordinator, 'AGGIR', 'GIR 4 à l’entrée, accueil temporaire après chirurgie.'),
      personalProject(
        at(5, 8),
        coordinator,
        ['Remarcher sans canne', 'Rentrer à la maison avant l’été'],
        ['Marche quotidienne accompagnée', 'Monter un étage'],
      ),
      emergencyFile(at(5, 8, 15), coordinator, ['Diabète de type 2', 'Prothèse totale de hanche droite récente'], 'diabetes'),
      leaving(
        at(5, 5),
        at(5, 26, 10),
        coordinator,
        'Accueil temporaire de trois semaines après prothèse de hanche. Marche autonome sur 200 mètres.',
      ),
    ],
    [
      order(at(4, 4), team.gp, 'PRESC-KINE', 'Prescription de rééducation', ['Vingt séances de rééducation de la hanche droite']),
      imaging(at(3, 10), team.radiologist, surgeon, 'hipAfter'),
      specialistVisit(
        at(3, 12),
        surgeon,
        'Contrôle de prothèse de hanche',
        'Marche sans canne. Cicatrice souple. Radiographie satisfaisante.',
        ['Reprise progressive de toutes les activités.', 'Contrôle dans un an.'],
      ),
    ],
    ...diabetes(tale),
    diabetesQuarter(tale, 4),
    diabetesQuarter(tale, 10),
    diabetesQuarter(tale, 16),
    [
      {
        ...visit(at(14), team.gp, 'Difficultés de sommeil', 'Entretien long. Période de deuil, pas de signe de gravité.', [
          'Suivi proposé.',
          'Revoir dans deux semaines.',
        ]),
        hidden: 'from-professionals',
      },
    ],
    [{ ...imaging(at(1, 18, 15), team.radiologist, team.gp, 'breast'), hidden: 'from-patient' }],
    [medicationReview(at(8), team.pharmacist, 'diabetes'), interview(at(2, 12), team.pharmacist, 'Bon usage des anticoagulants')],
    [
      certificate(at(20), team.gp, 'Absence de contre-indication à la marche nordique'),
      vaccination(at(0, 6, 10), team.pharmacist, vaccines.influenza, 'Dose annuelle'),
    ],
    [
      dischargeLetter(professional('gastroenterologist'), {
        from: at(29, 0, 7),
        to: at(29, 0, 16),
        reason: 'Coloscopie de dépistage',
        course: 'Coloscopie complète sous anesthésie. Un polype de 6 mm retiré, examen de contrôle dans trois ans.',
        treatment: 'pain',
        next: ['Reprise de l’alimentation le soir.', 'Résultat d’analyse adressé au médecin traitant.'],
      }),
    ],
    [
      summary(
        at(1, 5),
        team.gp,
        ['Diabète de type 2', 'Dyslipidémie'],
        ['Prothèse totale de hanche droite', 'Polype du côlon'],
        'diabetes',
      ),
    ],
  ];
}
