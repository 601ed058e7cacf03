import type { PlacedVersion } from '#fhir';
import type { Call } from '#kernel';
import { type Described, describedAnew } from '../describe.ts';
import type { Desk } from '../desk.ts';
import { titleOf } from '../entry.ts';
import { followDocument } from '../facts/follow.ts';
import { pack } from '../packed.ts';
import { change, followedOf, type Standing, stateOf } from './change.ts';
import { dropEntries, keepWithdrawn, tiedTo } from './life.sql.ts';
import { madeBy } from './maker.ts';
import * as refusals from './refusals.ts';
import { type EntryCondition, type Opened, withEntry } from './withEntry.ts';

export interface Withdrawal extends EntryCondition {
  /** In the words of who withdraws, for the log of the record; 500 characters at most. */
  readonly reason?: string;
}

export interface Withdrawn {
  /** The version that is the withdrawal. */
  readonly version: number;
  readonly at: Date;
  /** What the FHIR face would say, told once to who withdrew it. */
  readonly face: Described['json'];
}

/** A tied entry: a version before the one withdrawn (`chain`), or what completes one of them. */
interface Tied extends Standing {
  readonly chain: boolean;
}

/**
 * Its author, or the software that deposited it, withdraws a document: the version in force with all that came before it, and their addenda of
 * the same makers; addenda of others go out of force. From the COMMIT on nothing of it can be read, listed, counted or found, in any version:
 * its row and the texts of its FHIR face are moved to a table that no read looks at, what was drawn from it ends, and whoever could see it is
 * told that it was withdrawn. The bytes stay sealed as they are, so that the operator can restore what was withdrawn by mistake; the log of
 * the record keeps all its lines.
 *
 * Refuses as `withEntry`, `documents.not-yours`, `documents.withdraw-superseded`. Source: DMP, TD3.3c; PDSm, logical deletion.
 */
export async function withdraw(
  desk: Desk,
  call: Call,
  id: string,
  { reason, ...condition }: Withdrawal = {},
): Promise<Withdrawn> {
  return withEntry(desk, call, id, condition, async (opened) => {
    const { tx, record, row } = opened;
    if (!madeBy(call, row)) throw refusals.notYours();
    if (row.replaced_by !== null) throw refusals.withdrawSuperseded();
    const tied = await tx.query<Tied>(tiedTo, [record, row.n]);
    const gone = goneWith(call, tied);
    const left = tied.filter((one) => !gone.includes(one) && one.replaced_by === null && one.superseded_with === null);
    const said = await desk.fhir.versions(
      tx,
      record,
      gone.map(({ n }) => n),
    );
    await takeOut(desk, call, opened, gone, said);
    if (left.length > 0) {
      const changes = left.map((one) => ({ row: one, to: { superseded_with: row.n } }));
      await change(desk, tx, call, record, changes);
    }
    await desk.trace.append(tx, call, record, {
      action: 'write',
      outcome: 'done',
      object: { kind: 'DocumentReference', id, title: titleOf(row) },
      ...(reason === undefined || reason.trim() === '' ? {} : { reason: reason.trim().slice(0, 500) }),
      detail: { change: 'withdraw' },
    });
    const version = row.version + 1;
    const state = stateOf(call, record, { ...row, version });
    const { json } = describedAnew(said.get(row.n)?.at(-1)?.body ?? '{}', state);
    return { version, at: call.at, face: { ...json, status: 'entered-in-error' } };
  });
}

/** The versions, whoever wrote them: one replaced the other. Of what completes them only what the caller made too and nothing replaced since. */
function goneWith(call: Call, tied: readonly Tied[]): readonly Tied[] {
  const theirs = tied.filter((one) => one.chain || madeBy(call, one));
  const numbers = new Set(theirs.map(({ n }) => n));
  return theirs.filter((one) => one.chain || one.replaced_by === null || numbers.has(one.replaced_by));
}

async function takeOut(
  desk: Desk,
  call: Call,
  { tx, record, row }: Opened,
  gone: readonly Tied[],
  said: ReadonlyMap<number, readonly PlacedVersion[]>,
): Promise<void> {
  const numbers = gone.map(({ n }) => n);
  const faces = numbers.map((n) => pack(JSON.stringify(said.get(n)?.map(({ body }) => body) ?? [])));
  tx.write(keepWithdrawn, [record, numbers, faces, row.n, call.at]);
  tx.write(dropEntries, [record, numbers]);
  await desk.fhir.end(tx, call, record, numbers);
  await Promise.all(gone.map((one) => followDocument(desk, tx, call, record, one.n, { ...followedOf(one), stands: false })));
}
