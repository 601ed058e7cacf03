import type { RecordId } from '#kernel';
import type { MailboxPermit } from '../mailboxes/mailbox.ts';
import type { MailAddress, ParsedMessage } from '../mime/parsed.ts';

/** System flags as bits; RFC 3501 §2.3.2. */
export const flagBits = { seen: 1, answered: 2, flagged: 4, deleted: 8, draft: 16 } as const;

/** RFC 6154; `inbox` is every mailbox's first folder, number 1. */
export type SpecialUse = 'inbox' | 'sent' | 'drafts' | 'trash' | 'archive' | 'junk';

export interface Folder {
  /** Its number in the mailbox; never used again. */
  readonly id: number;
  /** Levels separated by `/`; `INBOX` for the first. UTF-8. */
  readonly name: string;
  readonly special: SpecialUse | undefined;
  readonly uidValidity: number;
  readonly uidNext: number;
  readonly modseq: number;
  readonly subscribed: boolean;
}

export interface FolderStatus extends Folder {
  readonly messages: number;
  readonly unseen: number;
  readonly deleted: number;
  readonly bytes: number;
  /** The smallest uid without the flag seen. */
  readonly firstUnseen: number | undefined;
  /** Messages above this uid were never announced to anybody. */
  readonly recentAfter: number;
}

/** A message in a folder. */
export interface Placed {
  readonly uid: number;
  /** The content's number in the mailbox: the same after COPY and MOVE. */
  readonly content: number;
  readonly flags: number;
  /** Lower-case system keywords (`$mdnsent`, `$forwarded`) and free ones, as they were first spelt. */
  readonly keywords: readonly string[];
  readonly modseq: number;
  /** INTERNALDATE. */
  readonly at: Date;
}

/** What FETCH and lists may ask of messages besides their {@link Placed}; each costs only when it is asked. */
export interface Wanted {
  readonly size?: boolean;
  readonly envelope?: boolean;
  readonly structure?: boolean;
  /** From, to, subject, thread, patient, marks. */
  readonly summary?: boolean;
  readonly bytes?: boolean;
}

export interface Fetched extends Placed {
  readonly size?: number;
  readonly envelope?: string;
  readonly structure?: string;
  readonly summary?: Summary;
  readonly bytes?: Buffer;
}

export interface Summary {
  readonly subject: string;
  readonly from: readonly MailAddress[];
  readonly to: readonly MailAddress[];
  readonly cc: readonly MailAddress[];
  readonly writtenAt: Date | undefined;
  readonly messageId: string;
  /** Number of the content that began the thread. */
  readonly thread: number;
  /** Whose record this message is about, once it was recognised. */
  readonly patient: RecordId | undefined;
  readonly marks: Marks;
}

/** What is kept of a message beside its bytes, for lists and jobs. */
export interface Marks {
  readonly attachments?: number;
  /** X-MSS-CODECDA, X-MSS-INS, X-MSS-NIL, X-MSS-MES as received. */
  readonly mss?: Readonly<Record<'codecda' | 'ins' | 'nil' | 'mes', string | undefined>>;
  /** Asked for in Disposition-Notification-To. */
  readonly receiptTo?: string;
  /** This message is itself a report: `receipt` (MDN), `bounce` or `delivered` (DSN), or an answer made by itself (RFC 3834). */
  readonly report?: 'receipt' | 'bounce' | 'delivered' | 'automatic';
  /** The address that the envelope named as sender; '' for a report. */
  readonly envelopeFrom?: string;
  /** Outcome of the filing, written by `exchange/`: `filed`, `refused:<code>`, `waiting`. */
  readonly filing?: string;
  /** What came back about this message, one for each recipient that answered, the newest; at most 200. Written by `reports/`. */
  readonly answers?: readonly Answer[];
}

/** What became of a message at a recipient: told by an operator (DSN), or by the recipient or their software (MDN). */
export interface Answer {
  readonly address: string;
  readonly is: 'delivered' | 'relayed' | 'delayed' | 'failed' | 'displayed' | 'processed' | 'refused';
  readonly at: Date;
  /** Why, in the words that came: `550 5.1.1 …`, `902^Identifiant patient inconnu`; at most 300 characters. */
  readonly reply?: string;
}

/** Uids as IMAP names them: pairs from–to, inclusive; `to` may be Infinity for `*`. */
export type UidRanges = readonly (readonly [from: number, to: number])[];

export interface FlagChange {
  readonly how: 'add' | 'remove' | 'replace';
  readonly flags: number;
  readonly keywords: readonly string[];
  /** CONDSTORE: messages changed since are left as they are, and told in `modified`. */
  readonly unchangedSince?: number;
}

/** RFC 3501 §6.4.4 as a tree; texts are decoded. */
export type SearchKey =
  | { readonly is: 'all' }
  | { readonly is: 'and' | 'or'; readonly keys: readonly SearchKey[] }
  | { readonly is: 'not'; readonly key: SearchKey }
  | { readonly is: 'flag'; readonly bit: number }
  | { readonly is: 'keyword'; readonly keyword: string }
  | { readonly is: 'uid'; readonly ranges: UidRanges }
  | { readonly is: 'text' | 'body' | 'subject' | 'from' | 'to' | 'cc' | 'bcc'; readonly text: string }
  | { readonly is: 'header'; readonly name: string; readonly text: string }
  /** Days, `2026-11-22`: of arrival, or of the Date field. */
  | { readonly is: 'before' | 'on' | 'since' | 'sentbefore' | 'senton' | 'sentsince'; readonly day: string }
  | { readonly is: 'larger' | 'smaller'; readonly bytes: number }
  | { readonly is: 'modseq'; readonly modseq: number }
  | { readonly is: 'recent'; readonly after: number };

/** Something changed in a mailbox: whoever watches looks again. */
export interface MailChange {
  readonly mailbox: RecordId;
}

/** What is kept in mailboxes. Every act changes counters, numbers and log in one transaction. */
export interface Mail {
  folders(permit: MailboxPermit): Promise<readonly Folder[]>;
  /** Refuses `messaging.folder-exists`, `messaging.folder-name` (empty, over 200 characters, control characters, `%*\\`, over 10 levels). */
  createFolder(permit: MailboxPermit, name: string): Promise<Folder>;
  /** With those below it. INBOX: its messages go to the new folder, it stays. */
  renameFolder(permit: MailboxPermit, name: string, to: string): Promise<void>;
  /** Refuses `messaging.no-folder`, `messaging.folder-kept` (special ones). */
  deleteFolder(permit: MailboxPermit, name: string): Promise<void>;
  subscribe(permit: MailboxPermit, name: string, subscribed: boolean): Promise<void>;
  /** Refuses `messaging.no-folder`. `claimRecent`: messages that nobody was told of are told to this caller, and to nobody after. */
  status(permit: MailboxPermit, name: string, claimRecent?: boolean): Promise<FolderStatus>;
  /** All uids of a folder, ascending. */
  uids(permit: MailboxPermit, folder: number): Promise<Float64Array>;
  /** In pages, ascending uids. `changedSince`: only those with a greater modseq. `seen`: sets the flag on what is read, in the same act. */
  fetch(
    permit: MailboxPermit,
    folder: number,
    ranges: UidRanges,
    wanted: Wanted,
    options?: { readonly changedSince?: number; readonly seen?: boolean },
  ): AsyncIterable<readonly Fetched[]>;
  /** The bytes of a message exactly as they came. Refuses `messaging.no-message`. */
  raw(permit: MailboxPermit, content: number): Promise<Buffer>;
  flag(
    permit: MailboxPermit,
    folder: number,
    ranges: UidRanges,
    change: FlagChange,
  ): Promise<{ readonly changed: readonly Placed[]; readonly modified: readonly number[] }>;
  /** Refuses `messaging.no-folder`, `messaging.too-large`, `messaging.quota`. */
  append(
    permit: MailboxPermit,
    name: string,
    bytes: Buffer,
    options?: { readonly flags?: number; readonly keywords?: readonly string[]; readonly at?: Date },
  ): Promise<{ readonly folder: Folder; readonly uid: number; readonly content: number }>;
  /** Uids where they were and where they are now, in pairs. A move is one act. */
  copy(permit: MailboxPermit, folder: number, ranges: UidRanges, to: string): Promise<Copied>;
  move(permit: MailboxPermit, folder: number, ranges: UidRanges, to: string): Promise<Copied>;
  /** Those with the flag deleted, among `ranges` when given; gives the uids that are gone. */
  expunge(permit: MailboxPermit, folder: number, ranges?: UidRanges): Promise<readonly number[]>;
  search(
    permit: MailboxPermit,
    folder: number,
    key: SearchKey,
  ): Promise<readonly { readonly uid: number; readonly modseq: number }[]>;
  /** QRESYNC: uids expunged after this modseq, among `ranges` when given. */
  vanished(permit: MailboxPermit, folder: number, since: number, ranges?: UidRanges): Promise<readonly number[]>;
  /** Threads with a message in this folder, newest first, `before` this instant; messages of other folders count in. */
  threads(permit: MailboxPermit, asked: ThreadsAsked): Promise<{ readonly items: readonly Thread[]; readonly more: boolean }>;
  /** All messages of one thread, oldest first; at most 500. Refuses `messaging.no-message`. */
  thread(
    permit: MailboxPermit,
    thread: number,
  ): Promise<readonly (Fetched & { readonly folder: number; readonly summary: Summary })[]>;
  /** What was recognised of a message after it arrived; for jobs. */
  mark(permit: MailboxPermit, content: number, marks: Marks, patient?: RecordId): Promise<void>;
  quota(permit: MailboxPermit): Promise<{ readonly usedBytes: number; readonly quotaBytes: number; readonly messages: number }>;
  /** Called at each change of the mailbox, on any server; the function it gives ends it. Light: thousands may watch. */
  watch(mailbox: RecordId, heard: (change: MailChange) => void): () => void;
}

export interface Copied {
  readonly folder: Folder;
  readonly pairs: readonly (readonly [from: number, to: number])[];
}

export interface ThreadsAsked {
  readonly folder: number;
  readonly limit: number;
  readonly before?: Date;
  /** Words to be found in texts, subjects and names. */
  readonly words?: string;
  /** Of this person, or of anybody who was recognised. */
  readonly patient?: RecordId | 'any';
  readonly unseen?: boolean;
}

export interface Thread {
  readonly thread: number;
  readonly subject: string;
  readonly people: readonly MailAddress[];
  readonly messages: number;
  readonly unseen: number;
  readonly last: Date;
  readonly attachments: number;
  readonly patient: RecordId | undefined;
  readonly newest: { readonly folder: number; readonly uid: number; readonly content: number };
}

/** Bytes read once at their arrival, handed along so that nobody parses twice. */
export interface ReadMessage {
  readonly bytes: Buffer;
  readonly parsed: ParsedMessage;
}
