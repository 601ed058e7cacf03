/** The demonstration territory: fictitious people, structures, professionals and documents, the same for the same seed. */
export { writeDemoAppointments } from './appointments.ts';
export { writeDemoProfile } from './entries.ts';
export { demoPassword, insiIdentity, type LoadDeps, loadTerritory, secretOf } from './load.ts';
export { openDemoMailboxes } from './mailboxes.ts';
export { writeDemoMessages } from './messages.ts';
export { demoOperators, openOperatorDoors } from './operators.ts';
export type { DemoPerson } from './people.ts';
export type { DemoProfessional } from './professionals.ts';
export type { DemoStructure } from './structures.ts';
export type { CareTie, DemoDocument, Representation, Territory, TerritoryOptions } from './territory.ts';
export { territory } from './territory.ts';
