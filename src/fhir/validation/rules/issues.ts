import type { Issue } from '../issue.ts';

/** The IssueTypes of FHIR R4 that rules give. */
export type IssueCode =
  | 'invalid'
  | 'structure'
  | 'required'
  | 'value'
  | 'security'
  | 'code-invalid'
  | 'not-found'
  | 'duplicate'
  | 'business-rule'
  | 'informational';

export const error = (rule: string, code: IssueCode, at: string, message: string): Issue => ({
  severity: 'error',
  code,
  message,
  at,
  rule,
});

export const warning = (rule: string, code: IssueCode, at: string, message: string): Issue => ({
  severity: 'warning',
  code,
  message,
  at,
  rule,
});
