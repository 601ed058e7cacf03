/** What validation finds, worded as HL7's validator words it: an element, a rule, a severity. */
export interface Issue {
  readonly severity: 'error' | 'warning' | 'information';
  /** FHIR R4 IssueType: `structure`, `value`, `required`, `invariant`, `code-invalid` … */
  readonly code: string;
  /** English, says the rule. May quote the value at fault, so it goes to the sender and never to a log. */
  readonly message: string;
  /** FHIRPath place: `Patient.contact[0].name`, a choice as `Observation.value.ofType(Quantity)`. */
  readonly at: string;
  /** An invariant's key, or our own id of the rule. */
  readonly rule?: string;
}
