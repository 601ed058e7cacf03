export type { OutOfBand } from './choose.ts';
export { type Synthesis, type SynthesisDesk, synthesisOf } from './synthesis.ts';
