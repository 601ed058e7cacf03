import type { Words } from '../language.ts';

const fr = {
  heading: 'Se connecter à mon carnet de santé',
  others: 'Vous n’avez pas encore d’accès, ou vous l’avez perdu ?',
  activate: 'J’ai un code d’activation',
  letter: 'Demander un code par courrier',
  passkey: 'Utiliser ma clé d’accès',
  passkeyHint: 'Votre empreinte, votre visage ou le code de votre appareil : pas de mot de passe.',
  passkeyFailed: 'La clé d’accès n’a pas été utilisée. Réessayez, ou entrez autrement.',
  or: 'ou',
};

const en: typeof fr = {
  heading: 'Sign in to my health record',
  others: 'No access yet, or have you lost it?',
  activate: 'I have an activation code',
  letter: 'Ask for a code by post',
  passkey: 'Use my passkey',
  passkeyHint: 'Your fingerprint, your face or the code of your device: no password.',
  passkeyFailed: 'The passkey was not used. Try again, or go in another way.',
  or: 'or',
};

export const citizenWords: Words<typeof fr> = { fr, en };
