import { html } from '../html.ts';
import type { Words } from '../language.ts';

const fr = {
  allowed: (software: string) => `Autoriser ${software} ?`,
  missing: 'Il manque un choix',
  lead: 'Cette application n’est pas Socle : ce qu’elle lit part chez son éditeur. Vous pourrez la couper à tout moment dans votre carnet, page « Applications ».',
  asks: 'Ce qu’elle demande',
  untick: 'Décochez ce que vous refusez.',
  whileHere: 'L’accès prend fin avec votre connexion, dans quatre heures au plus.',
  allow: 'Autoriser',
  refuse: 'Tout refuser',
  softwareAsks: 'Ce logiciel demande à :',
  softwareAsksOnPatient: 'Ce logiciel demande à, pour le patient sur lequel vous l’avez ouvert :',
  only: (name: string) => html`Il s’agit du carnet de <strong>${name}</strong>.`,
  whose: 'De quel carnet s’agit-il ?',
  you: ' (vous)',
  until: 'Jusqu’à quand ?',
  spans: { 30: '30 jours', 365: 'un an', 1: 'un jour' },
};

const en: typeof fr = {
  allowed: (software) => `Allow ${software}?`,
  missing: 'A choice is missing',
  lead: 'This application is not Socle: what it reads goes to its publisher. You can cut it off at any time in your record, page “Applications”.',
  asks: 'What it asks for',
  untick: 'Untick what you refuse.',
  whileHere: 'The access ends with your sign-in, in four hours at most.',
  allow: 'Allow',
  refuse: 'Refuse everything',
  softwareAsks: 'This software asks to:',
  softwareAsksOnPatient: 'This software asks to, for the patient on whom you opened it:',
  only: (name) => html`It is about the record of <strong>${name}</strong>.`,
  whose: 'Whose record is it about?',
  you: ' (you)',
  until: 'Until when?',
  spans: { 30: '30 days', 365: 'one year', 1: 'one day' },
};

export const consentWords: Words<typeof fr> = { fr, en };
