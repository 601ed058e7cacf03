import type { RecordId } from '#kernel';

/**
 * What was found:
 *   insi-ko        INSi says no to an identity, or to what came from outside about it
 *   insi-changed   INSi knows the person under another matricule, or by other traits
 *   to-qualify     known, and not qualified: the identity document is to be seen, or INSi to be asked again
 *   homonym        several people bear these traits
 *   duplicate      two records may be one person
 *   collision      one record may be two people
 */
export const workKinds = ['insi-ko', 'insi-changed', 'to-qualify', 'homonym', 'duplicate', 'collision'] as const;
export type WorkKind = (typeof workKinds)[number];

export function isWorkKind(text: unknown): text is WorkKind {
  return workKinds.includes(text as WorkKind);
}

/** One line of the work list: whose records and what was found, never a trait. */
export interface WorkItem {
  readonly id: string;
  readonly kind: WorkKind;
  readonly record: RecordId;
  readonly other?: RecordId;
  readonly state: 'open' | 'done' | 'dismissed';
  readonly foundAt: Date;
  /** Stable words of what was found, by `; ` when several: `verification; received birthDate`. */
  readonly detail: string;
  readonly closedAt?: Date;
  readonly closedBy?: string;
  readonly note?: string;
}

export interface WorkPage {
  readonly items: readonly WorkItem[];
  /** What to give as `after` for the next page; absent on the last one. */
  readonly next?: string;
}

export interface WorkRow {
  readonly id: string;
  readonly kind: WorkKind;
  readonly record_id: RecordId;
  readonly other_record: RecordId | null;
  readonly state: WorkItem['state'];
  readonly found_at: Date;
  readonly detail: string;
  readonly closed_at: Date | null;
  readonly closed_by: string | null;
  readonly note: string | null;
}

export function itemOf(row: WorkRow): WorkItem {
  return {
    id: row.id,
    kind: row.kind,
    record: row.record_id,
    ...(row.other_record === null ? {} : { other: row.other_record }),
    state: row.state,
    foundAt: row.found_at,
    detail: row.detail,
    ...(row.closed_at === null ? {} : { closedAt: row.closed_at }),
    ...(row.closed_by === null ? {} : { closedBy: row.closed_by }),
    ...(row.note === null ? {} : { note: row.note }),
  };
}
