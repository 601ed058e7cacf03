import { html } from '../html.ts';
import type { Words } from '../language.ts';

const fr = {
  heading: html`Pro Santé Connect — simulateur de Socle`,
  title: 'Pro Santé Connect — simulateur',
  simulated: 'Continuer avec l’e-CPS simulée',
  validateTitle: 'Validez la connexion',
  validate: 'Validez la connexion sur votre e-CPS',
  /** Between the name and the digits; the link opens the telephone beside. */
  shows: (name: string) =>
    html`${name}, l’<a href="/e-cps" target="_blank">e-CPS simulée</a> <span class="note">(nouvel onglet)</span> affiche le même code sur votre téléphone :`,
  answered: 'J’ai répondu sur mon téléphone',
  without: 'Sans téléphone sous la main, confirmez ici que les deux codes sont les mêmes.',
  same: 'Les codes sont les mêmes',
  placeTitle: 'Choisissez votre situation d’exercice',
};

const en: typeof fr = {
  heading: html`<span lang="fr">Pro Santé Connect</span> — simulator of Socle`,
  title: 'Pro Santé Connect — simulator',
  simulated: 'Continue with the simulated e-CPS',
  validateTitle: 'Approve the sign-in',
  validate: 'Approve the sign-in on your e-CPS',
  shows: (name) =>
    html`${name}, the <a href="/e-cps" target="_blank">simulated e-CPS</a> <span class="note">(new tab)</span> shows the same code on your telephone:`,
  answered: 'I have answered on my telephone',
  without: 'Without a telephone at hand, confirm here that the two codes are the same.',
  same: 'The codes are the same',
  placeTitle: 'Choose your place of practice',
};

export const professionalWords: Words<typeof fr> = { fr, en };
