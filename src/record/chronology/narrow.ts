import { type ChronologyLine, type LineKind, newestFirst } from './line.ts';

/**
 * Which documents by their state: those in force and replaced ones (`usual`: all but those put away), only what is in force, or only those of
 * one state; `all` with those put away. What is no document has no state, and is in `usual`, `current` and `all`.
 */
export const lineStates = ['usual', 'current', 'masked', 'hidden', 'replaced', 'archived', 'all'] as const;
export type LineState = (typeof lineStates)[number];

/** What of the chronology is wanted; everything usual when empty. */
export interface Narrowed {
  readonly kind?: LineKind;
  /** A class of documents. */
  readonly category?: string;
  /** Of the act, on the calendar of Paris. */
  readonly year?: number;
  /** An author or a structure, as the chronology names it. */
  readonly author?: string;
  readonly onlyNew?: boolean;
  readonly state?: LineState;
}

export interface Place {
  readonly at: number;
  readonly key: string;
}

const calendar = new Intl.DateTimeFormat('fr-FR', { year: 'numeric', timeZone: 'Europe/Paris' });

/** The year in which something took place, as people in France date it. */
export const yearOf = ({ at }: Pick<ChronologyLine, 'at'>): number => Number(calendar.format(at));

/** The lines that are new to who looks (`news.ts`). */
export type Fresh = ReadonlySet<ChronologyLine>;

export function isOf(line: ChronologyLine, asked: Narrowed, fresh: Fresh): boolean {
  if (!isInState(line, asked.state ?? 'usual')) return false;
  if (asked.kind !== undefined && line.kind !== asked.kind) return false;
  if (asked.category !== undefined && !(line.kind === 'document' && line.category === asked.category)) return false;
  if (asked.year !== undefined && yearOf(line) !== asked.year) return false;
  if (asked.author !== undefined && line.author !== asked.author && line.structure !== asked.author) return false;
  return asked.onlyNew !== true || fresh.has(line);
}

function isInState(line: ChronologyLine, state: LineState): boolean {
  if (line.kind !== 'document') return state === 'usual' || state === 'current' || state === 'all';
  const { archived, status, hiddenFromProfessionals, hiddenFromPatient, hiddenFromRepresentatives } = line.entry;
  switch (state) {
    case 'usual':
      return !archived;
    case 'current':
      return !archived && status === 'current';
    case 'masked':
      return hiddenFromProfessionals;
    case 'hidden':
      return hiddenFromPatient || hiddenFromRepresentatives;
    case 'replaced':
      return status === 'superseded';
    case 'archived':
      return archived;
    case 'all':
      return true;
  }
}

/** `most` lines behind a place, newest first, and where they end if more follow. */
export function pageOf(
  lines: readonly ChronologyLine[],
  after: Place | undefined,
  most: number,
): { readonly page: readonly ChronologyLine[]; readonly next?: Place } {
  const sorted = lines.toSorted(newestFirst);
  const from = after === undefined ? 0 : sorted.findIndex((line) => newestFirst({ ...line, ...after }, line) < 0);
  const page = from < 0 ? [] : sorted.slice(from, from + most);
  const last = page.at(-1);
  const more = from >= 0 && sorted.length > from + most;
  return { page, ...(more && last !== undefined ? { next: { at: last.at, key: last.key } } : {}) };
}

/** What there is to narrow by: of everything that the reader may see, whatever they asked. */
export interface Facets {
  readonly kinds: ReadonlyMap<LineKind, number>;
  readonly categories: ReadonlyMap<string, number>;
  readonly years: ReadonlyMap<number, number>;
  /** Authors and structures, those with the most first, 40 at most. */
  readonly authors: readonly (readonly [name: string, count: number])[];
  readonly states: ReadonlyMap<LineState, number>;
  readonly fresh: number;
}

export function facetsOf(lines: readonly ChronologyLine[], fresh: Fresh): Facets {
  const usual = lines.filter((line) => isInState(line, 'usual'));
  const names = counted(
    usual.flatMap((line) => {
      const said = [line.author, line.structure].filter((name) => name !== undefined && name !== '');
      return [...new Set(said)] as string[];
    }),
  );
  return {
    kinds: counted(usual.map(({ kind }) => kind)),
    categories: counted(usual.flatMap((line) => (line.kind === 'document' ? [line.category] : []))),
    years: new Map([...counted(usual.map(yearOf))].sort(([a], [b]) => b - a)),
    authors: [...names].sort(([a, many], [b, few]) => few - many || a.localeCompare(b, 'fr')).slice(0, 40),
    states: new Map(lineStates.map((state) => [state, lines.filter((line) => isInState(line, state)).length])),
    fresh: fresh.size,
  };
}

function counted<T>(values: readonly T[]): ReadonlyMap<T, number> {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
