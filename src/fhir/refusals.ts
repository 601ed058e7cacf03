import { Refusal } from '#kernel';

export function fhirRefusal(code: string, fr: string, en: string, at?: string): Refusal {
  return new Refusal(`fhir.${code}`, { fr, en }, { source: 'FHIR R4', ...(at === undefined ? {} : { at }) });
}
