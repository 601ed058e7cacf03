import type { RecordId } from '#kernel';
import type { Store } from '#store';
import { privateAmong } from './conversations.sql.ts';

/** Whether one of these messages of a citizen's mailbox, by Message-ID, stands in a conversation kept from who represents them. */
export function openPrivacy(store: Store): (record: RecordId, messageIds: readonly string[]) => Promise<boolean> {
  return async (record, messageIds) => (await store.query(privateAmong, [record, messageIds])).length > 0;
}
