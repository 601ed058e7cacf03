/** What a structured document says, as FHIR resources. No input or output happens here. */
export { extract, extracting } from './extract.ts';
export type { Extracted, Extraction, ExtractionContext, Kept, KeptReason, SectionName } from './extraction.ts';
export { type Model, modelOf, unstructuredModel } from './models.ts';
export { warmUnits } from './ucum.ts';
