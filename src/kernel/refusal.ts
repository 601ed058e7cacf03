/** A sentence for a person, in both languages of the product. Never holds a matricule, a secret or health content. */
export interface Sentence {
  readonly fr: string;
  readonly en: string;
}

export interface RefusalDetails {
  /** Where the rule is written: specification, section. */
  readonly source?: string;
  /** Where in the input the fault lies: FHIRPath, XPath or a field name. */
  readonly at?: string;
}

/**
 * The one way Socle says no. Anything else that is thrown is a defect.
 *
 * `code` is stable and dotted (`ins.bad-key`); the protocols translate it (HTTP and OperationOutcome in `fhir/outcome.ts`).
 * A new code must be added to that table: the architecture test holds it.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: string;
  readonly sentence: Sentence;
  readonly source: string | undefined;
  readonly at: string | undefined;

  constructor(code: string, sentence: Sentence, details: RefusalDetails = {}) {
    super(`${code}: ${sentence.en}`);
    this.code = code;
    this.sentence = sentence;
    this.source = details.source;
    this.at = details.at;
  }
}
