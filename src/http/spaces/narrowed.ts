import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Chronology } from '#record';
import { chronologyAsked } from './chronology.ts';
import type { SpaceDeps } from './deps.ts';
import type { AtTheScreen } from './person.ts';
import { categories, summary } from './words.ts';

const pageSize = 20;

/**
 * The person's documents, newest first, narrowed by words, category, year, author or structure, with what there is to narrow by. All of it stands
 * in the body: what one looks for is about health. `{ words?, category?, year?, author?, after? }` gives
 * `{ items, next?, total, categories, years, authors, unread?, asked?, cut }`.
 */
export function narrowedRoute(
  app: FastifyInstance,
  { record, documents }: Pick<SpaceDeps, 'record' | 'documents'>,
  mine: (request: FastifyRequest) => Promise<AtTheScreen>,
): void {
  app.post<{ Body: unknown }>('/documents/list', async (request) => {
    const { call, record: own } = await mine(request);
    const { words, ...asked } = chronologyAsked(request.body);
    const ask = {
      ...asked,
      ...(words === undefined ? {} : { words: whole(request.body, words) }),
      documentsOnly: true,
      limit: pageSize,
    };
    const found = await record.chronology(call, own, ask);
    return narrowedAnswer(found, await documents.newSince(own));
  });
}

/** A blank behind the last word says that it is whole. */
function whole(body: unknown, words: string): string {
  const typed = (body as { readonly words: string }).words;
  return /\s$/.test(typed) ? `${words} ` : words;
}

function narrowedAnswer({ lines, next, total, facets, unread, asked, cut }: Chronology, newSince: Date | undefined): object {
  return {
    items: lines.flatMap(({ line, match }) => {
      if (line.kind !== 'document') return [];
      const { text, highlights } = match?.snippet ?? {};
      const found = match === undefined ? {} : { exact: match.exact, snippet: text, highlights };
      return [{ ...summary(line.entry, newSince), ...found }];
    }),
    ...(next === undefined ? {} : { next: `${next.at}:${next.key}` }),
    total,
    categories: categories(facets.categories),
    years: [...facets.years].map(([year, count]) => ({ year, count })),
    authors: facets.authors.map(([name, count]) => ({ name, count })),
    ...(unread === undefined ? {} : { unread }),
    ...(asked === undefined ? {} : { asked }),
    cut,
  };
}
