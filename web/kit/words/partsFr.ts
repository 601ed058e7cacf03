/** Words of the parts of the kit themselves. */
export const partsFr = {
  appearance: {
    label: 'Apparence',
    device: 'Comme votre appareil',
    light: 'Claire',
    dark: 'Sombre',
    contrast: 'Contraste renforcé',
  },
  parts: {
    noneFound: 'Rien ne correspond.',
    open: 'Ouvrir la liste',
    clear: 'Effacer',
    less: 'Diminuer',
    more: 'Augmenter',
    choose: 'Choisir…',
    drop: 'Déposez un fichier ici, ou',
    browse: 'Choisir un fichier',
    remove: 'Retirer {{name}}',
    path: 'Où vous êtes',
    calendar: 'Ouvrir le calendrier',
    before: 'Mois précédent',
    after: 'Mois suivant',
  },
  /** On paper only. */
  printed: 'Imprimé le {{date}} — {{name}}',
  offline: {
    title: 'Vous êtes hors ligne',
    newVersion: 'Une nouvelle version de cet espace est prête.',
    reload: 'Recharger',
    back: 'La connexion est revenue.',
  },
};
