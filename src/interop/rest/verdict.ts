import type { Finding, StageVerdict, Verdict } from '#documents';
import type { Json } from '#fhir';

/**
 * A verdict as the issues of an OperationOutcome: the rule in `details.coding`, the French sentence in `details.text`, the English one
 * with the line in `diagnostics`, the XPath in `expression`, after `at`, the place of the document in what was sent. A stage that did not
 * run is told too. Source: FHIR R4, OperationOutcome.
 */
export function verdictIssues({ stages }: Pick<Verdict, 'stages'>, at?: string): Json[] {
  return stages.flatMap((stage) => [...stage.findings.map((finding) => issueOf(finding, at)), ...notRunIssue(stage, at)]);
}

function issueOf({ stage, rule, severity, fr, en, line, xpath }: Finding, at: string | undefined): Json {
  const places = [at, xpath].filter((place) => place !== undefined);
  return {
    severity,
    code: codeOf(stage, rule),
    details: { coding: [{ system: 'urn:socle:rule', code: rule }], text: fr },
    diagnostics: line === undefined ? en : `${en} [line ${line}]`,
    ...(places.length === 0 ? {} : { expression: places }),
  };
}

function notRunIssue({ stage, outcome, why, refusal }: StageVerdict, at: string | undefined): Json[] {
  // What ends with the form is told by the form.
  if (outcome !== 'not-run' || (stage !== 'schema' && stage !== 'rules') || why === undefined) return [];
  return [
    {
      severity: refusal === undefined ? 'information' : 'warning',
      code: refusal === undefined ? 'informational' : 'incomplete',
      details: { coding: [{ system: 'urn:socle:rule', code: `${stage}.not-run` }], text: why.fr },
      diagnostics: why.en,
      ...(at === undefined ? {} : { expression: [at] }),
    },
  ];
}

const ofValues = /^(ids|dates|telecom|address|name|coded)\.|^patient\.ins-/;

/** FHIR’s IssueType for a rule. */
function codeOf(stage: Finding['stage'], rule: string): string {
  switch (stage) {
    case 'form':
      return rule.endsWith('too-large') ? 'too-long' : 'structure';
    case 'header':
      return ofValues.test(rule) ? 'value' : 'required';
    case 'metadata':
      return 'business-rule';
    case 'lists':
      return 'code-invalid';
    case 'schema':
      return 'structure';
    default:
      return 'invariant';
  }
}

/** An OperationOutcome of these issues; one that says so when there is no fault. */
export function outcomeOf(issues: readonly Json[]): string {
  const faultless = !issues.some(({ severity }) => severity === 'error' || severity === 'warning');
  const none = {
    severity: 'information',
    code: 'informational',
    details: { text: 'Aucun défaut n’a été trouvé.' },
    diagnostics: 'No fault was found.',
  };
  return JSON.stringify({ resourceType: 'OperationOutcome', issue: faultless ? [none, ...issues] : issues });
}
