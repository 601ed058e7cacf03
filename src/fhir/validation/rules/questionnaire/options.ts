import { isObject, type Json, objects, text } from '../../../json.ts';
import type { Issue } from '../../issue.ts';
import { type Choice, choiceOf, codingText, containedIn, extensionValues } from '../elements.ts';
import { error, warning } from '../issues.ts';
import type { RuleGround } from '../rule.ts';
import type { Asked } from './asked.ts';
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
    const chosen = optionsOf(item).get(keyOf(value));
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

const indexes = new WeakMap<Item, ReadonlyMap<string, Json>>();

/** The options of an item by what an answer is compared with; read once for each. */
function optionsOf(item: Item): ReadonlyMap<string, Json> {
  let options = indexes.get(item);
  if (options === undefined) {
    const found = new Map<string, Json>();
    for (const option of objects(item.element.answerOption)) {
      const value = choiceOf(option, 'value');
      if (value !== undefined) found.set(keyOf(value), option);
    }
    options = found;
    indexes.set(item, options);
  }
  return options;
}

/** A Coding is compared by system and code, a Reference by its literal, anything else as a whole. */
function keyOf({ type, value }: Choice): string {
  if (!isObject(value)) return JSON.stringify([type, value]);
  return JSON.stringify(type === 'Reference' ? [type, value.reference] : [type, value.system ?? null, value.code ?? null]);
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
  return codes.has(codingText(coding)) ? 'in' : 'out';
}

const expansions = new WeakMap<Json, ReadonlySet<string> | false>();

/** `system#code` and `#code` of each code of a contained value set; undefined when it cannot be enumerated here. */
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

const contained = (holder: Json): string[] =>
  objects(holder.contains).flatMap((one) => [codingText(one), `#${text(one.code) ?? ''}`, ...contained(one)]);
