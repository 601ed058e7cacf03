import type { Section } from '#messaging';

/**
 * Numbers as a client names them (RFC 3501 `sequence-set`): pairs, `*` is Infinity; `*` alone is `[Infinity, Infinity]`, and `7:*` names the
 * last message even where it is below 7. {@link resolved} in `set.ts` turns it into ranges for a mailbox.
 */
export type SequenceSet = readonly (readonly [from: number, to: number])[];

/** Flags of STORE and APPEND: bits of `flagBits` of messaging, and keywords as they were spelt. `\Recent` is refused in the syntax. */
export interface FlagList {
  readonly flags: number;
  readonly keywords: readonly string[];
}

export type StatusItem =
  | 'messages'
  | 'recent'
  | 'uidnext'
  | 'uidvalidity'
  | 'unseen'
  | 'highestmodseq'
  | 'size'
  | 'deleted'
  | 'appendlimit';

/** RFC 7162 §3.2.5: `QRESYNC (uidvalidity modseq [known uids] [(sequences uids)])`. */
export interface Resync {
  readonly uidValidity: number;
  readonly modseq: number;
  readonly known: SequenceSet | undefined;
  readonly match: { readonly sequences: SequenceSet; readonly uids: SequenceSet } | undefined;
}

/** FETCH, with macros spelt out; in the order asked, each once. */
export type FetchItem =
  | { readonly item: 'uid' | 'flags' | 'internaldate' | 'size' | 'envelope' | 'structure' | 'modseq' }
  /** BODY without section: the structure without its extension data. */
  | { readonly item: 'body' }
  /** The three old spellings; `rfc822` and `rfc822.text` set \Seen. Answered under their own names. */
  | { readonly item: 'rfc822' | 'rfc822.header' | 'rfc822.text' }
  | {
      readonly item: 'section';
      /** BODY.PEEK: \Seen is left as it is. */
      readonly peek: boolean;
      readonly section: Section;
      readonly partial: { readonly from: number; readonly length: number } | undefined;
    };

/** A search as a client writes it; `and` of several keys, of none never. Texts are decoded from CHARSET. */
export type SearchTerm =
  | { readonly is: 'all' | 'recent' }
  | { readonly is: 'and' | 'or'; readonly keys: readonly SearchTerm[] }
  | { readonly is: 'not'; readonly key: SearchTerm }
  | { readonly is: 'flag'; readonly bit: number }
  | { readonly is: 'keyword'; readonly keyword: string }
  | { readonly is: 'sequence' | 'uid'; readonly set: SequenceSet }
  | { readonly is: 'text' | 'body' | 'subject' | 'from' | 'to' | 'cc' | 'bcc'; readonly text: string }
  | { readonly is: 'header'; readonly name: string; readonly text: string }
  /** Days, `2026-11-22`. */
  | { readonly is: 'before' | 'on' | 'since' | 'sentbefore' | 'senton' | 'sentsince'; readonly day: string }
  | { readonly is: 'larger' | 'smaller'; readonly bytes: number }
  | { readonly is: 'modseq'; readonly modseq: number };

/** RFC 4731; `save` is not ours. */
export type SearchReturn = 'min' | 'max' | 'all' | 'count';

/** `\All`, `\Archive`… of CREATE USE, lower case without the backslash. */
export type UseAttribute = 'all' | 'archive' | 'drafts' | 'flagged' | 'junk' | 'sent' | 'trash';

/** Mailbox names are decoded from modified UTF-7 to Unicode; any spelling of INBOX is `INBOX`. */
export type Deed =
  | {
      readonly name:
        | 'capability'
        | 'noop'
        | 'logout'
        | 'starttls'
        | 'namespace'
        | 'check'
        | 'close'
        | 'unselect'
        | 'idle'
        | 'expunge';
    }
  /** `initial` (SASL-IR) is decoded from base64; empty for `=`; undefined when the client waits for `+`. Mechanism in upper case. */
  | { readonly name: 'authenticate'; readonly mechanism: string; readonly initial: Buffer | undefined }
  | { readonly name: 'login'; readonly user: string; readonly password: string }
  /** RFC 2971: field names in lower case; undefined for NIL. */
  | { readonly name: 'id'; readonly fields: ReadonlyMap<string, string | undefined> | undefined }
  /** Upper case. */
  | { readonly name: 'enable'; readonly capabilities: readonly string[] }
  | {
      readonly name: 'select' | 'examine';
      readonly mailbox: string;
      readonly condstore: boolean;
      readonly resync: Resync | undefined;
    }
  | { readonly name: 'create'; readonly mailbox: string; readonly use: readonly UseAttribute[] }
  | { readonly name: 'delete' | 'subscribe' | 'unsubscribe' | 'getquotaroot'; readonly mailbox: string }
  | { readonly name: 'rename'; readonly mailbox: string; readonly to: string }
  | {
      readonly name: 'list';
      readonly reference: string;
      /** One, or several (LIST-EXTENDED). */
      readonly patterns: readonly string[];
      /** True where options or several patterns were written: RFC 5258. */
      readonly extended: boolean;
      readonly select: readonly ('subscribed' | 'remote' | 'recursivematch' | 'special-use')[];
      readonly returns: readonly ('subscribed' | 'children' | 'special-use')[];
      /** LIST-STATUS, RFC 5819. */
      readonly status: readonly StatusItem[] | undefined;
    }
  | { readonly name: 'lsub'; readonly reference: string; readonly pattern: string }
  | { readonly name: 'status'; readonly mailbox: string; readonly items: readonly StatusItem[] }
  | {
      readonly name: 'append';
      readonly mailbox: string;
      readonly flags: FlagList;
      readonly at: Date | undefined;
      readonly message: Buffer;
    }
  | { readonly name: 'getquota'; readonly root: string }
  | {
      readonly name: 'setquota';
      readonly root: string;
      readonly limits: readonly { readonly resource: string; readonly limit: number }[];
    }
  | { readonly name: 'uid expunge'; readonly set: SequenceSet }
  | {
      readonly name: 'search';
      /** UID SEARCH: answers in uids. */
      readonly uid: boolean;
      /** undefined: the old SEARCH answer; an empty RETURN () is `['all']`. */
      readonly returns: readonly SearchReturn[] | undefined;
      readonly key: SearchTerm;
    }
  | {
      readonly name: 'fetch';
      readonly uid: boolean;
      readonly set: SequenceSet;
      readonly items: readonly FetchItem[];
      readonly changedSince: number | undefined;
      /** RFC 7162 §3.2.6: UID FETCH with CHANGEDSINCE after ENABLE QRESYNC only. */
      readonly vanished: boolean;
    }
  | {
      readonly name: 'store';
      readonly uid: boolean;
      readonly set: SequenceSet;
      readonly how: 'add' | 'remove' | 'replace';
      readonly silent: boolean;
      readonly flags: FlagList;
      readonly unchangedSince: number | undefined;
    }
  | { readonly name: 'copy' | 'move'; readonly uid: boolean; readonly set: SequenceSet; readonly mailbox: string };

/** A command that a client sent. */
export type Command = { readonly tag: string } & Deed;

/** The commands that may bear this name. */
export type DeedNamed<N extends Deed['name']> = Deed extends infer D
  ? D extends { readonly name: infer M }
    ? N extends M
      ? D
      : never
    : never
  : never;
export type CommandNamed<N extends Deed['name']> = { readonly tag: string } & DeedNamed<N>;

/** What {@link CommandReader.next} hands out, in the order of the bytes. */
export type Read =
  | { readonly event: 'command'; readonly command: Command }
  /** Say `+ …` now: a synchronising literal within the limits is awaited. */
  | { readonly event: 'continue' }
  /**
   * The message of an APPEND is about to come. Call `reader.accept()` and, where `synchronising`, say `+ …`; or `reader.refuse()` and answer
   * NO under the tag. Until one was called nothing more is read.
   */
  | {
      readonly event: 'literal';
      readonly tag: string;
      readonly mailbox: string;
      readonly bytes: number;
      readonly synchronising: boolean;
    }
  /**
   * Answer `tag BAD reason` (`tag` is `*` where none could be read), or NO with `code` where there is one (BADCHARSET, TOOBIG).
   * `fatal`: nothing after it can be understood; say BYE and close.
   */
  | {
      readonly event: 'bad';
      readonly tag: string;
      readonly reason: string;
      readonly code: 'BADCHARSET (UTF-8 US-ASCII ISO-8859-1)' | 'TOOBIG' | undefined;
      readonly fatal: boolean;
    };

/**
 * Bytes in, commands out. `push` what the socket gave, then call `next` until it gives undefined (more bytes are needed). While a command
 * holds the line (AUTHENTICATE, IDLE), call `line` instead. `discard` after STARTTLS: what was sent before TLS is not obeyed.
 * Bounded: a command's lines ≤ 64 KiB, literals ≤ 64 KiB in all besides APPEND's message ≤ `mostMessageBytes`.
 */
export interface CommandReader {
  /** Before sign-in only short literals pass (8 KiB in all), and none for APPEND. */
  signedIn: boolean;
  /** Bytes pushed and not yet read: whoever pushes stops reading the socket while a command runs and many are waiting. */
  readonly waiting: number;
  push(bytes: Buffer): void;
  next(): Read | undefined;
  /** A line without its end, decoded as latin1; at most 64 KiB: a longer one is `bad`, fatal. */
  line(): { readonly event: 'line'; readonly text: string } | Extract<Read, { readonly event: 'bad' }> | undefined;
  accept(): void;
  refuse(): void;
  discard(): void;
}
