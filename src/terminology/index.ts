/**
 * Codes: the lists that the product needs at run time, and the value sets, code systems and maps of the shelf; membership in O(1). No
 * input or output happens here.
 */

export { type Conversion, conversion } from './computed/conversion.ts';
export { isUcum } from './computed/grammars.ts';
export { printedUnit } from './computed/printedUnit.ts';
export type { Concept } from './concept.ts';
export type { ExpandOptions } from './expand.ts';
export { formatOfTemplates } from './format.ts';
export type { ListName } from './lookup.ts';
export { classOfType, conceptOf, conceptsOf } from './lookup.ts';
export type { Membership } from './members.ts';
export { readSvs, type SvsList } from './svs.ts';
export { fhirSystemOf, oidOfFhirSystem } from './systems.ts';
export { type Looked, type Subsumption, type Terminology, terminologyOf } from './terminology.ts';
export type { Coding, Match, TranslateAsk, Translation } from './translate.ts';
export type { ValidateAsk, Validated } from './validateCode.ts';
