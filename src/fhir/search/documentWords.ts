import type { Condition } from './query.ts';

/** What is asked of the words of documents, wherever it stands in a condition. */
export type DocumentWords = Extract<Condition, { readonly is: 'document-words' }>;

export function documentWordsIn(condition: Condition): readonly DocumentWords[] {
  switch (condition.is) {
    case 'document-words':
      return [condition];
    case 'all':
    case 'any':
      return condition.of.flatMap(documentWordsIn);
    case 'not':
      return documentWordsIn(condition.of);
    case 'chain':
      return condition.targets.flatMap(({ where }) => documentWordsIn(where));
    case 'has':
    case 'of':
      return documentWordsIn(condition.where);
    default:
      return [];
  }
}

/** The same condition with something else in the place of each. */
export function documentWordsAs(condition: Condition, as: (words: DocumentWords) => Condition): Condition {
  const again = (one: Condition): Condition => documentWordsAs(one, as);
  switch (condition.is) {
    case 'document-words':
      return as(condition);
    case 'all':
    case 'any':
      return { ...condition, of: condition.of.map(again) };
    case 'not':
      return { ...condition, of: again(condition.of) };
    case 'chain':
      return { ...condition, targets: condition.targets.map(({ type, where }) => ({ type, where: again(where) })) };
    case 'has':
    case 'of':
      return { ...condition, where: again(condition.where) };
    default:
      return condition;
  }
}
