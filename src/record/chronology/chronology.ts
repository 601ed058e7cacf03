import type { Documents, Unread } from '#documents';
import type { Fhir, Json } from '#fhir';
import { type Call, isThemself, parseItemId, type RecordId } from '#kernel';
import type { Permit, Rights } from '#rights';
import { withLinked } from '../linked.ts';
import type { LogDesk } from '../log/index.ts';
import type { Visits } from '../visits/index.ts';
import { dataLines, dataTypes } from './data.ts';
import { documentLine } from './document.ts';
import type { ChronologyLine, ShownLine } from './line.ts';
import { type Facets, facetsOf, isOf, type Narrowed, type Place, pageOf } from './narrow.ts';
import { type NewsDesk, newsOf } from './news.ts';
import { holdsWords } from './words.ts';

export interface ChronologyDesk extends NewsDesk {
  readonly rights: Pick<Rights, 'decide' | 'renewed' | 'linkedTo'>;
  readonly trace: LogDesk['trace'];
  readonly fhir: Pick<Fhir, 'matching' | 'arrived'>;
  readonly documents: Pick<Documents, 'shownTo' | 'passages' | 'fresh'>;
  readonly visits: Pick<Visits, 'begin'>;
}

export interface ChronologyAsk extends Narrowed {
  /** Words to look for, in what documents say and in what lines are called. */
  readonly words?: string;
  /** Where the page before ended. */
  readonly after?: Place;
  /** 50 at most. */
  readonly limit: number;
  /** What came as data is not looked at. */
  readonly documentsOnly?: boolean;
}

export interface Chronology {
  /** Newest first. */
  readonly lines: readonly ShownLine[];
  readonly next?: Place;
  /** How many there are in all, as they were asked for. */
  readonly total: number;
  /** When the visit before this one ended; absent on a first one. */
  readonly since?: Date;
  readonly facets: Facets;
  /** There may be more that is new than `facets.fresh` (`news.ts`). */
  readonly freshMore: boolean;
  /** Of documents that words were looked for in: those that could not be read. */
  readonly unread?: Unread;
  /** False when words were typed, none of which can be looked for. */
  readonly asked?: boolean;
  /** There is more than is looked at: the oldest is left out. */
  readonly cut: boolean;
}

/** Documents, and resources of a type, that are looked at. */
const mostDocuments = 5000;
const mostOfType = 1000;

interface Part {
  readonly permit: Permit;
  readonly lines: readonly ChronologyLine[];
  readonly cut: boolean;
}

/**
 * Everything of one person in one list, newest first: their documents, and what came as data (results, vaccinations, appointments, stays, acts).
 * One Permit and one line in the log for a look; the next pages of it write none. With what stands in the records that were linked to this one,
 * each under a Permit and a line of its own. Refuses what `rights.decide` refuses, traced, and `documents.search-too-long`.
 */
export async function chronology(desk: ChronologyDesk, call: Call, record: RecordId, ask: ChronologyAsk): Promise<Chronology> {
  const parts = await withLinked(desk, call, record, (one, isLinked) => partOf(desk, call, one, ask, isLinked));
  const since = await desk.visits.begin(call, record);
  const { fresh, beyond, more } = since === undefined ? nothingNew : await newIn(desk, parts, since, ask.documentsOnly === true);
  const lines = [...parts.flatMap((part) => part.lines), ...beyond];
  const wanted = lines.filter((line) => isOf(line, ask, fresh));
  const found = ask.words === undefined ? undefined : await lookedFor(desk, parts, wanted, ask, ask.words);
  const held = found?.lines ?? wanted;
  const { page, next } = pageOf(held, ask.after, ask.limit);
  return {
    lines: page.map((line) => {
      const match = found?.matches.get(line.key);
      return { line, isNew: fresh.has(line), ...(match === undefined ? {} : { match }) };
    }),
    ...(next === undefined ? {} : { next }),
    total: held.length,
    ...(since === undefined ? {} : { since }),
    facets: facetsOf(lines, fresh),
    freshMore: more,
    ...(found === undefined ? {} : { unread: found.unread, asked: found.asked }),
    cut: parts.some(({ cut }) => cut),
  };
}

async function partOf(desk: ChronologyDesk, call: Call, record: RecordId, ask: ChronologyAsk, isLinked: boolean): Promise<Part> {
  const see = async (by: Permit): Promise<Omit<Part, 'permit'> | undefined> => {
    const [entries, ...bodies] = await Promise.all([
      desk.documents.shownTo(by, mostDocuments + 1),
      ...(ask.documentsOnly === true ? [] : dataTypes).map((type) => desk.fhir.matching(by, type, new Map(), mostOfType)),
    ]);
    const resources = bodies.flat().map((body) => JSON.parse(body.toString()) as Json);
    if (entries.length === 0 && resources.length === 0) return undefined;
    const cut = entries.length > mostDocuments || bodies.some(({ length }) => length === mostOfType);
    return { lines: [...entries.slice(0, mostDocuments).map(documentLine), ...dataLines(resources)], cut };
  };
  const decided = await desk.rights.decide(call, record, 'list');
  const first = await see(decided);
  const renewed = first === undefined ? await desk.rights.renewed(decided, 'list') : undefined;
  const seen = renewed === undefined ? first : await see(renewed);
  const permit = renewed ?? decided;
  if (ask.after === undefined) await traceLook(desk, call, record, permit, ask.words !== undefined, isLinked);
  return { permit, ...(seen ?? { lines: [], cut: false }) };
}

interface New {
  readonly fresh: ReadonlySet<ChronologyLine>;
  /** Those among them that the list was too long for: what is new is shown, however old it says that it is. */
  readonly beyond: readonly ChronologyLine[];
  readonly more: boolean;
}
const nothingNew: New = { fresh: new Set(), beyond: [], more: false };

async function newIn(desk: ChronologyDesk, parts: readonly Part[], since: Date, documentsOnly: boolean): Promise<New> {
  const asked = parts.map(({ permit }) => ({ permit, since }));
  const news = await newsOf(desk, asked, mostDocuments);
  const fresh = new Set<ChronologyLine>();
  const beyond: ChronologyLine[] = [];
  for (const [n, { lines }] of parts.entries()) {
    const listed = new Map(lines.map((line) => [line.key, line]));
    for (const line of news[n]?.lines ?? []) {
      if (documentsOnly && line.kind !== 'document') continue;
      const known = listed.get(line.key);
      if (known === undefined) beyond.push(line);
      fresh.add(known ?? line);
    }
  }
  return { fresh, beyond, more: news.some(({ more, total, lines }) => more || total > lines.length) };
}

type Matches = ReadonlyMap<string, NonNullable<ShownLine['match']>>;

/** Of these lines those that hold the words; around them, for the page that is shown. */
async function lookedFor(
  { documents }: ChronologyDesk,
  parts: readonly Part[],
  wanted: readonly ChronologyLine[],
  { after, limit }: ChronologyAsk,
  words: string,
): Promise<{
  readonly lines: readonly ChronologyLine[];
  readonly matches: Matches;
  readonly unread: Unread;
  readonly asked: boolean;
}> {
  const data = wanted.filter((line) => line.kind !== 'document' && holdsWords(line, words));
  const held: ChronologyLine[] = [...data];
  const matches = new Map<string, NonNullable<ShownLine['match']>>();
  const unread = { waiting: 0, partly: 0, beyond: false };
  let asked = false;
  // One record after the other: nearly always there is one.
  for (const { permit } of parts) {
    const here = new Map(
      wanted.flatMap((line) =>
        line.kind === 'document' && parseItemId(line.entry.id).record === permit.record ? [[line.entry.n, line] as const] : [],
      ),
    );
    const found = await documents.passages(permit, words, (numbers) => {
      const holding = numbers.flatMap((n) => here.get(n) ?? []);
      held.push(...holding);
      const page = new Set(pageOf(held, after, limit).page);
      return holding.filter((line) => page.has(line)).map(({ entry }) => entry.n);
    });
    for (const { row, exact, snippet } of found?.hits ?? []) {
      const line = here.get(row.n);
      if (line !== undefined) matches.set(line.key, { exact, snippet });
    }
    asked ||= found?.asked ?? true;
    unread.waiting += found?.unread.waiting ?? 0;
    unread.partly += found?.unread.partly ?? 0;
    unread.beyond ||= found?.unread.beyond ?? false;
  }
  return { lines: held, matches, unread, asked };
}

/** A person looking through their own record is no news to anyone. Which words were looked for, being about health, stands in no line. */
async function traceLook(
  desk: ChronologyDesk,
  call: Call,
  record: RecordId,
  { ground }: Permit,
  byWords: boolean,
  isLinked: boolean,
): Promise<void> {
  if (isThemself(call.actor)) return;
  const words = byWords ? { types: 'DocumentReference', by: 'words', shown: 'passages' } : { what: 'chronology' };
  await desk.trace.journal(call, record, {
    action: byWords ? 'search' : 'list',
    outcome: 'done',
    detail: { ...words, ...(isLinked ? { through: 'link' } : {}) },
    ...(ground === undefined ? {} : { ground }),
  });
}
