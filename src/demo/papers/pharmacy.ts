import { loinc } from '../codes.ts';
import type { DemoProfessional } from '../professionals.ts';
import { drugs, type Treatment } from './drugs.ts';
import { coded, french, list, type Paper, part } from './paper.ts';

export function dispensation(at: Date, author: DemoProfessional, prescriber: DemoProfessional, treatment: Treatment): Paper {
  return {
    at,
    author,
    prescriber,
    type: '60593-1',
    format: 'N3',
    title: 'Dispensation de médicaments',
    parts: () => [
      coded(
        loinc('60590-7', 'Médicaments délivrés'),
        part('Médicaments délivrés', {
          kind: 'table',
          head: ['Produit', 'Quantité', 'Posologie', 'Délivré le'],
          rows: drugs[treatment].map(({ name, take }, index) => [
            name,
            `${index + 1} boîte${index > 0 ? 's' : ''}`,
            take,
            french(at),
          ]),
        }),
      ),
      coded(
        loinc('55112-7', 'Commentaire'),
        part('Conseils donnés', 'Prise, conservation et effets indésirables expliqués au comptoir.'),
      ),
    ],
  };
}

/** The shared review of an elderly person's medicines. */
export function medicationReview(at: Date, author: DemoProfessional, treatment: Treatment): Paper {
  return {
    at,
    author,
    type: '56445-0',
    format: 'N1',
    title: 'Bilan partagé de médication',
    parts: () => [
      part('Traitement analysé', {
        kind: 'table',
        head: ['Produit', 'Posologie', 'Analyse'],
        rows: drugs[treatment].map(({ name, take }) => [name, take, 'Adapté, bien pris']),
      }),
      part(
        'Conclusions',
        list('Observance bonne.', 'Pas d’interaction notable.', 'Simplifier les horaires de prise avec le médecin traitant.'),
      ),
    ],
  };
}

export function interview(at: Date, author: DemoProfessional, subject: string): Paper {
  return {
    at,
    author,
    type: '78601-2',
    format: 'N1',
    title: `Entretien pharmaceutique – ${subject}`,
    parts: () => [
      part('Thème', subject),
      part(
        'Échanges',
        'Le patient décrit correctement son traitement et les signes qui doivent l’alerter. Un plan de prise lui est remis.',
      ),
      part('Suite', 'Prochain entretien dans six mois.'),
    ],
  };
}
