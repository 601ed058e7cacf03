import { type Call, hexOfRecordId, parseItemId, type RecordId, unknownId } from '#kernel';
import type { Tx } from '#store';
import type { Act } from '#trace';
import type { Desk } from '../desk.ts';
import { byRecord } from '../find.ts';
import type { Identity } from '../identity.ts';
import { keepHistory } from '../ins.sql.ts';
import { comparedOf, compareIdentities } from '../matching/index.ts';
import { natureOf } from '../oid.ts';
import { changedMeanwhile, notFound } from '../refusals.ts';
import { isDoubtful, type Status, statuses } from '../status.ts';
import { detailOf } from './items.ts';
import { type Link, type LinkRow, linkOf } from './link.ts';
import { addDismissed, addLink, closePair, linkAt, setLinked, setSurvivor, undoLink } from './links.sql.ts';
import * as refusals from './refusals.ts';

/** More records of one person is a mistake or a fraud. */
export const mostLinked = 10;

/** Called in the transaction of a link or its end, with both records, the survivor first. */
export type Follower = (tx: Tx, records: readonly RecordId[]) => void;

/** Who asked first, when the call is that of who confirmed. */
export interface Decision {
  readonly why: string;
  readonly askedBy: string;
}

/** See {@link Links.merge}. */
export async function merge(
  desk: Desk,
  follow: Follower,
  call: Call,
  survivor: RecordId,
  linked: RecordId,
  { why, askedBy }: Decision,
): Promise<Link> {
  const reason = reasonOf(call, why);
  if (survivor === linked) throw refusals.sameRecord();
  return desk.store.transaction(async (tx) => {
    const [kept, given] = await both(desk, tx, survivor, linked);
    refuseUnlinkable(kept, given);
    await change(tx, call, given, setSurvivor, survivor);
    await change(tx, call, kept, setLinked, [...(kept.linked ?? []), linked]);
    const values = [
      linked,
      survivor,
      call.at,
      askedBy,
      call.actor.kind === 'operator' ? call.actor.id : '',
      nameOf(call),
      reason,
    ];
    const [row] = await tx.query<LinkRow>(addLink, values);
    if (row === undefined) throw new Error('an insert gave no row');
    tx.write(closePair, [survivor, linked, 'done', call.at, nameOf(call)]);
    await told(desk, tx, call, 'linked', survivor, linked, reason);
    follow(tx, [survivor, linked]);
    return linkOf(row);
  });
}

/** See {@link Links.unmerge}. */
export async function unmerge(desk: Desk, follow: Follower, call: Call, id: string, { why }: Decision): Promise<Link> {
  const reason = reasonOf(call, why);
  const { record: linked, n } = parseItemId(id);
  const [standing] = await desk.store.query<LinkRow>(linkAt, [linked, n]);
  if (standing === undefined) throw unknownId();
  const { survivor } = standing;
  return desk.store.transaction(async (tx) => {
    const [kept, given] = await both(desk, tx, survivor, linked);
    const [row] = await tx.query<LinkRow>(undoLink, [linked, n, call.at, nameOf(call), reason]);
    if (row === undefined) throw refusals.undone();
    await change(tx, call, given, setSurvivor, null);
    await change(
      tx,
      call,
      kept,
      setLinked,
      (kept.linked ?? []).filter((one) => one !== linked),
    );
    const likeness = compareIdentities(comparedOf(kept), comparedOf(given));
    tx.write(addDismissed, [crypto.randomUUID(), survivor, linked, call.at, detailOf(likeness), nameOf(call)]);
    await told(desk, tx, call, 'unlinked', survivor, linked, reason);
    follow(tx, [survivor, linked]);
    return linkOf(row);
  });
}

function reasonOf({ actor }: Call, why: string): string {
  if (actor.kind !== 'operator') throw refusals.operatorOnly();
  const reason = why.trim();
  if (reason.length < 10 || reason.length > 500 || reason.includes('\0')) throw refusals.whyNeeded();
  return reason;
}

const nameOf = ({ actor }: Call): string => actor.name;

/** Both identities, their records locked in the order of their ids, so that two links at once never wait for each other in a ring. */
async function both({ store }: Desk, tx: Tx, survivor: RecordId, linked: RecordId): Promise<readonly [Identity, Identity]> {
  for (const record of [survivor, linked].sort()) await store.records.lock(tx, record);
  const [kept, given] = await Promise.all([byRecord(tx, survivor), byRecord(tx, linked)]);
  if (kept === undefined || given === undefined) throw notFound();
  return [kept, given];
}

const rank = (status: Status): number => statuses.indexOf(status);

/** What no two people may decide. Refuses `ins.link-…`. */
export function refuseUnlinkable(kept: Identity, given: Identity): void {
  if (kept.survivor !== undefined || given.survivor !== undefined) throw refusals.alreadyLinked();
  if (given.linked !== undefined) throw refusals.hasLinks();
  if ((kept.linked ?? []).length >= mostLinked) throw refusals.tooMany(mostLinked);
  if (isDoubtful(kept.attributes) || isDoubtful(given.attributes)) throw refusals.doubtful();
  if (kept.oid !== undefined && given.oid !== undefined && natureOf(kept.oid) === natureOf(given.oid))
    throw refusals.twoMatricules();
  if (rank(given.status) > rank(kept.status)) throw refusals.weaker();
}

/** One version more, the one before kept in the history. */
async function change(
  tx: Tx,
  { at }: Call,
  { record, version }: Identity,
  statement: typeof setLinked,
  value: RecordId | readonly RecordId[] | null,
): Promise<void> {
  tx.write(keepHistory, [record, at]);
  if ((await tx.query(statement, [record, value, version, at])).length === 0) throw changedMeanwhile();
}

/** A line in each of the two logs; each names the other record, no trait of it. */
async function told(
  { trace }: Desk,
  tx: Tx,
  call: Call,
  act: 'linked' | 'unlinked',
  survivor: RecordId,
  linked: RecordId,
  reason: string,
): Promise<void> {
  const line = (other: RecordId, as: string): Act => ({
    action: 'identity',
    outcome: 'done',
    reason,
    detail: { change: act, as, other: hexOfRecordId(other) },
  });
  const lines = [
    [survivor, line(linked, 'survivor')],
    [linked, line(survivor, 'linked')],
  ] as const;
  for (const [record, told] of [...lines].sort(([a], [b]) => (a < b ? -1 : 1))) await trace.append(tx, call, record, told);
}
