import { Refusal } from '#kernel';

function refused(code: string, fr: string, en: string, at?: string): Refusal {
  return new Refusal(`messaging.${code}`, { fr, en }, at === undefined ? {} : { at });
}

export const malformedAddress = (at = 'address'): Refusal =>
  refused(
    'malformed-address',
    'Cette adresse n’a pas la forme d’une adresse de messagerie : nom@domaine, sans espace.',
    'This does not have the form of a mail address: name@domain, without a space.',
    at,
  );
export const otherDomain = (domain: string): Refusal =>
  refused(
    'other-domain',
    `Les boîtes de cet opérateur se terminent par @${domain}.`,
    `The mailboxes of this operator end in @${domain}.`,
    'address',
  );
export const addressTaken = (): Refusal =>
  refused(
    'address-taken',
    'Cette adresse est prise, ou l’a été : une adresse n’est jamais donnée deux fois.',
    'This address is taken, or was: an address is never given twice.',
    'address',
  );
export const unknownOwner = (what: string): Refusal =>
  refused(
    'unknown-owner',
    'Cette boîte n’a pas de titulaire connu de l’annuaire.',
    'This mailbox has no holder that the directory knows.',
    what,
  );
export const malformed = (at: string): Refusal =>
  refused('malformed-mailbox', `La valeur de « ${at} » ne convient pas.`, `The value of “${at}” does not do.`, at);
export const operatorOnly = (): Refusal =>
  refused('operator-only', 'Seul un exploitant fait cela.', 'An operator alone does this.');
export const notQualified = (): Refusal =>
  refused(
    'not-qualified',
    'Une boîte de citoyen porte un matricule INS : l’identité doit être qualifiée.',
    'A citizen’s mailbox carries an INS: the identity must be qualified.',
  );
export const unknownMailbox = (): Refusal =>
  refused(
    'unknown-mailbox',
    'Cette boîte n’existe pas, ou vous n’y avez pas accès.',
    'This mailbox does not exist, or you have no part in it.',
  );
export const notAllowed = (): Refusal =>
  refused(
    'not-allowed',
    'Votre part dans cette boîte ne le permet pas : demandez à son responsable.',
    'Your part in this mailbox does not allow this: ask who manages it.',
  );
export const closed = (): Refusal =>
  refused(
    'closed',
    'Cette boîte est fermée : on peut encore la lire, rien n’en part plus.',
    'This mailbox is closed: it can still be read, nothing leaves it any more.',
  );
export const unknownHolder = (): Refusal =>
  refused('unknown-holder', 'Cette personne n’a pas de part dans cette boîte.', 'This person has no part in this mailbox.');
export const ownersPart = (): Refusal =>
  refused(
    'owners-part',
    'La part du titulaire ne peut pas lui être retirée : fermez la boîte.',
    'The part of whose mailbox it is cannot be taken away: close the mailbox.',
  );
