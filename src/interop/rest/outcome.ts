import type { Json } from '#fhir';

/** Something told of a resource; as the validator tells it. */
export interface ToldIssue {
  readonly severity: 'error' | 'warning' | 'information';
  readonly code: string;
  readonly message: string;
  readonly at: string;
  readonly rule?: string;
}

/** The findings of a validation as an OperationOutcome; one that says so when there are none. Source: FHIR R4, OperationOutcome. */
export function issuesOutcome(issues: readonly ToldIssue[]): string {
  const none = { severity: 'information', code: 'informational', diagnostics: 'No fault was found.' };
  const told = issues.length === 0 ? [none] : issues.map(issueOf);
  return JSON.stringify({ resourceType: 'OperationOutcome', issue: told });
}

/** An OperationOutcome that only says something, in French and English. */
export function informed(fr: string, en: string, code = 'informational', severity = 'information'): string {
  return JSON.stringify({
    resourceType: 'OperationOutcome',
    issue: [{ severity, code, details: { text: fr }, diagnostics: en }],
  });
}

export function issueOf({ severity, code, message, at, rule }: ToldIssue): Json {
  return {
    severity,
    code,
    ...(rule === undefined ? {} : { details: { coding: [{ system: 'urn:socle:rule', code: rule }], text: message } }),
    diagnostics: message,
    ...(at === '' ? {} : { expression: [at] }),
  };
}
