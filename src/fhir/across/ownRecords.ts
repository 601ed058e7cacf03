import { actorId, ownRecord, type RecordId } from '#kernel';
import type { Store } from '#store';
import type { OwnRecords } from '../export/index.ts';
import { makerKey } from './name.ts';
import { recordsOfMaker } from './project.sql.ts';

const atOnce = 1000;
/** Before every record; the key of what is shared is lower still. */
const first = '00000000-0000-0000-0000-000000000001' as RecordId;

/**
 * The homes in which somebody has deposited or written something, in ascending order: a citizen's own record, for anybody else what the
 * projection tells. It only shortens the way: some may hold nothing of theirs any more, or nothing that they may still see.
 */
export function ownRecords(store: Store): OwnRecords {
  return async function* (call, after = first) {
    const { actor } = call;
    const own = ownRecord(call);
    if (own !== undefined) {
      if (own > after) yield own;
      return;
    }
    for (let last: RecordId = after; ; ) {
      const rows = await store.query<{ record_id: RecordId }>(recordsOfMaker, [makerKey(actorId(actor)), last, atOnce]);
      for (const { record_id: record } of rows) yield record;
      const next = rows.at(-1)?.record_id;
      if (next === undefined || rows.length < atOnce) return;
      last = next;
    }
  };
}
