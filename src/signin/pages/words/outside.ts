import { html } from '../html.ts';
import type { Words } from '../language.ts';

const fr = {
  bring: 'Munissez-vous de votre carte CPS ou de votre application e-CPS.',
  placeTitle: 'Choisissez votre situation d’exercice',
  place: 'Votre situation d’exercice',
  linkTitle: 'Relier ce compte à votre carnet',
  link: (name: string) => `Relier ${name} à votre carnet ?`,
  identity: (name: string, person: string) =>
    html`${name} a donné toute votre identité, et elle est celle du carnet de <strong>${person}</strong>.`,
  fromNow: (name: string) =>
    `Si vous continuez, vous ouvrirez désormais ce carnet en vous connectant avec ${name}. Votre journal le dira.`,
  linkAndEnter: 'Relier et entrer',
};

const en: typeof fr = {
  bring: 'Have your CPS card or your e-CPS application at hand.',
  placeTitle: 'Choose your place of practice',
  place: 'Your place of practice',
  linkTitle: 'Link this account to your record',
  link: (name) => `Link ${name} to your record?`,
  identity: (name, person) => html`${name} gave your whole identity, and it is that of the record of <strong>${person}</strong>.`,
  fromNow: (name) => `If you continue, you will open this record from now on by signing in with ${name}. Your log will say so.`,
  linkAndEnter: 'Link and go in',
};

/** Between a provider outside and here. */
export const outsideWords: Words<typeof fr> = { fr, en };
