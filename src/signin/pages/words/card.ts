import { html } from '../html.ts';
import type { Words } from '../language.ts';

const fr = {
  title: 'Carte reconnue',
  heading: 'Votre carte est reconnue',
  who: (name: string) => html`Vous êtes <strong>${name}</strong>.`,
  place: (name: string) => `Vous exercez à ${name}.`,
  refusedTitle: 'Carte refusée',
  refused: 'Cette carte ne permet pas de se connecter',
  back: 'Revenir à la page de connexion',
  way: 'Avec une carte',
  lead: 'Insérez votre carte de professionnel, ou utilisez le certificat installé sur cet ordinateur : le navigateur vous demandera lequel.',
  read: 'Carte (certificat)',
};

const en: typeof fr = {
  title: 'Card recognised',
  heading: 'Your card is recognised',
  who: (name) => html`You are <strong>${name}</strong>.`,
  place: (name) => `You practise at ${name}.`,
  refusedTitle: 'Card refused',
  refused: 'This card does not open a sign-in',
  back: 'Back to the sign-in page',
  way: 'With a card',
  lead: 'Insert your professional card, or use the certificate installed on this computer: the browser will ask you which.',
  read: 'Card (certificate)',
};

export const cardWords: Words<typeof fr> = { fr, en };
