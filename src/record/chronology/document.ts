import type { Entry } from '#documents';
import type { DocumentLine } from './line.ts';

/** The line that a document makes, where its act took place in time. */
export function documentLine(entry: Entry): DocumentLine {
  const facts = entry.facts();
  const [author] = facts.authors;
  const structure = author?.structure?.name ?? facts.custodian?.name;
  const at = Date.parse(facts.eventStart);
  return {
    kind: 'document',
    key: entry.id,
    at: Number.isNaN(at) ? entry.date.getTime() : at,
    kept: entry.depositedAt.getTime(),
    entry,
    category: facts.class.code,
    ...(author === undefined || author.name === '' ? {} : { author: author.name }),
    ...(structure === undefined ? {} : { structure }),
  };
}
