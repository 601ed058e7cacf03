import { isObject, type Json, objects, text } from '../../../json.ts';
import type { Issue } from '../../issue.ts';
import { findDefinition } from '../definitions.ts';
import { indexed } from '../elements.ts';
import { error, warning } from '../issues.ts';
import type { Focus, Rule } from '../rule.ts';
import { checkAnswers } from './answers.ts';
import type { Asked } from './asked.ts';
import { isEnabled, type Scope } from './enabled.ts';
import { formOf, type Item } from './form.ts';

const rule = 'questionnaire-response';

/**
 * A response against its Questionnaire: items known, in order and in their place, asked for when required, left out when not enabled,
 * repeated only where the form repeats; then each answer. What is missing is told as a warning while the response is not finished.
 *
 * Source: FHIR R4 §9.10.5. Texts of items may be translated or filled in, so that a difference is a warning.
 */
export const questionnaireResponse: Rule = function* (focus) {
  const { resource, at } = focus;
  const canonical = text(resource.questionnaire);
  if (canonical === undefined) return;
  const questionnaire = findDefinition('Questionnaire', canonical, focus);
  if (questionnaire === undefined) {
    yield warning(rule, 'not-found', at, `The questionnaire '${canonical}' is not known here, so the answers were not checked`);
    return;
  }
  yield* outsidePeriod(questionnaire, resource, at);
  yield* new Reply(questionnaire, focus).check();
};

/** FHIR R4 §9.9, Questionnaire.effectivePeriod: when the form may be used. */
function* outsidePeriod(questionnaire: Json, response: Json, at: string): Iterable<Issue> {
  const authored = text(response.authored);
  const period = isObject(questionnaire.effectivePeriod) ? questionnaire.effectivePeriod : {};
  const [start, end] = [text(period.start), text(period.end)];
  if (authored === undefined) return;
  if (end !== undefined && authored.slice(0, end.length) > end) {
    yield warning(rule, 'business-rule', `${at}.authored`, `Authored ${authored}, after the form's period, which ends ${end}`);
  }
  if (start !== undefined && authored < start.slice(0, authored.length)) {
    yield warning(
      rule,
      'business-rule',
      `${at}.authored`,
      `Authored ${authored}, before the form's period, which starts ${start}`,
    );
  }
}

class Reply {
  readonly #asked: Asked;
  readonly #response: Json;
  readonly #at: string;
  readonly #finished: boolean;

  constructor(questionnaire: Json, { resource, at, ground }: Focus) {
    this.#asked = {
      form: formOf(questionnaire),
      ground,
      // the value sets of a contained form stand beside it
      holders: [questionnaire, resource],
    };
    this.#response = resource;
    this.#at = at;
    this.#finished = resource.status === 'completed' || resource.status === 'amended';
  }

  check(): Iterable<Issue> {
    const scope = { item: undefined, element: this.#response, outer: undefined };
    return this.#level(this.#asked.form.items, this.#response, this.#at, scope);
  }

  /** The items that stand in one place, against the items of the form that may stand there. */
  *#level(items: readonly Item[], holder: Json, at: string, scope: Scope): Iterable<Issue> {
    const given = new Map<Item, (readonly [string, Json])[]>();
    let last = -1;
    for (const [i, element] of indexed(holder.item)) {
      const here = `${at}.item[${i}]`;
      const linkId = text(element.linkId);
      // a linkId that is missing is the base definition's fault to tell
      if (linkId === undefined) continue;
      const item = this.#asked.form.byLinkId.get(linkId);
      if (item === undefined) {
        yield error(rule, 'not-found', here, `LinkId '${linkId}' not found in questionnaire`);
      } else if (item.parent !== scope.item) {
        yield error(rule, 'structure', here, `The item '${linkId}' is in the wrong place`);
        yield* this.#item(item, element, here, scope);
      } else {
        if (item.position < last) yield error(rule, 'structure', here, `The item '${linkId}' is out of order`);
        last = Math.max(last, item.position);
        const others = given.get(item);
        if (others === undefined) given.set(item, [[here, element]]);
        else others.push([here, element]);
      }
    }
    for (const item of items) yield* this.#items(item, given.get(item) ?? [], at, scope);
  }

  *#items(item: Item, given: readonly (readonly [string, Json])[], at: string, scope: Scope): Iterable<Issue> {
    const enabled = isEnabled(this.#asked.form, item, scope);
    if (given.length === 0 && item.required && enabled !== false) yield this.#missing(enabled, at, absent(item));
    if (given.length > 1 && !item.repeats) {
      yield error(
        rule,
        'structure',
        at,
        `Only one response item with the linkId '${item.linkId}' allowed, found ${given.length}`,
      );
    }
    for (const [here, element] of given) {
      const filled = objects(element.answer).length > 0 || objects(element.item).length > 0;
      if (enabled === false && filled) {
        yield error(rule, 'invalid', here, `Item has answer, even though it is not enabled (item id = '${item.linkId}')`);
      }
      yield* this.#item(item, element, here, scope, enabled);
    }
  }

  *#item(item: Item, element: Json, at: string, outer: Scope, enabled: boolean | undefined = false): Iterable<Issue> {
    const scope = { item, element, outer };
    const wording = text(item.element.text);
    if (wording !== undefined && text(element.text) !== undefined && element.text !== wording) {
      yield warning(rule, 'invalid', at, `The text is not that of the questionnaire for linkId ${item.linkId}`);
    }
    const answers = indexed(element.answer);
    const items = objects(element.item);
    if (item.type === 'group') {
      if (answers.length > 0) yield error(rule, 'structure', at, 'Items of type group cannot have answers');
      if (item.required && items.length === 0)
        yield this.#missing(enabled, at, `No items found for required group '${item.linkId}'`);
      yield* this.#level(item.items, element, at, scope);
      return;
    }
    if (item.required && answers.length === 0 && enabled !== false) yield this.#missing(enabled, at, absent(item));
    if (items.length > 0) {
      yield error(rule, 'structure', at, 'Items not of type group cannot have items outside answers (use answer.item)');
    }
    yield* checkAnswers(this.#asked, item, answers, at);
    for (const [i, answer] of answers) yield* this.#level(item.items, answer, `${at}.answer[${i}]`, scope);
  }

  /** An error only when the form certainly asks and the response says that it is finished. */
  #missing(enabled: boolean | undefined, at: string, message: string): Issue {
    const tell = enabled === true && this.#finished ? error : warning;
    return tell(rule, 'required', at, message);
  }
}

const absent = (item: Item): string => `No response answer found for required item '${item.linkId}'`;
