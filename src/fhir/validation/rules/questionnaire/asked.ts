import type { Json } from '../../../json.ts';
import type { Issue } from '../../issue.ts';
import type { Choice } from '../elements.ts';
import type { RuleGround } from '../rule.ts';
import type { Form, Item } from './form.ts';

/** What an answer is checked against, besides its item. */
export interface Asked {
  readonly form: Form;
  readonly ground: RuleGround;
  /** Where contained value sets are looked for, in order. */
  readonly holders: readonly Json[];
}

/** One check of an answer; `at` is the place of its value. */
export type AnswerCheck = (item: Item, answer: Choice, at: string, asked: Asked) => Iterable<Issue>;
