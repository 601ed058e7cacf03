import type { Ins } from '#ins';
import type { Call, RecordId } from '#kernel';
import type { Rights } from '#rights';
import type { Notices } from '#signin';
import type { Store } from '#store';
import type { Trace } from '#trace';
import type { Mail } from '../mail/mail.ts';
import type { Mailboxes, MailboxPermit } from '../mailboxes/mailbox.ts';
import type { Post, Route } from '../post/post.ts';

/** What it takes to know whether a citizen can be written to. */
export interface RouteDesk {
  readonly store: Store;
  readonly ins: Pick<Ins, 'recordOf' | 'byRecord' | 'parseMatricule'>;
  readonly rights: { readonly onBehalfAtDesk: Pick<Rights['onBehalfAtDesk'], 'choices'> };
  readonly mailboxes: Pick<Mailboxes, 'domains' | 'ofCitizen' | 'byId'>;
}

/** What conversations work with. */
export interface ConversationDesk extends RouteDesk {
  readonly rights: RouteDesk['rights'] & Pick<Rights, 'decidePurpose' | 'accessOf'>;
  readonly trace: Trace;
  readonly mailboxes: Mailboxes;
  readonly mail: Pick<Mail, 'raw' | 'flag'>;
  readonly post: Pick<Post, 'send'>;
  /** Whether an address of another operator can be written to: its domain is trusted. Refuses when it is not. */
  readonly elsewhere: (call: Call, address: string) => Promise<Route>;
  /** Documents of one record as files: see `documentFiles.ts`. */
  readonly filesOf: (call: Call, ids: readonly string[]) => Promise<readonly FileToJoin[]>;
  readonly notices: Notices | undefined;
  /** Where a person's sign-in codes go, once they confirmed it. */
  readonly emailOf: (record: RecordId) => Promise<string | undefined>;
  readonly publicUrl: string;
  readonly clock: () => Date;
  readonly log: (line: string) => void;
}

/** A file beside the words of a message. */
export interface FileToJoin {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
}

/** What a person wrote and wants sent. */
export interface Written {
  /** 1 to 20,000 characters, plain text. */
  readonly text: string;
  readonly files: readonly FileToJoin[];
  /** Documents of the record, by id. */
  readonly documents: readonly string[];
  /** Chosen by who sends, so that the same thing sent twice is one message; 8 to 64 letters, digits and hyphens. */
  readonly key?: string;
}

/** A professional's mailbox, entered. */
export type ProfessionalPermit = MailboxPermit;
