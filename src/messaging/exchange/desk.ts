import type { Directory } from '#directory';
import type { Documents } from '#documents';
import type { Ins } from '#ins';
import type { RecordId } from '#kernel';
import type { Rights } from '#rights';
import type { Store } from '#store';
import type { Trace } from '#trace';
import type { Mail } from '../mail/mail.ts';
import type { Mailboxes } from '../mailboxes/mailbox.ts';
import type { Post } from '../post/post.ts';

/** What an integration came to, for the answer to the sender. */
export type Integration = { readonly is: 'processed' } | { readonly is: 'error'; readonly code: string; readonly label: string };

/** What the exchange of documents works with. */
export interface ExchangeDesk {
  readonly store: Store;
  readonly trace: Trace;
  readonly ins: Pick<Ins, 'byRecord' | 'byMatricule'>;
  readonly directory: Pick<Directory, 'professional' | 'structure' | 'software'>;
  readonly rights: Pick<Rights, 'decide' | 'accessOf'> & { readonly onBehalfAtDesk: Pick<Rights['onBehalfAtDesk'], 'choices'> };
  readonly documents: Pick<Documents, 'chosen' | 'check' | 'deposit' | 'exportXdm' | 'related' | 'alreadyThere'>;
  readonly mailboxes: Pick<Mailboxes, 'domains' | 'byAddress' | 'enterForHouse'>;
  readonly mail: Pick<Mail, 'raw' | 'mark'>;
  readonly post: Pick<Post, 'mostBytes' | 'route' | 'send'>;
  /** Answers the sender of a message, as they asked to be answered, at most once. */
  readonly reports: { receipt(mailbox: RecordId, content: number, result: Integration): Promise<unknown> };
  /** See `headers.ts`. */
  readonly productReference: string;
}
