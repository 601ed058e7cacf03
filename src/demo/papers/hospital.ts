import { encounters, loinc } from '../codes.ts';
import type { DemoProfessional } from '../professionals.ts';
import { drugs, type Treatment } from './drugs.ts';
import { coded, french, list, type Paper, part } from './paper.ts';

export interface Stay {
  readonly from: Date;
  readonly to: Date;
  readonly reason: string;
  readonly course: string;
  readonly treatment: Treatment;
  readonly next: readonly string[];
}

/** The letter that leaves with the patient (« lettre de liaison »), structured. */
export function dischargeLetter(author: DemoProfessional, stay: Stay): Paper {
  return {
    at: stay.from,
    until: stay.to,
    author,
    type: '11490-0',
    format: 'N3',
    title: `Lettre de liaison à la sortie – ${stay.reason}`,
    encounter: encounters.inpatient,
    parts: () => [
      coded(loinc('42349-1', 'Raison de la recommandation'), part("Motif de l'hospitalisation", stay.reason)),
      coded(
        loinc('42545-4', 'Evènements observés'),
        part('Synthèse médicale du séjour', `Séjour du ${french(stay.from)} au ${french(stay.to)}.`, stay.course),
      ),
      coded(
        loinc('10183-2', 'Traitements à la sortie'),
        part('Traitements à la sortie', {
          kind: 'table',
          head: ['Produit', 'Posologie', 'Durée'],
          rows: drugs[stay.treatment].map(({ name, take, during }) => [name, take, during]),
        }),
      ),
      coded(
        loinc('30954-2', "Résultats d'examens"),
        part('Résultats attendus', 'Aucun résultat en attente le jour de la sortie.'),
      ),
      coded(loinc('18776-5', 'Plan de soins'), part('Suites à donner', list(...stay.next))),
    ],
  };
}

export function stayReport(author: DemoProfessional, stay: Stay): Paper {
  return {
    at: stay.from,
    until: stay.to,
    author,
    type: '34112-3',
    format: 'N1',
    title: `Compte rendu d'hospitalisation – ${stay.reason}`,
    encounter: encounters.inpatient,
    parts: () => [
      part('Motif', stay.reason),
      part('Déroulement du séjour', stay.course),
      part('À la sortie', list(...stay.next)),
    ],
  };
}

export function operation(at: Date, author: DemoProfessional, act: string, course: string): Paper {
  return {
    at,
    author,
    type: '34874-8',
    format: 'N1',
    title: `Compte rendu opératoire – ${act}`,
    encounter: encounters.inpatient,
    parts: () => [
      part('Intervention', `${act}, le ${french(at)}.`),
      part(
        'Compte rendu',
        'Contrôle de l’identité et du côté avec le patient. Antibioprophylaxie à l’induction.',
        course,
        'Comptes de compresses et d’instruments exacts. Pertes sanguines faibles.',
      ),
      part('Consignes', list('Lever le soir même avec aide.', 'Prévention de la thrombose.', 'Pansement tous les deux jours.')),
    ],
  };
}

export function anaesthesiaVisit(at: Date, author: DemoProfessional, act: string): Paper {
  return {
    at,
    author,
    type: '34749-2',
    format: 'N1',
    title: `Consultation pré-anesthésique – ${act}`,
    parts: () => [
      part('Évaluation', 'Score ASA 2. Mallampati 2. Pas d’allergie connue. Traitements habituels relevés.'),
      part('Technique proposée', 'Anesthésie expliquée, bénéfices et risques compris. Jeûne de six heures pour les solides.'),
    ],
  };
}

export function anaesthesia(at: Date, author: DemoProfessional, act: string): Paper {
  return {
    at,
    author,
    type: '77436-4',
    format: 'N1',
    title: `Compte rendu d'anesthésie – ${act}`,
    encounter: encounters.inpatient,
    parts: () => [
      part('Technique', `Anesthésie pour ${act.toLowerCase()}.`),
      part('Déroulement', {
        kind: 'table',
        head: ['Heure', 'Évènement'],
        rows: [
          ['08:05', 'Entrée en salle, liste de contrôle'],
          ['08:20', 'Induction'],
          ['08:40', 'Incision'],
          ['09:55', 'Fermeture'],
          ['10:10', 'Salle de réveil'],
        ],
      }),
      part('Réveil', 'Réveil calme, score d’Aldrete 10 à la sortie de salle.'),
    ],
  };
}

export function emergencyVisit(at: Date, author: DemoProfessional, reason: string, course: string): Paper {
  return {
    at,
    author,
    type: '15507-7',
    format: 'N1',
    title: `Passage aux urgences – ${reason}`,
    encounter: encounters.emergency,
    parts: () => [
      part("Motif d'arrivée", reason),
      part('Constantes', {
        kind: 'table',
        head: ['TA', 'Pouls', 'Température', 'SpO2'],
        rows: [['132/78 mmHg', '84/min', '37,1 °C', '98 %']],
      }),
      part('Prise en charge', course),
      part('Orientation', 'Retour au domicile avec consignes de surveillance écrites.'),
    ],
  };
}

export function specialistVisit(
  at: Date,
  author: DemoProfessional,
  reason: string,
  findings: string,
  advice: readonly string[],
  format: 'N1' | 'N3' = 'N1',
): Paper {
  return {
    at,
    author,
    type: '11488-4',
    format,
    title: `Consultation spécialisée – ${reason}`,
    parts: () => [part('Motif', reason), part('Observation', findings), part('Conclusion et conseils', list(...advice))],
  };
}

export function birth(at: Date, author: DemoProfessional): Paper {
  return {
    at,
    author,
    type: '15508-5',
    format: 'N1',
    title: "Compte rendu d'accouchement",
    encounter: encounters.inpatient,
    parts: () => [
      part(
        'Accouchement',
        `Accouchement par voie basse à terme le ${french(at)}, sous analgésie péridurale. Délivrance complète.`,
      ),
      part('Nouveau-né', 'Apgar 10 à une et cinq minutes. Poids 3 310 g, taille 50 cm.'),
      part('Suites', 'Suites simples. Visite de la sage-femme à domicile dès la sortie.'),
    ],
  };
}
