import { partsFr } from './partsFr.ts';

/** Words of the frame of every space and of what can happen on its first screen. */
export const first = {
  ...partsFr,
  brand: 'Socle',
  skip: 'Aller au contenu',
  demo: 'Démonstration — personnes fictives ; Socle n’est pas un service de l’État',
  notState: 'Socle n’est pas un service de l’État',
  mainNav: 'Menu principal',
  language: 'Langue',
  french: 'Français',
  english: 'English',
  signOut: 'Se déconnecter',
  wait: 'Chargement en cours…',
  retry: 'Réessayer',
  failed: 'Cela n’a pas marché',
  cancel: 'Annuler',
  close: 'Fermer',
  all: 'Tout',
  emergency: 'Urgence vitale : appelez le 15 ou le 112. Par SMS pour les personnes sourdes ou malentendantes : 114.',
  notFound: {
    title: 'Page introuvable',
    text: 'Cette adresse ne mène à rien. Elle a peut-être changé.',
    back: 'Retour à l’accueil',
  },
  crash: {
    title: 'Cette page n’a pas pu s’afficher',
    text: 'Rien n’est perdu. Rechargez la page ; si cela se répète, signalez-le à la personne qui exploite Socle.',
    reload: 'Recharger la page',
  },
  trial: {
    title: 'Comptes fictifs pour essayer',
    text: 'Aucune de ces personnes n’existe. Choisissez-en une, puis saisissez son identifiant.',
    login: 'Identifiant : {{login}}',
  },
  badge: {
    isNew: 'Nouveau',
    superseded: 'Remplacé',
    ended: 'Plus en vigueur',
    archived: 'Archivé',
    hiddenFromProfessionals: 'Caché aux professionnels',
    maskedFromProfessionals: 'Masqué aux professionnels',
    hiddenFromPatient: 'Non visible du patient',
  },
  accessibility: { link: 'Accessibilité : pas encore auditée' },
};
