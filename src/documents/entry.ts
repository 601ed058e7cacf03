import { type ItemId, itemId, type RecordId } from '#kernel';
import type { Facts } from './check.ts';
import { pack, unpack } from './packed.ts';

/**
 * What of the facts the registry keeps beside its columns: what lists say, and what nothing else says. The rest is in the FHIR face and in the
 * document itself.
 */
type Kept = Pick<Facts, 'setId' | 'docVersion' | 'type' | 'class' | 'eventStart' | 'authors' | 'custodian' | 'level' | 'size'>;

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
  readonly hiddenFromRepresentatives: boolean;
  /** The document that took its place, and the one that it completes: to whom sees them. */
  readonly replacedBy?: ItemId;
  readonly appends?: ItemId;
  /** Out of the usual lists, and as readable as before. */
  readonly archived: boolean;
  /** When the person was first to know of it: the deposit, or the announcement. */
  readonly toldAt: Date;
  readonly title: string;
  readonly mediaType: string;
  /** Unpacked when asked for. */
  facts(): Kept;
}

export interface EntryRow extends KeptRow {
  readonly n: number;
  readonly version: number;
  readonly date: Date;
  readonly deposited_at: Date;
  readonly hidden_from_professionals: boolean;
  readonly hidden_from_patient: boolean;
  readonly hidden_from_representatives: boolean;
  readonly document_type: string | null;
  readonly replaced_by: number | null;
  readonly superseded_with: number | null;
  readonly archived: boolean;
  readonly told_at: Date | null;
  readonly appends: number | null;
  /** These two to whom sees the document that they name. */
  readonly replaced_by_shown?: number | null;
  readonly appends_shown?: number | null;
  readonly media_type: string;
}

export function entryOf(record: RecordId, row: EntryRow): Entry {
  const { replaced_by_shown: replacedBy = null, appends_shown: appends = null } = row;
  return {
    id: itemId(record, row.n),
    n: row.n,
    version: row.version,
    status: row.replaced_by === null && row.superseded_with === null ? 'current' : 'superseded',
    date: row.date,
    depositedAt: row.deposited_at,
    hiddenFromProfessionals: row.hidden_from_professionals,
    hiddenFromPatient: row.hidden_from_patient,
    hiddenFromRepresentatives: row.hidden_from_representatives,
    ...(replacedBy === null ? {} : { replacedBy: itemId(record, replacedBy) }),
    ...(appends === null ? {} : { appends: itemId(record, appends) }),
    archived: row.archived,
    toldAt: row.told_at ?? row.deposited_at,
    title: titleOf(row),
    mediaType: row.media_type,
    facts: () => JSON.parse(unpack(row.facts)) as Kept,
  };
}

/** Where the title and the facts of an entry stand. */
export interface KeptRow {
  readonly title: string | null;
  readonly facts: Buffer;
}

/** A title that is cut in the midst of a character, or was sent so, is no text for PostgreSQL: it stays with the facts, where it is escaped. */
export function keptOf(facts: Kept & Pick<Facts, 'title'>): KeptRow {
  const { title, setId, docVersion, type, class: of, eventStart, authors, custodian, level, size } = facts;
  const kept: Kept = {
    ...(setId === undefined ? {} : { setId }),
    docVersion,
    type,
    class: of,
    eventStart,
    authors,
    ...(custodian === undefined ? {} : { custodian }),
    level,
    size,
  };
  return title.isWellFormed()
    ? { title, facts: pack(JSON.stringify(kept)) }
    : { title: null, facts: pack(JSON.stringify({ ...kept, title })) };
}

export function titleOf({ title, facts }: KeptRow): string {
  return title ?? (JSON.parse(unpack(facts)) as Pick<Facts, 'title'>).title;
}

export function setIdOf({ facts }: KeptRow): string | undefined {
  return (JSON.parse(unpack(facts)) as Kept).setId;
}
