import { type Json, objects, text } from '../../../json.ts';
import type { Issue } from '../../issue.ts';
import { indexed } from '../elements.ts';
import { error, warning } from '../issues.ts';
import { isAbsolute } from '../references.ts';
import type { Focus, Rule } from '../rule.ts';

const rule = 'value-set';

/** Source: FHIR R4 §4.9.5.1, filter operators that take a code of the system, and those that take several. */
const ofOneCode = new Set(['is-a', 'descendent-of', 'is-not-a', 'generalizes']);

/**
 * What a ValueSet takes in: from code systems by their absolute address and not from value sets; codes that the system has, when it is
 * known whole here; filters on properties that it declares, with operators that it allows there. Source: FHIR R4 §4.9.
 */
export const valueSet: Rule = function* (focus) {
  const { resource, at } = focus;
  const compose = resource.compose as Json | undefined;
  for (const name of ['include', 'exclude']) {
    for (const [i, part] of indexed(compose?.[name])) yield* partRules(part, `${at}.compose.${name}[${i}]`, focus);
  }
};

function* partRules(part: Json, at: string, { ground, resource }: Focus): Iterable<Issue> {
  const url = text(part.system);
  if (url === undefined) return;
  if (!isAbsolute(url)) {
    const contained = url.startsWith('#') && objects(resource.contained).some(({ id }) => `#${id}` === url);
    yield error(
      rule,
      'invalid',
      at,
      `The system must be an absolute URL${contained ? ', also that of a contained code system' : ''} ('${url}')`,
    );
    return;
  }
  if (/\/ValueSet\//.test(url)) {
    yield error(rule, 'invalid', at, `The system '${url}' is a value set, not a code system: import it with valueSet`);
    return;
  }
  const version = text(part.version);
  const system = ground.shelf.find('CodeSystem', version === undefined ? url : `${url}|${version}`);
  for (const [n, concept] of indexed(part.concept)) {
    const code = text(concept.code);
    if (code === undefined || system?.content !== 'complete') continue;
    if (ground.terminology.validateCode({ system: url, code, abstract: true }).fault === 'code') {
      yield warning(rule, 'code-invalid', `${at}.concept[${n}]`, `The code '${code}' is not in the system '${url}'`);
    }
  }
  for (const [n, filter] of indexed(part.filter)) yield* filterRules(filter, system, url, `${at}.filter[${n}]`, ground);
}

function* filterRules(filter: Json, system: Json | undefined, url: string, at: string, ground: Focus['ground']): Iterable<Issue> {
  const [property, op, value] = [text(filter.property), text(filter.op), text(filter.value)];
  if (property === undefined || op === undefined || value === undefined) return;
  if (op === 'exists' && value !== 'true' && value !== 'false') {
    yield error(rule, 'invalid', at, `The operator 'exists' takes true or false, not '${value}'`);
  }
  if (system === undefined) return;
  const code =
    property === 'concept' && ofOneCode.has(op) && ground.terminology.validateCode({ system: url, code: value, abstract: true });
  if (code && code.fault === 'code' && system.content === 'complete') {
    yield error(rule, 'code-invalid', at, `The value of a filter on concepts must be a code of '${url}', and '${value}' is not`);
  }
  const declared = objects(system.property).find((one) => one.code === property);
  const allowed = objects(system.filter).find((one) => one.code === property)?.operator;
  if (Array.isArray(allowed) && !allowed.includes(op)) {
    yield error(rule, 'invalid', at, `The operator '${op}' is not allowed for '${property}' (allowed: ${allowed.join(', ')})`);
  }
  const boolean = declared?.type === 'boolean' || property === 'notSelectable' || property === 'inactive';
  if (boolean && op === '=' && value !== 'true' && value !== 'false') {
    yield error(rule, 'invalid', at, `The value of a filter on '${property}' must be true or false, not '${value}'`);
  }
}
