import { type ItemId, itemId, type RecordId } from '#kernel';
import type { Facts } from './check.ts';

/** A document as lists show it. */
export interface Entry {
  readonly id: ItemId;
  readonly n: number;
  readonly version: number;
  readonly status: 'current' | 'superseded';
  readonly date: Date;
  readonly depositedAt: Date;
  readonly hiddenFromProfessionals: boolean;
  readonly hiddenFromPatient: boolean;
  readonly replacedBy?: ItemId;
  readonly facts: Facts;
}

export interface EntryRow {
  readonly n: number;
  readonly version: number;
  readonly status: 'current' | 'superseded';
  readonly date: Date;
  readonly deposited_at: Date;
  readonly hidden_from_professionals: boolean;
  readonly hidden_from_patient: boolean;
  readonly replaced_by: number | null;
  readonly facts: string;
}

export function entryOf(record: RecordId, row: EntryRow): Entry {
  return {
    id: itemId(record, row.n),
    n: row.n,
    version: row.version,
    status: row.status,
    date: row.date,
    depositedAt: row.deposited_at,
    hiddenFromProfessionals: row.hidden_from_professionals,
    hiddenFromPatient: row.hidden_from_patient,
    ...(row.replaced_by === null ? {} : { replacedBy: itemId(record, row.replaced_by) }),
    facts: JSON.parse(row.facts) as Facts,
  };
}
