/** Who may see what, on what ground, until when: the only maker of a Permit. */
export type { AcrossPermit } from './across.ts';
export { comesOfAge, isMinor } from './age.ts';
export { type Authorisations, type LoadAuthorisation, openAuthorisations } from './authorisation/authorisations.ts';
export { readAuthorisationCsv } from './authorisation/readCsv.ts';
export type { Allowed, Authorisation } from './authorisation/table.ts';
export type { Choices } from './choices.ts';
export { Permit } from './decide.ts';
export { usualDays } from './declare.ts';
export type { About } from './desk.ts';
export type { Access, Block, Facts, Kin, Opposition, SeenProfessional } from './facts.ts';
export { isPurpose, type Mandate, type Purpose, purposes } from './mandate.ts';
export type { Invitation, Mandates, Profile } from './mandates.ts';
export { notYours } from './refusals.ts';
export { rightsMigrations } from './rights.schema.ts';
export { type Addition, type Asked as AskedOfRecord, openRights, type Rights, type RightsOptions } from './rights.ts';
export { throughLink } from './secretly.ts';
export type { Sight } from './sight.ts';
export type { Team } from './team.ts';
