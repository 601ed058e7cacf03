import { type ItemId, itemId, type RecordId } from '#kernel';

/** Two records of one person: `linked` goes on in `survivor`, until somebody takes them apart. Nothing in either is rewritten. */
export interface Link {
  readonly id: ItemId;
  readonly linked: RecordId;
  readonly survivor: RecordId;
  readonly since: Date;
  /** The two people who decided. */
  readonly askedBy: string;
  readonly by: string;
  readonly why: string;
  readonly undoneAt?: Date;
  readonly undoneBy?: string;
  readonly undoneWhy?: string;
}

export interface LinkRow {
  readonly record_id: RecordId;
  readonly n: number;
  readonly survivor: RecordId;
  readonly since: Date;
  readonly asked_by: string;
  readonly by_name: string;
  readonly why: string;
  readonly undone_at: Date | null;
  readonly undone_by: string | null;
  readonly undone_why: string | null;
}

export function linkOf(row: LinkRow): Link {
  return {
    id: itemId(row.record_id, row.n),
    linked: row.record_id,
    survivor: row.survivor,
    since: row.since,
    askedBy: row.asked_by,
    by: row.by_name,
    why: row.why,
    ...(row.undone_at === null ? {} : { undoneAt: row.undone_at }),
    ...(row.undone_by === null ? {} : { undoneBy: row.undone_by }),
    ...(row.undone_why === null ? {} : { undoneWhy: row.undone_why }),
  };
}
