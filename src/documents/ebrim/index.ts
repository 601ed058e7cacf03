/** XDS metadata as ebRIM writes them: read and written, for XDM now and for XDS.b. This face is for the files of documents/ only. */
export type {
  DocumentMetadata,
  RegistryObjects,
  SourcePatient,
  SubmissionSet,
  XdsAuthor,
  XdsIdentifier,
  XdsOrganization,
  XdsPerson,
  XdsRelation,
} from './metadata.ts';
export { readSubmitObjects } from './read.ts';
export { writeSubmitObjects } from './write.ts';
