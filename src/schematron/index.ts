/** ISO schematron, as the CI-SIS uses it: rules compiled to functions, then tried on trees of #xml. */
export { compileSchematron, type Limits, type Schematron, type Together, together } from './compile.ts';
export type { Finding } from './finding.ts';
