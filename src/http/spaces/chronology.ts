import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Call, recordIdOfHex } from '#kernel';
import {
  type Chronology,
  type ChronologyAsk,
  type LineKind,
  type LineState,
  lineKinds,
  lineStates,
  type Place,
  type ShownLine,
} from '#record';
import type { SpaceDeps } from './deps.ts';
import { categories, categoryAsked, malformed, summary } from './words.ts';

type OfRecord = { Params: { record: string } };
const pageSize = 50;
const longest = 300;

/** The chronology of one person, for a professional: what is looked for and how it is narrowed stand in the body, never in an address. */
export function chronologyRoute(
  app: FastifyInstance,
  { record }: Pick<SpaceDeps, 'record'>,
  signedIn: (request: FastifyRequest) => Promise<{ readonly call: Call }>,
): void {
  app.post<OfRecord & { Body: unknown }>('/patients/:record/chronology', async (request) => {
    const { call } = await signedIn(request);
    return chronologyAnswer(await record.chronology(call, recordIdOfHex(request.params.record), chronologyAsked(request.body)));
  });
}

/** `{ words?, kind?, category?, year?, author?, onlyNew?, state?, after? }`. Refuses `http.malformed`. */
export function chronologyAsked(body: unknown): ChronologyAsk {
  const asked = typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>) : {};
  const said = (name: string): string | undefined => {
    const value = asked[name];
    if (value === undefined) return undefined;
    if (typeof value !== 'string' || value.length > longest || value.includes('\0')) throw malformed(name);
    return value;
  };
  const [kind, state, author] = [said('kind'), said('state'), said('author')];
  const words = said('words')?.trim();
  const { year, onlyNew } = asked;
  if (kind !== undefined && !isKind(kind)) throw malformed('kind');
  if (state !== undefined && !isState(state)) throw malformed('state');
  if (year !== undefined && (typeof year !== 'number' || !Number.isSafeInteger(year))) throw malformed('year');
  if (onlyNew !== undefined && typeof onlyNew !== 'boolean') throw malformed('onlyNew');
  const { classCode } = categoryAsked(said('category'));
  const after = placeAsked(said('after'));
  return {
    limit: pageSize,
    ...(words === undefined || words === '' ? {} : { words }),
    ...(kind === undefined ? {} : { kind }),
    ...(classCode === undefined ? {} : { category: classCode }),
    ...(year === undefined ? {} : { year }),
    ...(author === undefined ? {} : { author }),
    ...(onlyNew === undefined ? {} : { onlyNew }),
    ...(state === undefined ? {} : { state }),
    ...(after === undefined ? {} : { after }),
  };
}

const isKind = (text: string): text is LineKind => (lineKinds as readonly string[]).includes(text);
const isState = (text: string): text is LineState => (lineStates as readonly string[]).includes(text);

/** Where a page ended: milliseconds, a colon, a key. */
function placeAsked(text: string | undefined): Place | undefined {
  if (text === undefined) return undefined;
  const [, at, key] = /^(-?\d{1,16}):(.+)$/s.exec(text) ?? [];
  if (at === undefined || key === undefined) throw malformed('after');
  return { at: Number(at), key };
}

function chronologyAnswer({ lines, next, total, since, facets, freshMore, unread, cut }: Chronology): object {
  const { kinds, categories: classes, years, authors, states, fresh } = facets;
  return {
    lines: lines.map(lineAnswer),
    ...(next === undefined ? {} : { next: `${next.at}:${next.key}` }),
    total,
    ...(since === undefined ? {} : { since: since.toISOString() }),
    facets: {
      kinds: [...kinds].map(([code, count]) => ({ code, count })),
      categories: categories(classes),
      years: [...years].map(([year, count]) => ({ year, count })),
      authors: authors.map(([name, count]) => ({ name, count })),
      states: [...states].map(([code, count]) => ({ code, count })),
      fresh,
      ...(freshMore ? { freshMore } : {}),
    },
    ...(unread === undefined ? {} : { unread }),
    cut,
  };
}

/** A line as its page takes it; a document as in lists. */
export function lineAnswer({ line, isNew, match }: ShownLine): object {
  if (line.kind === 'document') {
    const found = match && { exact: match.exact, snippet: match.snippet.text, highlights: match.snippet.highlights };
    return { kind: line.kind, key: line.key, isNew, document: { ...summary(line.entry), isNew }, ...(found && { match: found }) };
  }
  const { kind, key, day, title, detail, author, undone } = line;
  return {
    kind,
    key,
    isNew,
    at: day,
    title,
    ...(detail === undefined ? {} : { detail }),
    ...(author === undefined ? {} : { author }),
    ...(undone === undefined ? {} : { undone }),
  };
}
