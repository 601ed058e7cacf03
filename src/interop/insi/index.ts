/** INSi at the edge. Only its simulator in this version; a real adapter implements the same port and passes the same port test. */
export { type InsiSimulator, openInsiSimulator } from './simulator.ts';
