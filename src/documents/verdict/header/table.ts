import { type Finding, ranStage, type StageVerdict } from '../verdict.ts';
import { actRules } from './acts.ts';
import { bodyRules } from './body.ts';
import { codedRules } from './coded.ts';
import { contactRules } from './contact.ts';
import { dateRules } from './dates.ts';
import { documentRules } from './document.ts';
import { findingAt, mostOfOne } from './findingAt.ts';
import type { Header } from './header.ts';
import { identifierRules } from './identifiers.ts';
import { patientRules } from './patient.ts';
import { peopleRules } from './people.ts';
import { relatedRules } from './related.ts';
import type { Rule } from './rule.ts';

/** Every rule of the header, in the order of the header, then those of what stands anywhere in it. */
export const headerRules: readonly Rule[] = [
  ...documentRules,
  ...patientRules,
  ...peopleRules,
  ...actRules,
  ...relatedRules,
  ...bodyRules,
  ...identifierRules,
  ...dateRules,
  ...contactRules,
  ...codedRules,
];

/** The header against its rules. */
export function checkHeader(header: Header): StageVerdict {
  const findings: Finding[] = [];
  for (const { id, severity = 'error', fr, en, broken } of headerRules)
    for (const place of broken(header).slice(0, mostOfOne))
      findings.push(findingAt(place, { stage: 'header', rule: id, severity, fr, en }));
  return ranStage('header', findings);
}
