import { isObject, type Json, objects, text } from '../../../json.ts';
import type { Issue } from '../../issue.ts';
import { type Choice, choiceOf, codingText, containedIn, extensionValues } from '../elements.ts';
import { error, warning } from '../issues.ts';
import type { RuleGround } from '../rule.ts';
import type { Asked } from './answers.ts';
import type { Item } from './form.ts';

const rule = 'questionnaire-answer-option';
const exclusive = 'http://hl7.org/fhir/StructureDefinition/questionnaire-optionExclusive';

/**
 * An answer is one of the answerOptions of its type, or a code of the answerValueSet; an open choice may be a text of one's own. An
 * exclusive option stands alone. Source: FHIR R4 §9.9, Questionnaire.item.answerOption and answerValueSet.
 */
export function* optionOf(asked: Asked, item: Item, value: Choice, at: string, count: number): Iterable<Issue> {
  const options = objects(item.element.answerOption);
  const valueSet = text(item.element.answerValueSet);
  const here = `${at}.${value.step}`;
  if (value.type === 'string' && item.type === 'open-choice') return;
  if (options.length > 0) {
    const chosen = options.find((option) => same(choiceOf(option, 'value'), value));
    if (chosen === undefined) {
      yield error(rule, 'code-invalid', here, `The ${value.type} ${valueText(value)} is not in the set of permitted values`);
    } else if (count > 1 && extensionValues(chosen, exclusive)[0] === true) {
      yield error(
        rule,
        'business-rule',
        at,
        `The answer ${valueText(value)} is an exclusive option: nothing else can be chosen at the same time`,
      );
    }
  } else if (valueSet !== undefined) {
    yield* memberOf(asked, valueSet, value, here);
  }
}

function same(option: Choice | undefined, answer: Choice): boolean {
  if (option?.type !== answer.type) return false;
  const [left, right] = [option.value, answer.value];
  if (!isObject(left) || !isObject(right)) return left === right;
  if (answer.type === 'Reference') return left.reference === right.reference;
  return left.system === right.system && left.code === right.code;
}

const valueText = ({ value }: Choice): string => (isObject(value) ? (text(value.reference) ?? codingText(value)) : String(value));

function* memberOf(asked: Asked, valueSet: string, value: Choice, at: string): Iterable<Issue> {
  const coding: Json = isObject(value.value) ? value.value : { code: value.value };
  const code = text(coding.code);
  // an open choice may be told by its display alone
  if (code === undefined) return;
  const system = text(coding.system);
  const membership = membershipIn(asked, valueSet, { code, ...(system === undefined ? {} : { system }) });
  if (membership === 'out') {
    yield error(
      rule,
      'code-invalid',
      at,
      `The answer ${valueText(value)} is not in the value set '${valueSet}' of the questionnaire`,
    );
  } else if (membership === 'unknown') {
    yield warning(rule, 'not-found', at, `The value set '${valueSet}' is not known here, so the answer was not checked`);
  }
}

function membershipIn(asked: Asked, valueSet: string, coding: { system?: string; code: string }): 'in' | 'out' | 'unknown' {
  if (!valueSet.startsWith('#')) return asked.ground.terminology.membership(valueSet, coding);
  const contained = asked.holders.map((holder) => containedIn(holder, valueSet.slice(1))).find((one) => one !== undefined);
  const codes = contained === undefined ? undefined : codesOf(contained, asked.ground);
  if (codes === undefined) return 'unknown';
  const { system, code } = coding;
  const found = system === undefined ? [...codes].some((one) => one.endsWith(`#${code}`)) : codes.has(`${system}#${code}`);
  return found ? 'in' : 'out';
}

const expansions = new WeakMap<Json, ReadonlySet<string> | false>();

/** `system#code` of each code of a contained value set; undefined when it cannot be enumerated here. */
function codesOf(valueSet: Json, { terminology }: RuleGround): ReadonlySet<string> | undefined {
  const known = expansions.get(valueSet);
  if (known !== undefined) return known === false ? undefined : known;
  let codes: ReadonlySet<string> | false = false;
  try {
    const { expansion } = terminology.expand(valueSet, {});
    codes = new Set(isObject(expansion) ? contained(expansion) : []);
  } catch {
    // refused, or not built as a ValueSet is: it came with the response
  }
  expansions.set(valueSet, codes);
  return codes === false ? undefined : codes;
}

const contained = (holder: Json): string[] => objects(holder.contains).flatMap((one) => [codingText(one), ...contained(one)]);
