import type { DocumentMetadata } from '../ebrim/index.ts';

/** A document and where it stands in an archive, as INDEX.HTM names it. */
export interface Placed {
  readonly metadata: DocumentMetadata;
  readonly path: string;
  /** What a person opens: the PDF beside it, or a page. */
  readonly copyPath?: string;
}
