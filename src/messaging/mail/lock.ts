import type { RecordId } from '#kernel';
import type { Tx } from '#store';
import type { MailGround } from './ground.ts';
import { lockMailbox } from './mail.sql.ts';
import { noFolder } from './refusals.ts';

/** A mailbox whose rows are locked until the transaction ends: nobody else takes numbers in it. */
export interface LockedMailbox {
  readonly id: RecordId;
  readonly open: boolean;
  /** The last number of a content that was taken. */
  readonly contents: number;
  readonly modseq: number;
  readonly usedBytes: number;
  readonly quotaBytes: number;
  readonly messages: number;
  readonly lastFolder: number;
  /** Seconds since 1970. */
  readonly opened: number;
}

interface LockedRow {
  readonly state: string;
  readonly contents: number;
  readonly modseq: number;
  readonly used_bytes: number;
  readonly quota_bytes: number;
  readonly messages: number;
  readonly last_folder: number;
  readonly opened: number;
}

/**
 * Locks in the order in which every act locks: the home's row, the mailbox, the log's chain. Of several mailboxes in the order of their ids.
 * What is asked right after it, before it is awaited, is read under the lock.
 */
export async function lock({ store, trace }: MailGround, tx: Tx, id: RecordId, traced: boolean): Promise<LockedMailbox> {
  const [, [row]] = await Promise.all([
    store.records.lock(tx, id),
    tx.query<LockedRow>(lockMailbox, [id]),
    traced ? trace.expect(tx, id) : undefined,
  ]);
  if (row === undefined) throw noFolder();
  return {
    id,
    open: row.state === 'open',
    contents: row.contents,
    modseq: row.modseq,
    usedBytes: row.used_bytes,
    quotaBytes: row.quota_bytes,
    messages: row.messages,
    lastFolder: row.last_folder,
    opened: row.opened,
  };
}
