/** One test that a document fails at one node. */
export interface Finding {
  /** The id of the pattern, `pattern-n` where it has none. */
  readonly pattern: string;
  /** Which test: its pattern, the rule in it, the test in the rule, from 1 (`12.3.1`); test 0 is the rule's context. */
  readonly number: string;
  readonly id?: string;
  /** As the rules say it (`error`, `warning`…), `error` where they do not; `unevaluated` for a test that could not be worked out. */
  readonly role: string;
  /** The test as it is written, parameters filled. */
  readonly test: string;
  /** The rules' own words, values filled: it may hold content of the document, keep it out of logs. */
  readonly message: string;
  /** The node, as `xpathOf` writes it; `/` for the document. */
  readonly at: string;
  readonly line: number;
}
