import { text } from '../../json.ts';
import { error } from './issues.ts';
import { isAbsolute } from './references.ts';
import type { Rule } from './rule.ts';

const rule = 'identifier';

/** The system is absolute; with the system urn:ietf:rfc:3986 the value is itself a full URI. Source: FHIR R4 §2.24.0.9, Identifier. */
export const identifier: Rule = function* ({ resource, at }) {
  const [system, value] = [text(resource.system), text(resource.value)];
  if (system !== undefined && !isAbsolute(system)) {
    yield error(rule, 'value', at, `Identifier.system must be an absolute reference, not '${system}'`);
  }
  if (system === 'urn:ietf:rfc:3986' && value !== undefined && !isAbsolute(value)) {
    yield error(rule, 'value', at, `With the system 'urn:ietf:rfc:3986', the value must be a full URI, not '${value}'`);
  }
};
