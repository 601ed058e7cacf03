/** The front door: sign-in pages, and the sessions of the web spaces. */
export { type Entrance, type EntranceDeps, openEntrance } from './entrance.ts';
