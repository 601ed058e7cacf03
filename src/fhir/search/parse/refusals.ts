import type { Refusal } from '#kernel';
import { fhirRefusal } from '../../refusals.ts';

/** What is quoted of a request in an answer to it. */
export const quoted = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

export function badValue(parameter: string, fr: string, en: string): Refusal {
  return fhirRefusal('bad-value', `${quoted(parameter)} : ${fr}`, `${quoted(parameter)}: ${en}`, quoted(parameter));
}

export function badModifier(parameter: string, modifier: string, accepted: readonly string[]): Refusal {
  const [fr, en] =
    accepted.length === 0 ? ['aucun', 'none'] : [accepted, accepted].map((all) => all.map((one) => `:${one}`).join(', '));
  return fhirRefusal(
    'bad-modifier',
    `Le modificateur « :${quoted(modifier)} » ne s’emploie pas avec ${quoted(parameter)}. Acceptés : ${fr}.`,
    `The modifier “:${quoted(modifier)}” does not go with ${quoted(parameter)}. Accepted: ${en}.`,
    quoted(parameter),
  );
}

export function unknownParameter(parameter: string, type: string | undefined, accepted: Iterable<string>): Refusal {
  const names = [...accepted].sort().join(', ');
  const [fr, en] = type === undefined ? ['', ''] : [` de ${type}`, ` of ${type}`];
  return fhirRefusal(
    'unknown-parameter',
    `Le paramètre de recherche « ${quoted(parameter)} »${fr} n’est pas pris en charge. Acceptés : ${names}.`,
    `The search parameter “${quoted(parameter)}”${en} is not supported. Accepted: ${names}.`,
    quoted(parameter),
  );
}

export function unusableParameter(parameter: string, fr: string, en: string): Refusal {
  return fhirRefusal(
    'unusable-parameter',
    `Le paramètre « ${quoted(parameter)} » ne peut pas être recherché ici : ${fr}.`,
    `The parameter “${quoted(parameter)}” cannot be searched here: ${en}.`,
    quoted(parameter),
  );
}

export const tooManyWords = (most: number): Refusal =>
  tooComplex(
    `Au plus ${most} textes cherchés dans les documents à la fois.`,
    `${most} texts at most looked for in documents at once.`,
    '_content',
  );

export function tooComplex(fr: string, en: string, at?: string): Refusal {
  return fhirRefusal('search-too-complex', fr, en, at === undefined ? undefined : quoted(at));
}
