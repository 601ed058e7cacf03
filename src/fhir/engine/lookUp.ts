import type { Sql } from '#store';
import { aliasesOf } from '../fhir.sql.ts';
import { type Spot, sharedTypes, spotOf } from './home.ts';

type Named = { readonly type?: string; readonly id?: string };

/** Where things are that bear ids which clients chose, by `Type/id`: one read for all of them, none when there is none. */
export async function lookUpAliases(sql: Sql, named: Iterable<Named>): Promise<ReadonlyMap<string, Spot>> {
  const asked = new Map<string, readonly [type: string, id: string]>();
  for (const { type, id } of named) {
    if (type === undefined || id === undefined || sharedTypes.has(type) || spotOf(type, id) !== undefined) continue;
    asked.set(`${type}/${id}`, [type, id]);
  }
  if (asked.size === 0) return new Map();
  const pairs = [...asked.values()];
  type Row = { type: string; id: string; record_id: Spot['home']; n: number };
  const rows = await sql.query<Row>(aliasesOf, [pairs.map(([type]) => type), pairs.map(([, id]) => id)]);
  return new Map(rows.map(({ type, id, record_id, n }) => [`${type}/${id}`, { home: record_id, n }]));
}
