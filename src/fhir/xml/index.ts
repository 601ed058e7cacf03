/** FHIR XML in and out, driven by the definitions. */
export { fromXml } from './fromXml.ts';
export { toXml } from './toXml.ts';
