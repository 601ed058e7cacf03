import type { RecordId } from '#kernel';
import type { Tx } from '#store';
import * as sql from '../fhir.sql.ts';
import type { Standing } from './standing.ts';

/** The current texts of these things of a locked record, by their numbers, for the module whose walk keeps them. Decides and traces nothing. */
export async function bodies(tx: Tx, record: RecordId, numbers: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const rows = await tx.query<Standing>(sql.rowsToChange, [record, numbers]);
  return new Map(rows.map(({ n, body }) => [n, body]));
}
