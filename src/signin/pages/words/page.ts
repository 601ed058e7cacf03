import { html } from '../html.ts';
import type { Words } from '../language.ts';

const fr = {
  /** Written before the title of a page that comes back with a problem: heard first. */
  failed: (title: string) => `Erreur : ${title}`,
  problem: 'La connexion n’a pas abouti',
  banner: html`<strong>Simulateur de Socle</strong> — ce n’est pas le service national Pro Santé Connect.`,
  other: 'English',
  signIn: 'Se connecter',
  continue: 'Continuer',
  cancel: 'Annuler',
  back: 'Retour',
  login: 'Identifiant',
  password: 'Mot de passe',
  passwordAgain: 'Le même, une seconde fois',
  sixDigits: 'Code à 6 chiffres',
  rpps: 'Numéro RPPS ou identifiant',
  rppsHint: '11 chiffres pour le numéro RPPS.',
  twoDigits: 'Code à deux chiffres : ',
  where: 'Où exercez-vous en ce moment ?',
  carnet: 'Mon carnet de santé',
  professionalSpace: 'Espace professionnel',
  software: (name: string) => html`Pour continuer avec <strong>${name}</strong>.`,
  signInWith: (name: string) => `Se connecter avec ${name}`,
  demo: 'Territoire de démonstration',
  demoLead:
    'Ces personnes sont fictives. Choisissez-en une pour entrer à sa place : ici seulement, un mot de passe public suffit, sans second code.',
};

const en: typeof fr = {
  failed: (title) => `Error: ${title}`,
  problem: 'You are not signed in',
  banner: html`<strong>Simulator of Socle</strong> — this is not the national service <span lang="fr">Pro Santé Connect</span>.`,
  other: 'Français',
  signIn: 'Sign in',
  continue: 'Continue',
  cancel: 'Cancel',
  back: 'Back',
  login: 'Login',
  password: 'Password',
  passwordAgain: 'The same, once more',
  sixDigits: '6-digit code',
  rpps: 'RPPS number or login',
  rppsHint: '11 digits for the RPPS number.',
  twoDigits: 'Two-digit code: ',
  where: 'Where are you practising now?',
  carnet: 'My health record',
  professionalSpace: 'Professional space',
  software: (name) => html`To continue with <strong>${name}</strong>.`,
  signInWith: (name) => `Sign in with ${name}`,
  demo: 'Demonstration territory',
  demoLead:
    'These people are fictitious. Choose one to go in as them: here only, a public password is enough, without a second code.',
};

/** What several pages say. */
export const pageWords: Words<typeof fr> = { fr, en };
