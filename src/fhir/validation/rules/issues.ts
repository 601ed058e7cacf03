import type { Issue } from '../issue.ts';

/** The IssueTypes of FHIR R4 that rules give. */
type IssueCode =
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

/** Messages quote what was sent, which may be as long as a document. */
const longest = 500;
const brief = (message: string): string => (message.length > longest ? `${message.slice(0, longest)}…` : message);

const issue =
  (severity: Issue['severity']) =>
  (rule: string, code: IssueCode, at: string, message: string): Issue => ({ severity, code, message: brief(message), at, rule });

export const error = issue('error');
export const warning = issue('warning');
