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
    offered: 'Mots proposés',
    open: 'Ouvrir la liste',
    clear: 'Effacer',
    less: 'Diminuer',
    more: 'Augmenter',
    drop: 'Déposer un fichier ici, ou le choisir',
    remove: 'Retirer {{name}}',
    path: 'Où vous êtes',
  },
  /** On paper only. */
  printed: 'Imprimé le {{date}} — {{name}}',
  offline: {
    newVersion: 'Une nouvelle version de cet espace est prête.',
    reload: 'Recharger',
  },
};
