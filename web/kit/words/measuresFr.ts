/** Measures over time, in both spaces. */
export const measuresFr = {
  overTime: 'Les mesures dans le temps',
  none: 'Aucune mesure chiffrée pour le moment.',
  cut: 'Il y a beaucoup de mesures : les plus anciennes ne sont pas montrées.',
  value: 'Mesure',
  all_one: 'Voir la mesure',
  all_other: 'Voir les {{count}} mesures',
  legend: 'Chaque point est une mesure.',
  legendTwo: 'Trait plein : le premier chiffre. Tirets : le deuxième.',
  change: {
    more: 'C’est {{amount}} de plus que le {{date}} ({{before}}).',
    less: 'C’est {{amount}} de moins que le {{date}} ({{before}}).',
    same: 'C’est la même chose que le {{date}}.',
    other: 'Avant, le {{date}} : {{before}}.',
  },
  bodyMass: 'Indice de masse corporelle (IMC)',
  bodyMassOf:
    'Calculé avec le poids du {{weighed}} et la taille du {{measured}}. C’est le poids divisé par le carré de la taille. Ce nombre seul ne dit pas comment va une personne.',
};
