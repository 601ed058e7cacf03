import type { Condition, Query } from './query.ts';

/** A search as it was understood, as plain JSON: parameters by their names, with the columns of the keys in which they are looked up. */
export function understood({ types, where, sort, count, total, include, revinclude, ignored }: Query): object {
  return {
    types: types ?? '*',
    where: where.map(said),
    sort: sort.map(({ parameter, descending }) => `${descending ? '-' : ''}${parameter.code}`),
    count,
    total,
    include: include.map(({ type, parameter, target }) =>
      [type, parameter.code, ...(target === undefined ? [] : [target])].join(':'),
    ),
    revinclude: revinclude.map(({ type, parameter, target }) =>
      [type, parameter.code, ...(target === undefined ? [] : [target])].join(':'),
    ),
    ...(ignored.length === 0 ? {} : { ignored }),
  };
}

function said(condition: Condition): object {
  switch (condition.is) {
    case 'all':
    case 'any':
      return { [condition.is]: condition.of.map(said) };
    case 'not':
      return { not: said(condition.of) };
    case 'match': {
      const { code, type, on, columns } = condition.parameter;
      return { parameter: `${on}.${code}`, type, columns: columns.map(({ key }) => key), test: condition.test };
    }
    case 'chain':
      return {
        chain: condition.parameter.code,
        to: Object.fromEntries(condition.targets.map(({ type, where }) => [type, said(where)])),
      };
    case 'has':
      return { has: `${condition.type}.${condition.parameter.code}`, where: said(condition.where) };
    case 'of':
      return { of: condition.type, where: said(condition.where) };
    case 'listed':
      return { listed: condition.ids };
    case 'words':
      return { words: condition.values, over: condition.over };
    case 'document-words':
      return { documentWords: condition.texts, over: condition.over };
    case 'numbered':
      return { numbered: condition.numbers.length };
  }
}
