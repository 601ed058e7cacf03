/** Who may see what, on what ground, until when: the only maker of a Permit. */
export type { AcrossPermit } from './across.ts';
export { notYours, Permit } from './decide.ts';
export type { Access, Block, Facts, Opposition, SeenProfessional } from './facts.ts';
export { rightsMigrations } from './rights.schema.ts';
export { type Asked as AskedOfRecord, accessLasts, openRights, type Rights } from './rights.ts';
