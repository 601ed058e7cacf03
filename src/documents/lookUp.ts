import type { RecordId } from '#kernel';
import type { Tx } from '#store';
import type { Checked } from './check.ts';
import { sameIds, submissionByUid } from './documents.sql.ts';
import type { Submission } from './received.ts';

/** An entry of the record that a submission touches: same unique id, or to be replaced. */
export interface Existing {
  readonly n: number;
  readonly unique_id: string;
  readonly replaced_by: number | null;
  readonly depositor: string;
  readonly author_ids: readonly string[];
  readonly version: number;
  readonly hidden_from_professionals: boolean;
  readonly hidden_from_patient: boolean;
  readonly sha256: Buffer;
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
  const replaced = checked.flatMap(({ replaces }) => replaces ?? []);
  const uniqueIds = [...ids, ...replaced.flatMap((target) => ('uniqueId' in target ? target.uniqueId : []))];
  const numbers = replaced.flatMap((target) => ('n' in target ? target.n : []));
  const [[before], entries] = await Promise.all([
    tx.query<{ n: number; depositor: string }>(submissionByUid, [record, uid]),
    tx.query<Existing>(sameIds, [record, uniqueIds, numbers]),
  ]);
  return { before, entries };
}
