import type { Call } from '#kernel';
import type { Tx } from '#store';
import type { Confirmation } from './confirm.ts';
import { actOf, claim, type Desk, keysOfIdentity, lookTopic, lookupOf, type Note, rowOf } from './desk.ts';
import type { Evidence } from './evidence.ts';
import type { Identity } from './identity.ts';
import { addLookup, dropLookup, keepHistory, keepMatricule, updateIdentity } from './ins.sql.ts';
import { addKeys, dropKeys } from './matching/matching.sql.ts';
import { changedMeanwhile } from './refusals.ts';
import { workAfter } from './work/index.ts';

/** A new version of a known identity, with what it rests on. */
export interface Revision {
  readonly before: Identity;
  readonly after: Identity;
  readonly evidence: Evidence;
  readonly confirmed: Confirmation;
  readonly note: Note;
  /** More for the line of the trace; never a trait nor a matricule. */
  readonly told?: Readonly<Record<string, string>>;
}

/**
 * Writes a new version inside its transaction: the previous one into the history, a matricule that goes into its own history (its record is
 * found by it for ever), the index of names, the work list, the line of the trace. Refuses `ins.changed-meanwhile`, `ins.exists`.
 */
export async function revise(desk: Desk, tx: Tx, call: Call, revision: Revision): Promise<Identity> {
  const { before, after, evidence, confirmed, note, told } = revision;
  const { record } = before;
  await desk.store.records.lock(tx, record);
  await tx.query(keepHistory, [record, call.at]);
  const changed = await tx.query(updateIdentity, rowOf(desk, call, after, evidence, confirmed, note));
  if (changed.length === 0) throw changedMeanwhile();
  const moves = before.matricule !== after.matricule || before.oid !== after.oid;
  if (moves && after.oid !== undefined && after.matricule !== undefined)
    await claim(tx, record, { oid: after.oid, matricule: after.matricule });
  if (moves && before.matricule !== undefined)
    await tx.query(keepMatricule, [record, before.oid, before.matricule, call.at, note.change]);
  await tx.query(dropLookup, lookupOf(before).slice(0, 3));
  await tx.query(addLookup, lookupOf(after));
  tx.write(dropKeys, keysOfIdentity(before));
  tx.write(addKeys, keysOfIdentity(after));
  desk.store.outbox.emit(tx, record, call.at, lookTopic, {});
  await desk.trace.append(tx, call, record, actOf(desk, note, after, evidence, confirmed, told));
  await workAfter(tx, call, after, confirmed.outcome);
  return after;
}
