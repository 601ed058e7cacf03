import { Refusal } from '#kernel';

export const unavailable = (name: string) =>
  new Refusal('signin.federation-unavailable', {
    fr: `${name} ne répond pas. Réessayez dans quelques minutes, ou connectez-vous autrement.`,
    en: `${name} does not answer. Try again in a few minutes, or sign in another way.`,
  });
export const declined = (name: string) =>
  new Refusal('signin.federation-declined', {
    fr: `La connexion par ${name} a été interrompue. Recommencez, ou connectez-vous autrement.`,
    en: `Signing in by ${name} was interrupted. Start again, or sign in another way.`,
  });
export const failed = (name: string) =>
  new Refusal('signin.federation-failed', {
    fr: `La réponse de ${name} n’a pas pu être acceptée : rien n’a été fait. Recommencez depuis cette page.`,
    en: `The answer of ${name} could not be accepted: nothing was done. Start again from this page.`,
  });
export const tooWeak = (name: string) =>
  new Refusal('signin.federation-level', {
    fr: `${name} ne garantit pas assez votre identité pour un dossier de santé. Choisissez-y un moyen de connexion plus sûr.`,
    en: `${name} does not vouch enough for your identity for a health record. Choose a safer way of signing in there.`,
  });
export const unknownHere = () =>
  new Refusal('signin.federation-unknown', {
    fr: 'Pro Santé Connect vous reconnaît, mais l’annuaire de ce serveur ne vous connaît pas encore. Demandez à l’exploitant de le mettre à jour.',
    en: 'Pro Santé Connect knows you, but the directory of this server does not yet. Ask the operator to bring it up to date.',
  });
export const noPlace = () =>
  new Refusal('signin.federation-no-situation', {
    fr: 'Aucune des structures où Pro Santé Connect vous connaît n’est la vôtre dans l’annuaire de ce serveur. Demandez à l’exploitant de le mettre à jour.',
    en: 'None of the structures where Pro Santé Connect knows you is yours in the directory of this server. Ask the operator to bring it up to date.',
  });
export const noTraits = (name: string) =>
  new Refusal('signin.federation-traits', {
    fr: `${name} n’a pas transmis toute votre identité (nom, prénoms, sexe, date et lieu de naissance). Acceptez ce partage, ou connectez-vous autrement.`,
    en: `${name} did not give your whole identity (names, sex, birth date and place). Accept to share it, or sign in another way.`,
  });
/** The same for nobody and for several: it tells nothing of who is known here. */
export const noCarnet = (name: string) =>
  new Refusal('signin.federation-no-carnet', {
    fr: `Aucun carnet ne correspond avec certitude à l’identité donnée par ${name}. Utilisez le code d’activation reçu par courrier, ou présentez-vous au guichet.`,
    en: `No carnet matches the identity given by ${name} with certainty. Use the activation code received by post, or come to the desk.`,
  });
export const alreadyLinked = (name: string) =>
  new Refusal('signin.federation-taken', {
    fr: `Ce carnet est déjà relié à un autre compte ${name}. Connectez-vous avec celui-ci, ou faites-le délier au guichet.`,
    en: `This carnet is already linked to another ${name} account. Sign in with that one, or have it unlinked at the desk.`,
  });
