/** IHE XDM: documents with their metadata in a ZIP archive, read and written. This face is for the files of documents/ only. */
export { readXdm, type Xdm, type XdmDocument, type XdmSubset, type XdmWarning } from './read.ts';
export { writeXdm, type XdmContent, type XdmDraft } from './write.ts';

import { limits } from './refusals.ts';

/** The most bytes of an archive. */
export const xdmBytes = limits.archiveBytes;
