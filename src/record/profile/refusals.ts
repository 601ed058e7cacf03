import { Refusal } from '#kernel';

/** What a person is told when what they enter cannot be kept as it is. */
export const malformedEntry = (at: string) =>
  new Refusal(
    'record.malformed-entry',
    {
      fr: 'Ce champ ne peut pas être lu. Vérifiez-le, puis recommencez.',
      en: 'This field cannot be read. Check it, then try again.',
    },
    { at },
  );
export const missing = (at: string) =>
  new Refusal('record.missing', { fr: 'Ce champ est à remplir.', en: 'This field must be filled in.' }, { at });
export const badDate = (at: string) =>
  new Refusal(
    'record.bad-date',
    {
      fr: 'Cette date n’existe pas, est à venir, ou vient avant le début. Une année suffit : 2019, 05/2019 ou 12/05/2019.',
      en: 'This date does not exist, is to come, or is before the beginning. A year will do: 2019, 05/2019 or 12/05/2019.',
    },
    { at },
  );
export const tooLong = (at: string, most: number) =>
  new Refusal(
    'record.too-long',
    {
      fr: `Ce texte a plus de ${most} caractères : raccourcissez-le.`,
      en: `This text has more than ${most} characters: shorten it.`,
    },
    { at },
  );
export const badMeasure = (at: string) =>
  new Refusal(
    'record.bad-measure',
    {
      fr: 'Cette valeur n’est pas possible pour cette mesure. Vérifiez le nombre et l’unité.',
      en: 'This value is not possible for this measure. Check the number and its unit.',
    },
    { at },
  );
export const tooManyEntries = (most: number) =>
  new Refusal('record.too-many-entries', {
    fr: `Votre profil compte déjà ${most} lignes saisies : retirez-en avant d’en ajouter.`,
    en: `Your profile already has ${most} lines entered: remove some before you add another.`,
  });
