import { isObject, text } from '../../../json.ts';
import { modelOf } from '../../../model/model.ts';
import { extensionValues } from '../elements.ts';
import { error } from '../issues.ts';
import type { AnswerCheck } from './asked.ts';

const rule = 'questionnaire-answer-reference';
const allowedTypes = 'http://hl7.org/fhir/StructureDefinition/questionnaire-referenceResource';

/** The resource type that a literal reference names, when it names one, is among those that the form allows. Source: FHIR R4 §2.3.0.2. */
export const referenceLimits: AnswerCheck = function* (item, { value }, at, { ground }) {
  const reference = isObject(value) ? text(value.reference) : undefined;
  if (reference === undefined || reference.startsWith('#') || reference.startsWith('urn:')) return;
  const type = /(?:^|\/)([^/]+)\/[^/]+(?:\/_history\/[^/]+)?$/.exec(reference)?.[1];
  if (type === undefined) return;
  const allowed = extensionValues(item.element, allowedTypes);
  if (allowed.length > 0 && !allowed.includes(type)) {
    yield error(
      rule,
      'value',
      at,
      `The resource type '${type}' in the reference ${reference} is not allowed (allowed = ${allowed.join(', ')})`,
    );
  } else if (/^[A-Z]/.test(type) && !modelOf(ground.shelf).resources.includes(type)) {
    yield error(rule, 'value', at, `The resource type ${type} in the reference ${reference} is not valid`);
  }
};
