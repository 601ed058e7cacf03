import { Refusal } from '#kernel';

const source = 'IHE ITI TF-3 §4.2; ebRIM 3.0';

/** METADATA.XML or a request that is no SubmitObjectsRequest with one submission set. */
export function notASubmission(fr: string, en: string): Refusal {
  return new Refusal(
    'ebrim.not-a-submission',
    { fr: `Ces métadonnées ne décrivent pas un lot de soumission : ${fr}.`, en: `These metadata describe no submission: ${en}.` },
    { source },
  );
}

export function missing(what: string, at: string): Refusal {
  return new Refusal(
    'ebrim.missing',
    { fr: `Il manque dans les métadonnées : ${what} (${at}).`, en: `The metadata lack ${what} (${at}).` },
    { source, at },
  );
}

/** The value itself is not repeated: it may be a matricule. */
export function badValue(what: string, at: string): Refusal {
  return new Refusal(
    'ebrim.bad-value',
    {
      fr: `Une métadonnée n’a pas la forme attendue : ${what} (${at}).`,
      en: `A metadata element has not the expected form: ${what} (${at}).`,
    },
    { source, at },
  );
}

export function tooMany(most: number): Refusal {
  return new Refusal(
    'ebrim.too-many',
    { fr: `Un lot décrit au plus ${most} objets.`, en: `A submission describes ${most} objects at most.` },
    { source },
  );
}
