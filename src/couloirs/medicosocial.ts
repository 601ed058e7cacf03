import { type Couloir, publication } from './couloir.ts';

/** Social and médico-social establishments: the DUI, « dossier usager informatisé ». */
export const medicosocial: Couloir = {
  id: 'medico-social',
  label: { fr: 'Médico-social', en: 'Social care' },
  publishes: [
    publication(
      '80788-3',
      "Projet personnalisé d'accompagnement",
      ['N1', 'N3'],
      'À sa signature avec la personne, puis à chaque révision, au moins une fois par an.',
      'When signed with the person, then at each revision, at least yearly.',
    ),
    publication(
      '74207-2',
      "Document de liaison d'urgence",
      ['N1', 'N3'],
      "À l'entrée, puis à chaque changement utile aux urgences.",
      'On admission, then at each change that an emergency team must know.',
    ),
    publication(
      '78341-5',
      'Fiche de transfert vers le service des urgences',
      ['N1', 'N3'],
      'Au départ vers les urgences.',
      'On leaving for the emergency department.',
    ),
    publication(
      '34133-9',
      "Synthèse d'épisode de soins",
      ['N1'],
      'À la fin d’un épisode ou à la réunion de synthèse.',
      'At the end of an episode or at the team review.',
    ),
    publication(
      '34842-5',
      "Grille d'évaluation médico-social",
      ['N1'],
      'À chaque évaluation (AGGIR, SERAFIN-PH).',
      'At each assessment (AGGIR, SERAFIN-PH).',
    ),
    publication(
      '83981-1',
      "Lettre de liaison à la sortie d'une structure sociale ou médico-sociale",
      ['N1', 'N3'],
      'À la sortie de la structure.',
      'On leaving the structure.',
    ),
    publication(
      '28653-4',
      'Document du secteur social / médico-social',
      ['N1'],
      'Quand un autre écrit sert à la coordination.',
      'When another paper serves the coordination.',
    ),
  ],
};
