import type { RecordId, Refusal } from '#kernel';
import { fhirRefusal } from '../refusals.ts';
import type { Cursor, Query } from './query.ts';

/** A row that {@link searchSql} answers. Of a page without matches there is one row, in which only `total` and `lost` are told. */
export interface SearchRow extends FoundRow {
  readonly total: number | null;
  readonly lost: boolean;
}

export interface FoundRow {
  readonly n: number;
  readonly type: string;
  readonly id: string;
  readonly version: number;
  readonly updated_at: Date;
  readonly body: Buffer;
}

export interface SearchPage {
  /** Undefined for `_total=none`. */
  readonly total: number | undefined;
  readonly matches: readonly FoundRow[];
  /** Undefined when nothing follows. */
  readonly next: Cursor | undefined;
}

/** How many of the last rows up to its end a page names to the one behind it: as many changes at once are survived. */
export const anchors = 5;

/** Refuses `fhir.page-expired` when everything that the cursor named has changed since: where to go on is then not known. */
export function pageOf(query: Query, record: RecordId | undefined, rows: readonly Partial<SearchRow>[]): SearchPage {
  const first = rows[0];
  if (first?.lost === true) throw pageExpired();
  const found = rows.filter((row): row is SearchRow => typeof row.n === 'number');
  const matches = found.slice(0, query.count);
  const last = matches.slice(-anchors).reverse();
  return {
    total: first?.total ?? undefined,
    matches,
    next:
      found.length > query.count
        ? last.map((row) => [record === undefined ? `${row.type}/${row.id}` : row.n, row.version])
        : undefined,
  };
}

export function pageExpired(): Refusal {
  return fhirRefusal(
    'page-expired',
    'Ce qui terminait la page précédente a changé depuis. Recommencez la recherche.',
    'What ended the page before has changed since. Search again.',
    'page',
  );
}

/** A cursor as it came back from outside, after its signature was checked. Undefined when it is none. */
export function cursorOf(json: unknown): Cursor | undefined {
  if (!Array.isArray(json) || json.length === 0 || json.length > anchors) return undefined;
  const all = json.map((pair) => (Array.isArray(pair) && pair.length === 2 ? pair : []));
  const good = all.every(([key, version]) => (typeof key === 'string' || typeof key === 'number') && typeof version === 'number');
  return good ? (all as unknown as Cursor) : undefined;
}
