import type { Directory } from '#directory';
import type { Ins } from '#ins';
import type { Rights } from '#rights';
import type { Store } from '#store';
import type { Trace } from '#trace';
import type { MailboxKind } from './mailbox.ts';

/** What the mailboxes work with. */
export interface MailboxDesk {
  readonly store: Store;
  readonly trace: Trace;
  readonly ins: Pick<Ins, 'byRecord'>;
  readonly directory: Pick<Directory, 'professional' | 'structure' | 'software' | 'publishMailboxes'>;
  readonly rights: Pick<Rights, 'decidePurpose'>;
  readonly domains: { readonly professionals: string; readonly citizens: string };
}

/** How much a mailbox holds unless it is said otherwise, in bytes. */
export const usualQuota: Readonly<Record<MailboxKind, number>> = {
  PER: 2 * 1024 ** 3,
  CAB: 5 * 1024 ** 3,
  ORG: 10 * 1024 ** 3,
  APP: 10 * 1024 ** 3,
  CIT: 1024 ** 3,
};

/** The folders that every mailbox has, by number. Source: RFC 6154. */
export const firstFolders = [
  [1, 'INBOX', 'inbox'],
  [2, 'Sent', 'sent'],
  [3, 'Drafts', 'drafts'],
  [4, 'Trash', 'trash'],
  [5, 'Archive', 'archive'],
  [6, 'Junk', 'junk'],
] as const;
