import { Refusal } from '#kernel';

/** The name of a type behind its English article: `An Observation`. */
export function withArticle(type: string, article: 'A' | 'a' = 'A'): string {
  return `${article}${/^[aeiou]/i.test(type) ? 'n' : ''} ${type}`;
}

export function fhirRefusal(code: string, fr: string, en: string, at?: string): Refusal {
  return new Refusal(`fhir.${code}`, { fr, en }, { source: 'FHIR R4', ...(at === undefined ? {} : { at }) });
}
