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
export { displayName } from './name.ts';
export { isPhysician, professionLabel } from './professions.ts';
