import type { RecordId } from '#kernel';
import type { Tx } from '#store';
import * as sql from '../fhir.sql.ts';
import { textArray } from './textArray.ts';

/** One version of what another module's walk keeps here: when it began, and what it said. */
export interface PlacedVersion {
  readonly version: number;
  readonly at: Date;
  readonly body: string;
}

/** Every version of these things of a locked record, the current one last, by their numbers. Decides and traces nothing. */
export async function versions(
  tx: Tx,
  record: RecordId,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, readonly PlacedVersion[]>> {
  const rows = await tx.query<PlacedVersion & { readonly n: number }>(sql.versionsOfRows, [record, numbers]);
  return Map.groupBy(rows, ({ n }) => n);
}

/**
 * Puts versions back into the history of a thing that stands, as they began; who sees it sees them. For what such a walk had ended and brings
 * back. Decides and traces nothing.
 */
export function remember(tx: Tx, record: RecordId, n: number, before: readonly PlacedVersion[]): void {
  if (before.length === 0) return;
  const bodies = textArray(before.map(({ body }) => body));
  tx.write(sql.rememberVersions, [record, n, before.map(({ version }) => version), before.map(({ at }) => at), bodies]);
}
