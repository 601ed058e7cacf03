import type { RecordId } from '#kernel';
import type { Tx } from '#store';
import type { Checked } from './check.ts';
import { sameIds, submissionByUid } from './documents.sql.ts';
import type { Standing } from './life/change.ts';
import type { Submission } from './received.ts';

/** An entry of the record that a submission touches: same unique id, to be replaced, or to be completed. */
export interface Existing extends Standing {
  readonly unique_id: string;
  readonly sha256: Buffer;
  /** The number of the entry that it completes. */
  readonly appends: number | null;
  /** It was withdrawn, and nobody sees it any more. */
  readonly withdrawn: boolean;
}

/** What the register already holds of a submission. */
export interface Known {
  /** The submission of the same uid. */
  readonly before: { readonly n: number; readonly depositor: string } | undefined;
  readonly entries: readonly Existing[];
}

/** Reads what the register holds of a submission, under the record's lock. Decides nothing. */
export async function lookUp(tx: Tx, record: RecordId, { uid }: Submission, checked: readonly Checked[]): Promise<Known> {
  const ids = checked.map(({ facts }) => facts.uniqueId);
  const related = checked.flatMap(({ replaces, appends }) => [replaces ?? [], appends ?? []].flat());
  const uniqueIds = [...ids, ...related.flatMap((target) => ('uniqueId' in target ? target.uniqueId : []))];
  const numbers = related.flatMap((target) => ('n' in target ? target.n : []));
  const [[before], entries] = await Promise.all([
    tx.query<{ n: number; depositor: string }>(submissionByUid, [record, uid]),
    tx.query<Existing>(sameIds, [record, uniqueIds, numbers]),
  ]);
  return { before, entries };
}
