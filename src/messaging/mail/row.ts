import type { RecordId } from '#kernel';
import { keywordsOf } from './flags.ts';
import type { Folder, Marks, Placed, SpecialUse, Summary } from './mail.ts';

/** A folder as the database holds it, with its counters. */
export interface FolderRow {
  readonly folder: number;
  readonly name: string;
  readonly special: SpecialUse | null;
  readonly uid_validity: number;
  readonly uid_next: number;
  readonly modseq: number;
  readonly subscribed: boolean;
  readonly messages: number;
  readonly unseen: number;
  readonly deleted: number;
  readonly bytes: number;
  readonly recent_uid: number;
  readonly expunged: number;
  /** Uids expunged up to this modseq are not told one by one any more. */
  readonly forgotten: number;
}

export function folderOf({ folder, name, special, uid_validity, uid_next, modseq, subscribed }: FolderRow): Folder {
  return {
    id: folder,
    name,
    special: special ?? undefined,
    uidValidity: uid_validity,
    uidNext: uid_next,
    modseq,
    subscribed,
  };
}

export interface PlacedRow {
  readonly uid: number;
  readonly content: number;
  readonly flags: number;
  readonly keywords: string;
  readonly modseq: number;
  readonly at: Date;
}

export function placedOf({ uid, content, flags, keywords, modseq, at }: PlacedRow): Placed {
  return { uid, content, flags, keywords: keywordsOf(keywords), modseq, at };
}

export interface ContentRow {
  readonly n: number;
  readonly size: number;
  readonly envelope: string;
  readonly structure: string;
  readonly subject: string;
  readonly people: string;
  readonly written_at: Date | null;
  readonly message_id: string;
  readonly thread: number;
  readonly patient: RecordId | null;
  readonly marks: string;
}

type SummaryRow = Omit<ContentRow, 'n' | 'size' | 'envelope' | 'structure'>;

export function summaryOf(row: SummaryRow): Summary {
  const { from, to, cc } = peopleIn(row.people);
  return {
    subject: row.subject,
    from,
    to,
    cc,
    writtenAt: row.written_at ?? undefined,
    messageId: row.message_id,
    thread: row.thread,
    patient: row.patient ?? undefined,
    marks: JSON.parse(row.marks) as Marks,
  };
}

/** Who a message is from and to, as it is kept beside the bytes. */
export type People = Pick<Summary, 'from' | 'to' | 'cc'> & { readonly bcc: Summary['from'] };

export function peopleIn(text: string): People {
  return JSON.parse(text) as People;
}
