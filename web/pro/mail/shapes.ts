/** Answers and bodies of `/api/pro/mail`. Dates are ISO 8601 texts in UTC. */

export interface Person {
  readonly name: string;
  readonly address: string;
}

export type Right = 'read' | 'write' | 'manage';

export interface MailboxInfo {
  readonly id: string;
  readonly address: string;
  readonly kind: 'PER' | 'ORG' | 'APP' | 'CAB' | 'CIT';
  readonly name: string;
  readonly state: 'open' | 'closed';
  readonly service: string;
  readonly may: Right;
  readonly unseen: number;
  readonly listRouge: boolean;
  readonly usedBytes: number;
  readonly quotaBytes: number;
  readonly filing: boolean;
  readonly signature: string;
  readonly absence: { readonly from: string; readonly until: string; readonly text: string } | null;
}

export interface MailboxesAnswer {
  readonly items: readonly MailboxInfo[];
  /** The domain of citizens’ addresses: the matricule stands before the `@`. */
  readonly citizens: string;
}

export type SettingsChange = Partial<Pick<MailboxInfo, 'listRouge' | 'filing' | 'signature' | 'absence'>>;
/** Changes what is given, and says so once it is done. */
export type ChangeSettings = (change: SettingsChange, said: string) => void;

export type Special = 'inbox' | 'sent' | 'drafts' | 'trash' | 'archive' | 'junk';

export interface Folder {
  readonly id: number;
  readonly name: string;
  readonly special?: Special;
  readonly messages: number;
  readonly unseen: number;
}

export interface ThreadLine {
  readonly thread: number;
  readonly subject: string;
  readonly people: readonly Person[];
  readonly messages: number;
  readonly unseen: number;
  readonly last: string;
  readonly attachments: number;
  readonly patient?: string;
  readonly newest: Place;
}

export interface ThreadsAnswer {
  readonly items: readonly ThreadLine[];
  readonly next?: string;
}

/** Where a message lies. */
export interface Place {
  readonly folder: number;
  readonly uid: number;
  readonly content: number;
}

export interface MessageLine {
  readonly content: number;
  readonly uid: number;
  readonly folder?: Pick<Folder, 'id' | 'name' | 'special'>;
  readonly subject: string;
  readonly from: readonly Person[];
  readonly to: readonly Person[];
  readonly cc: readonly Person[];
  readonly at: string;
  readonly writtenAt?: string;
  readonly seen: boolean;
  readonly flagged: boolean;
  readonly answered: boolean;
  readonly isDraft: boolean;
  readonly attachments: number;
  readonly patient?: string;
  /** As `filingShapes` names them; `refused:<code>` with the code of the ANS. */
  readonly filing?: string;
  readonly report?: 'receipt' | 'bounce' | 'delivered' | 'automatic';
  readonly receipt: 'none' | 'asked' | 'sent';
}

export interface AttachmentLine {
  readonly section: string;
  readonly fileName?: string;
  readonly type: string;
  readonly bytes: number;
  readonly url: string;
}

export interface MessageBody {
  readonly subject: string;
  readonly from: readonly Person[];
  readonly replyTo: readonly Person[];
  readonly to: readonly Person[];
  readonly cc: readonly Person[];
  readonly text: string;
  readonly html?: string;
  readonly isFinal: boolean;
  readonly attachments: readonly AttachmentLine[];
  readonly source: string;
}

export interface DraftBody extends MessageBody {
  readonly content: number;
  readonly receipt: boolean;
  readonly alone: boolean;
  readonly isAnswer: boolean;
}

export interface Template {
  readonly id: string;
  readonly shared: boolean;
  readonly name: string;
  readonly subject: string;
  readonly text: string;
}

export interface Holder {
  readonly holder: string;
  readonly name: string;
  readonly may: Right;
  readonly since: string;
  readonly until?: string;
  readonly isOwner: boolean;
}

/** A situation of the directory, with its mailboxes. */
export interface Found {
  readonly id: string;
  readonly name: string;
  readonly professionLabel: { readonly fr: string; readonly en: string };
  readonly specialtyLabel?: string;
  readonly structure?: { readonly name: string; readonly town: string };
  readonly mailboxes: readonly { readonly address: string; readonly type: string; readonly service?: string }[];
}

/** A file to be sent: chosen here, or lying in a message of the mailbox already. */
export type FileToSend =
  | { readonly is: 'new'; readonly name: string; readonly type: string; readonly bytes: number; readonly content: string }
  | {
      readonly is: 'kept';
      readonly name: string;
      readonly bytes: number;
      readonly place: { readonly content: number; readonly section: string };
    };

export interface Letter {
  readonly to: readonly Person[];
  readonly cc: readonly Person[];
  readonly subject: string;
  readonly text: string;
  readonly files: readonly FileToSend[];
  readonly receipt: boolean;
  readonly final: 'no' | 'this' | 'all';
  readonly alone: boolean;
  readonly answers?: Place;
}
