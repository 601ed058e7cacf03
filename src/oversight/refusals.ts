import { Refusal } from '#kernel';

export const operatorOnly = () =>
  new Refusal('oversight.operator-only', {
    fr: 'Cette action est réservée à l’exploitant, connecté à son nom.',
    en: 'This act is the operator’s alone, signed in by name.',
  });
export const wordsNeeded = (least: number, most: number, at: string) =>
  new Refusal(
    'oversight.words-required',
    {
      fr: `Écrivez entre ${least} et ${most} caractères : la personne concernée les lira.`,
      en: `Write between ${least} and ${most} characters: the person concerned will read them.`,
    },
    { at },
  );
export const wordsTooLong = (most: number, at: string) =>
  new Refusal(
    'oversight.words-too-long',
    { fr: `Le texte dépasse ${most} caractères.`, en: `The text is longer than ${most} characters.` },
    { at },
  );
export const settled = () =>
  new Refusal('oversight.settled', {
    fr: 'Ce dossier de travail est déjà traité. Rechargez la liste.',
    en: 'This case is settled already. Load the list again.',
  });
export const tooManyContests = (most: number) =>
  new Refusal('oversight.too-many', {
    fr: `${most} signalements attendent déjà une réponse. Attendez qu’ils soient traités, ou bloquez le professionnel dès maintenant.`,
    en: `${most} cases wait for an answer already. Wait until they are answered, or block the professional now.`,
  });
export const badOutcome = (at: string) =>
  new Refusal(
    'oversight.malformed',
    {
      fr: 'La demande n’est pas complète, ou une valeur n’est pas permise.',
      en: 'The request is incomplete or a value is not allowed.',
    },
    { at },
  );
export const checkNeeded = () =>
  new Refusal('oversight.check-needed', {
    fr: 'Vérifiez d’abord l’identité de la personne présente ; cette vérification vaut une heure, pour vous seul.',
    en: 'First check the identity of the person before you; that check holds one hour, for you alone.',
  });
export const delegateUnchecked = () =>
  new Refusal(
    'oversight.delegate-unchecked',
    {
      fr: 'Vérifiez aussi l’identité du représentant au guichet, dans l’heure, comme celle de la personne.',
      en: 'Check the identity of the representative at the desk too, within the hour, as that of the person.',
    },
    { at: 'delegate' },
  );
export const notProving = () =>
  new Refusal(
    'oversight.not-proving',
    {
      fr: 'Ce document ne prouve pas l’identité. Demandez une pièce à haut niveau de confiance : carte d’identité, passeport, titre de séjour.',
      en: 'This document does not prove an identity. Ask for one of a high degree of trust: identity card, passport, residence permit.',
    },
    { source: 'RNIV 1', at: 'document' },
  );
export const samePerson = () =>
  new Refusal('oversight.same-person', {
    fr: 'Vous avez demandé cet acte : une seconde personne doit le confirmer.',
    en: 'You asked for this act: a second person must confirm it.',
  });
export const alreadyAsked = () =>
  new Refusal('oversight.already-asked', {
    fr: 'La même demande attend déjà une seconde personne.',
    en: 'The same request waits for a second person already.',
  });
export const expired = () =>
  new Refusal('oversight.expired', {
    fr: 'Plus de 24 heures ont passé : cette demande ne peut plus être confirmée. Il faut la refaire avec la personne.',
    en: 'More than 24 hours have passed: this request can no longer be confirmed. It must be made again with the person.',
  });
export const findMore = () =>
  new Refusal('oversight.find-more', {
    fr: 'Indiquez le matricule, ou le nom et le premier prénom de naissance avec la date de naissance.',
    en: 'Give the matricule, or the birth family name and first given name with the birth date.',
  });
