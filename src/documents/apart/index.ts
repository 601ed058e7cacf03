/** Programs that hostile documents may break, each in a process of its own. */
export { type Apart, openApart } from './apart.ts';
export { hear } from './inside.ts';
