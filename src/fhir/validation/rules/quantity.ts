import { error } from './issues.ts';
import type { Rule } from './rule.ts';

const ucum = 'http://unitsofmeasure.org';

/** A unit that names UCUM is a unit of UCUM. Source: FHIR R4 §2.24.0.7, Quantity; https://ucum.org/ucum. */
export const quantity: Rule = function* ({ resource, at, ground }) {
  const { system, code } = resource;
  if (system !== ucum || typeof code !== 'string' || ground.terminology.validateCode({ system, code }).result !== false) return;
  yield error('ucum', 'code-invalid', at, `'${code}' is not a unit of UCUM`);
};
