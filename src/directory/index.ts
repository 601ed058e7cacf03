/** Who works where: professionals (RPPS), structures (FINESS) and the software that acts for them. */

export { directoryMigrations } from './directory.schema.ts';
export { type Directory, openDirectory } from './directory.ts';
export {
  type ClientId,
  type DirectoryProfessional,
  type DirectoryStructure,
  type ProfessionalId,
  type PublicKeys,
  parseClientId,
  parseProfessionalId,
  parseStructureId,
  type RegisteredSoftware,
  type SoftwareToRegister,
  type SoftwareWays,
  type StructureId,
} from './entry.ts';
export { type Fault, faultWords } from './load/fault.ts';
export type { Kind } from './load/layout.ts';
export { type Loaded, type LoadOptions, loadExtraction } from './load/load.ts';
export type { Counts } from './load/progress.ts';
export { faultsOf, type LoadStanding, loads } from './load/standing.ts';
export { displayName } from './name.ts';
export { isPhysician, professionLabel } from './professions.ts';
export type { PublishedMailbox } from './publish.ts';
export type { Criterion, PageWish, Sought, TextTest } from './search/criterion.ts';
export type { FoundPerson, FoundPlace, Mailbox, Qualification, Situation, Source } from './search/found.ts';
export { type National, openNational } from './search/national.ts';
