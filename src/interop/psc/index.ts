/** Pro Santé Connect: its claims and its discovery document, as words. No rule lives here. */
export { psc } from './profile.ts';
