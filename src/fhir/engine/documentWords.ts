import {
  type Condition,
  type DocumentWords,
  documentWordsAs,
  documentWordsIn,
  type Query,
  tooManyWords,
} from '../search/index.ts';
import type { FhirDesk, UnreadDocuments } from './desk.ts';
import type { Sight } from './permit.ts';

export interface Settled {
  readonly query: Query;
  /** Absent when no words of documents were asked for. */
  readonly unread?: UnreadDocuments;
}

const mostTexts = 20;

/**
 * The query with the words of documents found: each such condition becomes the numbers of those documents of the record that hold them and
 * that the sight's Permit shows. Who may know no more than whom a record is about finds none. Refuses `fhir.search-too-complex` for more than
 * 20 texts, and what `DocumentTexts` refuses.
 */
export async function withDocumentWords(desk: FhirDesk, query: Query, { permit, name }: Sight): Promise<Settled> {
  const asked = [...new Set(query.where.flatMap(documentWordsIn).flatMap(({ texts }) => texts))];
  if (asked.length === 0) return { query };
  if (asked.length > mostTexts) throw tooManyWords(mostTexts);
  const found = permit === undefined || name === 'identity' ? undefined : await desk.texts?.numbers(permit, asked);
  const numbers = new Map(asked.map((text, i) => [text, found?.numbers[i] ?? []]));
  const numbered = ({ texts }: DocumentWords): Condition => ({
    is: 'numbered',
    numbers: [...new Set(texts.flatMap((text) => numbers.get(text) ?? []))],
  });
  return {
    query: { ...query, where: query.where.map((one) => documentWordsAs(one, numbered)) },
    ...(found === undefined ? {} : { unread: found.unread }),
  };
}

export const asksForWords = ({ where }: Query): boolean => where.some((one) => documentWordsIn(one).length > 0);
