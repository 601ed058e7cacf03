/** What is drawn from one document, and the words in which the mappers speak to each other. */

/** A resource or a part of one, as plain JSON. */
export type Fields = Readonly<Record<string, unknown>>;

export interface SectionName {
  /** The code of the section, `''` when it has none. */
  readonly code: string;
  readonly title: string;
}

export interface Extracted {
  readonly resource: Fields & { readonly resourceType: string; readonly id: string };
  readonly section: SectionName;
  /** The XPath of the entry it comes from. */
  readonly at: string;
}

/**
 * Why something stays in the narrative:
 * `narrative-only` the section has no entry · `attachment` a file inside the document · `administrative` rights, transfers, transport: no
 * fact about health · `other-subject` about someone else than the patient, in a form that has no place for it · `negated` a denial that R4 has no place for · `no-fact` the entry says nothing (a null flavour throughout) ·
 * `no-place` a statement inside an entry whose resource has no place for it · `not-mapped` no mapping here · `not-structured` the document has no structured body · `too-many` the entry had
 * given 1,000 facts before, or the document 5,000.
 */
export type KeptReason =
  | 'narrative-only'
  | 'attachment'
  | 'administrative'
  | 'other-subject'
  | 'negated'
  | 'no-fact'
  | 'no-place'
  | 'not-mapped'
  | 'not-structured'
  | 'too-many';

export interface Kept {
  readonly section: SectionName;
  readonly reason: KeptReason;
  readonly at: string;
}

export interface Extraction {
  readonly resources: readonly Extracted[];
  /** The first 5,000; `counts` has them all. */
  readonly kept: readonly Kept[];
  readonly counts: {
    /** Resources by type. */
    readonly resources: Readonly<Record<string, number>>;
    /** What was kept as narrative, by reason. */
    readonly kept: Readonly<Record<string, number>>;
  };
}

export interface ExtractionContext {
  readonly documentId: string;
  /** `Patient/<id>` */
  readonly patient: string;
  /** The moment of the extraction, a FHIR instant: Provenance.recorded. */
  readonly at: string;
}
