import { Refusal } from '#kernel';

/** What can be wrong with a form; `at` is the path of the field, as a program writes it: `medicines[2].takes[0].dose`. */
export const missing = (at: string): Refusal =>
  wrong('form-missing', at, `Le champ ${at} manque.`, `The field ${at} is missing.`);

export const malformed = (at: string, fr: string, en: string): Refusal =>
  wrong('form-malformed', at, `Le champ ${at} doit être ${fr}.`, `The field ${at} must be ${en}.`);

export const unknownField = (at: string): Refusal =>
  wrong('form-unknown-field', at, `Le champ ${at} n’existe pas dans ce formulaire.`, `There is no field ${at} in this form.`);

export const tooLong = (at: string, most: number): Refusal =>
  wrong('form-too-long', at, `Le champ ${at} dépasse ${most}.`, `The field ${at} is over ${most}.`);

export const unknownCode = (at: string, code: string): Refusal =>
  wrong(
    'unknown-code',
    at,
    `Le code ${code.slice(0, 40)} n’est pas dans la liste de ${at}.`,
    `The code ${code.slice(0, 40)} is not in the list of ${at}.`,
  );

export const toCome = (at: string): Refusal =>
  wrong('future-date', at, `La date de ${at} est à venir.`, `The date of ${at} is to come.`);

export const backwards = (at: string): Refusal =>
  wrong('form-backwards', at, `La période de ${at} finit avant de commencer.`, `The period of ${at} ends before it begins.`);

export const emptySection = (at: string): Refusal =>
  wrong(
    'empty-section',
    at,
    `La section ${at} est obligatoire dans ce modèle de document : elle ne peut pas être vide.`,
    `The section ${at} is mandatory in this document model: it may not be empty.`,
  );

function wrong(code: string, at: string, fr: string, en: string): Refusal {
  return new Refusal(`documents.${code}`, { fr, en }, { at });
}
