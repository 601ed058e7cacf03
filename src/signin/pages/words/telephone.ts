import type { Words } from '../language.ts';

const fr = {
  heading: 'e-CPS — simulateur de Socle',
  tells: 'Cette page tient lieu du téléphone. Elle ne prouve rien de votre identité.',
  title: 'e-CPS — simulateur',
  titleOf: (name: string) => `e-CPS de ${name} — simulateur`,
  of: 'e-CPS de',
  open: 'Ouvrir cette e-CPS',
  refresh: 'Actualiser',
  close: 'Fermer cette e-CPS',
  approved: (software: string) => `Connexion à « ${software} » validée.`,
  refused: (software: string) => `Connexion à « ${software} » refusée.`,
  none: 'Aucune demande en attente.',
  one: 'Une demande attend votre réponse.',
  many: (count: number) => `${count} demandes attendent votre réponse.`,
  asks: (software: string) => `${software} demande à vous connecter`,
  same: 'Ce code est-il celui que montre votre logiciel ?',
  before: (clock: string) => `Répondez avant ${clock} (heure de Paris).`,
  yes: 'Le code est le même : me connecter',
  no: 'Refuser',
  place: 'Situation d’exercice : ',
};

const en: typeof fr = {
  heading: 'e-CPS — simulator of Socle',
  tells: 'This page stands for the telephone. It proves nothing of who you are.',
  title: 'e-CPS — simulator',
  titleOf: (name) => `e-CPS of ${name} — simulator`,
  of: 'e-CPS of',
  open: 'Open this e-CPS',
  refresh: 'Refresh',
  close: 'Close this e-CPS',
  approved: (software) => `Sign-in to “${software}” approved.`,
  refused: (software) => `Sign-in to “${software}” refused.`,
  none: 'No demand waits.',
  one: 'One demand waits for your answer.',
  many: (count) => `${count} demands wait for your answer.`,
  asks: (software) => `${software} asks to sign you in`,
  same: 'Is this the code that your software shows?',
  before: (clock) => `Answer before ${clock} (Paris time).`,
  yes: 'The code is the same: sign me in',
  no: 'Refuse',
  place: 'Place of practice: ',
};

export const telephoneWords: Words<typeof fr> = { fr, en };
