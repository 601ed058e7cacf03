/** What a loaded specification says against a document. */
export interface RuleFinding {
  /** Of a schematron the id of the assertion, else of its pattern; of an XSD the code of the fault, `schema.element`… */
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'information';
  /** The specification's own words: they may hold content of the document, keep them out of logs. */
  readonly message: string;
  /** The same in French, where these words are not. */
  readonly fr?: string;
  /** From 1, in the document as handed over. */
  readonly line?: number;
  readonly xpath?: string;
}

/** A package of specifications as an operator loaded it. */
export interface LoadedSpecification {
  readonly name: string;
  readonly version: string;
  /** Entry schemas, entry schematrons and code lists: not the files that these include. */
  readonly schemas: number;
  readonly schematrons: number;
  readonly lists: number;
}

/**
 * The loaded specifications, tried on documents in processes apart: off the main thread, in a bounded queue, with a limit of time and memory.
 *
 * Both checks reject with the Refusal `documents.check-unavailable` when the limit is reached, the queue is full or the worker died:
 * the document was then not checked, nothing is said of it.
 */
export interface Specifications {
  /** Newest last. */
  readonly loaded: readonly LoadedSpecification[];
  /** XSD. `undefined`: no loaded package has a schema of CDA. At most 1,000 findings. */
  schema(bytes: Uint8Array): Promise<readonly RuleFinding[] | undefined>;
  /** Schematron. `undefined`: no loaded package has a schematron for this document. `schematrons` are the entries that were tried. */
  rules(bytes: Uint8Array): Promise<RuledDocument | undefined>;
  close(): Promise<void>;
}

export interface RuledDocument {
  readonly schematrons: readonly string[];
  readonly findings: readonly RuleFinding[];
}
