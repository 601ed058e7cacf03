import type { Call, RecordId } from '#kernel';
import type { Permit } from '#rights';
import type { Tx } from '#store';
import * as sql from '../fhir.sql.ts';
import { changed, emit } from './changed.ts';
import type { FhirDesk } from './desk.ts';
import { type Old, type Visibility, visibilityOf } from './ledger.ts';
import { seenBy, sightBy } from './permit.ts';

/**
 * Ends rows that such a walk kept in a locked record, in its transaction. What they said in any version is forgotten; that they were there,
 * and when they ended, stays in the history. Numbers under which nothing stands are passed over. Decides and traces nothing.
 */
export async function end(desk: FhirDesk, tx: Tx, call: Call, record: RecordId, numbers: readonly number[]): Promise<void> {
  if (numbers.length === 0) return;
  const rows = await tx.query<Old>(sql.namesOfRows, [record, numbers]);
  if (rows.length === 0) return;
  const ended = rows.map(({ n }) => n);
  tx.write(sql.keepDeletions, [record, ended, call.at]);
  tx.write(sql.removeRows, [record, ended]);
  tx.write(sql.forgetVersions, [record, ended]);
  const changes = rows.map((row) => changed({ ...row, version: row.version + 1 }, 'DELETE'));
  emit(desk, tx, record, call.at, changes);
}

/**
 * Gives such rows another sight, at once and for every version of them: what they say is the same, so there is no new version. Decides and
 * traces nothing.
 */
export async function cover(
  desk: FhirDesk,
  tx: Tx,
  call: Call,
  record: RecordId,
  numbers: readonly number[],
  visibility: Visibility,
): Promise<void> {
  if (numbers.length === 0) return;
  const sight = visibilityOf(visibility);
  const rows = await tx.query<Old>(sql.namesToCover, [record, numbers, ...sight]);
  if (rows.length === 0) return;
  const covered = rows.map(({ n }) => n);
  tx.write(sql.coverRows, [record, covered, ...sight]);
  tx.write(sql.coverVersions, [record, covered, ...sight]);
  emit(
    desk,
    tx,
    record,
    call.at,
    rows.map((row) => changed(row, 'PUT')),
  );
}

/** Of which document such a row is, or was drawn from, and whether it is kept from representatives. */
export interface Typed {
  readonly n: number;
  readonly documentType: string;
  readonly hiddenFromRepresentatives: boolean;
}

/**
 * Says it of rows that were kept before it was known, in every version of them; tells nobody, since nothing of them is new. Decides and traces
 * nothing.
 */
export function classify(tx: Tx, record: RecordId, rows: readonly Typed[]): void {
  if (rows.length === 0) return;
  const types = [rows.map(({ n }) => n), rows.map(({ documentType }) => documentType)];
  tx.write(sql.typeRows, [record, ...types]);
  tx.write(sql.typeVersions, [record, ...types]);
  const hidden = rows.filter(({ hiddenFromRepresentatives }) => hiddenFromRepresentatives).map(({ n }) => n);
  if (hidden.length === 0) return;
  tx.write(sql.hideRows, [record, hidden]);
  tx.write(sql.hideVersions, [record, hidden]);
}

/** The texts of such rows that a Permit shows, in the order of their numbers, `most` at most. The caller traces. */
export async function shownPlaced(
  desk: FhirDesk,
  permit: Permit,
  numbers: readonly number[],
  most: number,
): Promise<readonly string[]> {
  if (numbers.length === 0) return [];
  const { seen, values } = seenBy(sightBy(permit.record, permit, 'item'), 4);
  const rows = await desk.store.query<{ body: string }>(sql.placedShown(seen), [permit.record, numbers, most, ...values]);
  return rows.map(({ body }) => body);
}

/** Which of these numbers are of things that the person is not to know of yet. No rights asked: it is for leaving out. */
export async function unannounced(desk: FhirDesk, record: RecordId, numbers: readonly number[]): Promise<ReadonlySet<number>> {
  if (numbers.length === 0) return new Set();
  const rows = await desk.store.query<{ n: number }>(sql.unannounced, [record, numbers]);
  return new Set(rows.map(({ n }) => Number(n)));
}
