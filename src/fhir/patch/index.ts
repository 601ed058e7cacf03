/** What a patch makes of a resource. */
export { fhirPathPatch } from './fhirPathPatch.ts';
export { jsonPatch } from './jsonPatch.ts';
