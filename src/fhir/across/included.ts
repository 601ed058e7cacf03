import type { RecordId } from '#kernel';
import type { Store } from '#store';
import { tooManyIncluded } from '../engine/refusals.ts';
import type { Shown } from '../engine/stored.ts';
import { type Found, type FoundRow, includeSql, mostIncluded, type Parameters, type Query } from '../search/index.ts';
import { sharedReferences } from './across.sql.ts';

type Source = FoundRow & { readonly record_id: RecordId };

/**
 * What is shared and the matches of a type bring along, each thing once; with `:iterate` what that brings too. Refuses
 * `fhir.too-many-included`.
 */
export async function includedShared(
  store: Store,
  parameters: Parameters,
  query: Query,
  type: string,
  matches: readonly Source[],
): Promise<readonly Shown[]> {
  const references = query.include
    .filter((include) => include.type === type)
    .flatMap(({ parameter, target }) => {
      const types = target === undefined ? parameter.targets : [target];
      return parameter.columns.map(({ key }) => ({ column: key, types }));
    });
  if (references.length === 0 || matches.length === 0) return [];
  const found = new Map<string, Shown>();
  const add = (rows: readonly FoundRow[]): readonly Found[] => {
    if (rows.length > mostIncluded || found.size > mostIncluded) throw tooManyIncluded(mostIncluded);
    const fresh = rows.filter((row) => !found.has(`${row.type}/${row.id}`));
    for (const row of fresh) found.set(`${row.type}/${row.id}`, shownOf(row));
    return fresh.map(({ type: of, id, n }) => ({ type: of, id, n, shared: true }));
  };
  const first = sharedReferences(type, matches, references, mostIncluded + 1, parameters);
  let from = add(await store.query<FoundRow>(first, first.values));
  for (let step = 1; from.length > 0; step++) {
    const next = includeSql(query, step, from, { record: undefined }, parameters);
    if (next === undefined) break;
    from = add(await store.query<FoundRow>(next, next.values));
  }
  return [...found.values()];
}

const shownOf = ({ type, id, version, updated_at: at, body }: FoundRow): Shown => ({ type, id, version, at, body });
