/** A part of a resource: `_summary`, `_elements`. */
export { type Summary, summaryOf } from './summary.ts';
