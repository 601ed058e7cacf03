/** Code lists that the product needs at run time, membership in O(1). No input or output happens here. */
export type { Concept } from './concept.ts';
export { formatOfTemplates } from './format.ts';
export type { ListName } from './lookup.ts';
export { classOfType, conceptOf, conceptsOf } from './lookup.ts';
export { fhirSystemOf, oidOfFhirSystem } from './systems.ts';
