import { fhirRefusal } from '../refusals.ts';

/** The patch itself cannot be read. `at` is its place: `operation 3`. */
export function malformedPatch(at: string, fr: string, en: string) {
  return fhirRefusal('patch-malformed', `Le patch est mal formé (${at}) : ${fr}.`, `The patch is malformed (${at}): ${en}.`, at);
}

/** The patch can be read but not carried out on this resource. */
export function notApplicable(at: string, fr: string, en: string) {
  return fhirRefusal(
    'patch-not-applicable',
    `Le patch ne s’applique pas à la ressource (${at}) : ${fr}. Rien n’est changé.`,
    `The patch does not apply to the resource (${at}): ${en}. Nothing is changed.`,
    at,
  );
}

export function testFailed(at: string) {
  return fhirRefusal(
    'patch-test-failed',
    `Un test du patch n’est pas satisfait (${at}). Rien n’est changé.`,
    `A test of the patch does not hold (${at}). Nothing is changed.`,
    at,
  );
}

export function tooLarge(limit: number) {
  return fhirRefusal(
    'patch-too-large',
    `Le patch dépasse ce qui est accepté : ${limit} opérations, et autant de copies que la ressource peut en porter.`,
    `The patch is larger than what is accepted: ${limit} operations, and no more copies than a resource can hold.`,
  );
}

export function immutable(member: string) {
  return fhirRefusal(
    'patch-immutable',
    `Un patch ne peut pas changer « ${member} ».`,
    `A patch cannot change “${member}”.`,
    member,
  );
}
