import type { RecordId } from '#kernel';
import type { Tx } from '#store';
import type { KeptRow } from '../entry.ts';
import { entryStanding } from './facts.sql.ts';

/** What of an entry its facts follow, as it is now. */
export interface StandingEntry extends KeptRow {
  /** False once it was superseded or withdrawn. */
  readonly stands: boolean;
  readonly depositor: string;
  readonly author_ids: readonly string[];
  readonly hidden_from_professionals: boolean;
  readonly hidden_from_patient: boolean;
  readonly hidden_from_representatives: boolean;
  readonly document_type: string | null;
}

/** Of a locked record; undefined when there is no such document. */
export async function standingEntry(tx: Tx, record: RecordId, n: number): Promise<StandingEntry | undefined> {
  return (await tx.query<StandingEntry>(entryStanding, [record, n]))[0];
}
