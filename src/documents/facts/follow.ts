import type { Visibility } from '#fhir';
import type { Call, RecordId } from '#kernel';
import type { Tx } from '#store';
import type { Desk } from '../desk.ts';
import { standingFacts } from './facts.sql.ts';
import { endFactsOf } from './keep.ts';

/** What of a document's state its facts follow. */
export interface FollowedState extends Visibility {
  /** False for a document that was superseded or withdrawn: its facts end. True for one that is current, archived, or back. */
  readonly stands: boolean;
}

/**
 * Brings what was drawn from document `n` to the state that the document takes, in the caller's transaction, the record locked: the same
 * rights, or gone with it. The facts of a document that comes back are drawn anew by the job (`documents.deposited`). To be called after
 * the document's own row is written; again with the same state changes nothing. Traces nothing: the line is that of the document's act.
 */
export async function followDocument(
  desk: Desk,
  tx: Tx,
  call: Call,
  record: RecordId,
  n: number,
  { stands, ...visibility }: FollowedState,
): Promise<void> {
  const facts = await tx.query<{ fact_n: number }>(standingFacts, [record, n]);
  const numbers = facts.map(({ fact_n }) => fact_n);
  if (numbers.length === 0) return;
  if (stands) await desk.fhir.cover(tx, call, record, numbers, visibility);
  else await endFactsOf(desk, tx, call, record, n, numbers);
}
