import { type ItemId, itemId, type RecordId } from '#kernel';
import type { DeskAsked, DeskKind } from './deskActs.ts';

/** One act asked for at the desk, and how far it is. */
export interface DeskAct {
  readonly id: ItemId;
  readonly kind: DeskKind;
  readonly asked: DeskAsked;
  readonly reason: string;
  /** `awaiting` a second person; `confirmed` and not yet done: who confirmed does it again. */
  readonly state: 'awaiting' | 'confirmed' | 'done' | 'declined' | 'failed';
  readonly askedAt: Date;
  readonly askedBy: string;
  readonly askedById: string;
  readonly expiresAt: Date;
  readonly secondAt?: Date;
  readonly secondBy?: string;
  /** The code of the refusal, when `failed`. */
  readonly fault?: string;
}

export interface DeskRow {
  readonly record_id: RecordId;
  readonly n: number;
  readonly kind: DeskKind;
  readonly asked: string;
  readonly reason: string;
  readonly state: DeskAct['state'];
  readonly asked_at: Date;
  readonly asked_by_id: string;
  readonly asked_by: string;
  readonly expires_at: Date;
  readonly second_at: Date | null;
  readonly second_by_id: string | null;
  readonly second_by: string | null;
  readonly fault: string | null;
}

export function deskActOf(row: DeskRow): DeskAct {
  return {
    id: itemId(row.record_id, row.n),
    kind: row.kind,
    asked: JSON.parse(row.asked) as DeskAsked,
    reason: row.reason,
    state: row.state,
    askedAt: row.asked_at,
    askedBy: row.asked_by,
    askedById: row.asked_by_id,
    expiresAt: row.expires_at,
    ...(row.second_at === null ? {} : { secondAt: row.second_at }),
    ...(row.second_by === null ? {} : { secondBy: row.second_by }),
    ...(row.fault === null ? {} : { fault: row.fault }),
  };
}
