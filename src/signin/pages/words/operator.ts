import type { Words } from '../language.ts';

const fr = {
  heading: 'Espace de l’exploitant',
  newTitle: 'Choisir son mot de passe',
  newHeading: 'Choisissez votre mot de passe',
  newLead:
    'Celui qui vous a été remis ne sert qu’une fois. Le vôtre n’est connu que de vous : ce que vous faites est inscrit à votre nom.',
  newPassword: 'Nouveau mot de passe',
  newHint: '10 caractères au moins.',
  save: 'Enregistrer et entrer',
};

const en: typeof fr = {
  heading: 'Operator’s space',
  newTitle: 'Choose a password',
  newHeading: 'Choose your password',
  newLead: 'The one that you were given serves once. Yours is known to you alone: what you do is written down under your name.',
  newPassword: 'New password',
  newHint: 'At least 10 characters.',
  save: 'Save and go in',
};

export const operatorWords: Words<typeof fr> = { fr, en };
