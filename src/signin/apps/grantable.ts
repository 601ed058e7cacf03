import type { RegisteredSoftware } from '#directory';
import { type FhirScope, parseFhirScope } from '../scopes.ts';

/** Whether the FHIR server holds every answer to a scope that a search narrows. */
export type Narrows = (type: string, query: string) => boolean;

/** Words that say what an application wants beside FHIR resources. Source: SMART App Launch 2.2 §3.0.1. */
export const appWords = ['launch', 'launch/patient', 'fhirUser', 'online_access'] as const;

/**
 * Whether a scope on FHIR resources may be given at all. One that a search narrows is given only where every answer can be held to it: to
 * read and to search, by a search that the server knows. A software gets no more than it was registered with.
 */
export function isGrantable(word: string, narrows: Narrows, software?: Pick<RegisteredSoftware, 'scopes'>): boolean {
  const scope = parseFhirScope(word);
  if (scope === undefined) return false;
  if (scope.narrow !== undefined && !(/^[rs]+$/.test(scope.letters) && narrows(scope.type, scope.narrow))) return false;
  const most = software?.scopes?.flatMap((one) => parseFhirScope(one) ?? []);
  return most === undefined || [...scope.letters].every((letter) => most.some((one) => covers(one, scope, letter)));
}

function covers(one: FhirScope, scope: FhirScope, letter: string): boolean {
  const sameType = one.type === '*' || one.type === scope.type;
  const asNarrow = one.narrow === undefined || one.narrow === scope.narrow;
  return one.context === scope.context && sameType && asNarrow && one.letters.includes(letter);
}
