import { childOf, childrenOf, type XmlElement } from '#xml';
import { codeOf } from './coded.ts';

/** Nested statements that some mapper has read: the same ones at every extraction of a tree. */
const seen = new WeakSet<XmlElement>();

/** Says that what these statements hold went into a resource. Gives them back. */
export function taken<T extends XmlElement | undefined>(statement: T): T {
  if (statement !== undefined) seen.add(statement);
  return statement;
}
export function allTaken(statements: readonly XmlElement[]): readonly XmlElement[] {
  for (const statement of statements) seen.add(statement);
  return statements;
}

/** An act that carries a remark repeats the narrative that it points to. */
const remark = '48767-8';

/**
 * The statements inside an entry that nothing was made of, each at its outermost; `settled` says which ones, with all they hold, have their
 * reason already.
 */
export function missedIn(
  entry: XmlElement,
  isStatement: (element: XmlElement) => boolean,
  settled: (statement: XmlElement) => boolean,
): readonly XmlElement[] {
  if (settled(entry)) return [];
  return childrenOf(entry, 'entryRelationship', 'component')
    .flatMap((link) => childrenOf(link).filter(isStatement))
    .flatMap((inner) => {
      if (settled(inner) || codeOf(childOf(inner, 'code')) === remark) return [];
      return seen.has(inner) ? missedIn(inner, isStatement, settled) : [inner];
    });
}
