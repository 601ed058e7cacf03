/** What a patch makes of a resource. */
export { fhirPathPatch } from './fhirPathPatch.ts';
export { jsonPatch } from './jsonPatch.ts';
export { patched } from './patched.ts';
