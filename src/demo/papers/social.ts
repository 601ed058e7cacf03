import { encounters, loinc } from '../codes.ts';
import type { DemoProfessional } from '../professionals.ts';
import { drugs, type Treatment } from './drugs.ts';
import { coded, french, list, type Paper, part } from './paper.ts';

export function personalProject(at: Date, author: DemoProfessional, wishes: readonly string[], goals: readonly string[]): Paper {
  return {
    at,
    author,
    type: '80788-3',
    format: 'N1',
    title: "Projet personnalisé d'accompagnement",
    parts: () => [
      part('Attentes de la personne', list(...wishes)),
      part('Objectifs de l’année', {
        kind: 'table',
        head: ['Objectif', 'Moyens', 'Échéance'],
        rows: goals.map((goal) => [goal, 'Équipe référente, point mensuel', 'Un an']),
      }),
      part('Accord', `Projet relu et signé avec la personne le ${french(at)}. Révision prévue dans un an.`),
    ],
  };
}

/** The « dossier de liaison d'urgence », ready for the night the ambulance comes. */
export function emergencyFile(at: Date, author: DemoProfessional, problems: readonly string[], treatment: Treatment): Paper {
  return {
    at,
    author,
    type: '74207-2',
    format: 'N3',
    title: "Dossier de liaison d'urgence",
    parts: () => [
      coded(loinc('11450-4', 'Liste des problèmes actifs'), part('Pathologies en cours', list(...problems))),
      coded(loinc('48765-2', 'Allergies et hypersensibilités'), part('Allergies', 'Aucune connue.')),
      coded(
        loinc('10160-0', 'Traitements'),
        part('Traitements', list(...drugs[treatment].map(({ name, take }) => `${name} : ${take}`))),
      ),
      coded(
        loinc('42348-3', 'Directives anticipées'),
        part('Directives anticipées', 'La personne a été informée de son droit d’en rédiger. Personne de confiance désignée.'),
      ),
      coded(
        loinc('47420-5', 'Évaluation du statut fonctionnel'),
        part('Autonomie', 'Aide partielle pour la toilette et l’habillage. Marche avec un déambulateur.'),
      ),
    ],
  };
}

export function transfer(at: Date, author: DemoProfessional, reason: string): Paper {
  return {
    at,
    author,
    type: '78341-5',
    format: 'N3',
    title: 'Fiche de transfert vers les urgences',
    encounter: encounters.emergency,
    parts: () => [
      coded(loinc('42545-4', 'Evènements observés'), part('Motif du transfert', reason)),
      coded(
        loinc('8716-3', 'Signes vitaux'),
        part('Constantes au départ', {
          kind: 'table',
          head: ['TA', 'Pouls', 'SpO2', 'Température'],
          rows: [['118/70 mmHg', '92/min', '95 %', '37,4 °C']],
        }),
      ),
      coded(
        loinc('55112-7', 'Commentaire'),
        part('Commentaires', 'Famille prévenue. Lunettes et appareil auditif envoyés avec la personne.'),
      ),
    ],
  };
}

export function assessment(at: Date, author: DemoProfessional, scale: 'AGGIR' | 'SERAFIN-PH', outcome: string): Paper {
  return {
    at,
    author,
    type: '34842-5',
    format: 'N1',
    title: `Évaluation ${scale}`,
    parts: () => [
      part('Évaluation', `Grille ${scale} renseignée le ${french(at)} par l’équipe.`),
      part('Résultat', outcome),
      part('Besoins repérés', list('Entretien personnel', 'Déplacements', 'Relations avec les proches')),
    ],
  };
}

export function teamReview(at: Date, author: DemoProfessional, summary: string): Paper {
  return {
    at,
    author,
    type: '34133-9',
    format: 'N1',
    title: 'Synthèse de la réunion d’équipe',
    parts: () => [
      part('Participants', 'Médecin, infirmier, aide-soignant référent, animatrice.'),
      part('Synthèse', summary),
      part('Décisions', list('Maintien du projet en cours.', 'Point avec la famille le mois prochain.')),
    ],
  };
}

export function leaving(from: Date, to: Date, author: DemoProfessional, course: string): Paper {
  return {
    at: from,
    until: to,
    author,
    type: '83981-1',
    format: 'N1',
    title: 'Lettre de liaison à la sortie de l’établissement',
    parts: () => [
      part('Séjour', `Accueil du ${french(from)} au ${french(to)}.`, course),
      part('À la sortie', list('Retour à domicile.', 'Passage infirmier à poursuivre deux semaines.')),
    ],
  };
}
