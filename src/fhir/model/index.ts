/** What FHIR types are made of. */
export { type Model, modelOf } from './model.ts';
export type { ElementModel, TypeModel } from './typeModel.ts';
