import type { RecordId } from '#kernel';
import type { Tx } from '#store';
import { addendaOf } from '../documents.sql.ts';
import type { EntryChange, Standing } from './change.ts';

export interface Addendum extends Standing {
  /** Which of the documents asked for it completes. */
  readonly root: number;
}

/** The addenda in force of some documents of a locked record, and theirs. */
export async function addenda(tx: Tx, record: RecordId, numbers: readonly number[]): Promise<readonly Addendum[]> {
  return numbers.length === 0 ? [] : tx.query<Addendum>(addendaOf, [record, numbers]);
}

/** What goes out of force goes with its addenda. Source: ITI TF-3 4.2.2.2.3, document replacement. */
export function supersededWith(rows: readonly Addendum[]): readonly EntryChange[] {
  const once = new Map(rows.map((row) => [row.n, row]));
  return [...once.values()].map((row) => ({ row, to: { superseded_with: row.root } }));
}
