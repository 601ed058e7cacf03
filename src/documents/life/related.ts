import { type Call, type ItemId, parseItemId } from '#kernel';
import type { Desk } from '../desk.ts';
import { type Entry, type EntryRow, entryOf } from '../entry.ts';
import { withPermit } from '../read.ts';
import { seenBy } from '../seen.ts';
import type { Standing } from './change.ts';
import { readRelated } from './life.sql.ts';
import { madeBy } from './maker.ts';

/** The other documents that belong to one. */
export interface Related {
  /** Every version that the caller may see, the one asked about included; newest first. */
  readonly versions: readonly Entry[];
  /** What completes any of them. */
  readonly addenda: readonly Entry[];
  /** The version that this one replaced. */
  readonly replaces?: ItemId;
  /** The caller made the one asked about: may correct, archive, announce and withdraw it. */
  readonly mine: boolean;
}

/**
 * The versions of a document and its addenda, 200 at most, as far as the caller may see them. Beside a read of the document, which is traced:
 * this is not. Empty when it is not there. Refuses what `rights.decide` refuses.
 */
export async function related(desk: Desk, call: Call, id: string): Promise<Related> {
  const { record, n } = parseItemId(id);
  type Row = EntryRow & Pick<Standing, 'depositor' | 'author_ids'> & { readonly chain: boolean };
  const found =
    (await withPermit(desk, call, record, 'item', async (permit) => {
      const { seen, values } = seenBy(permit, 3);
      const rows = await desk.store.query<Row>(readRelated(seen), [record, n, ...values]);
      return rows.length === 0 ? undefined : rows;
    })) ?? [];
  const versions = found.filter(({ chain }) => chain).map((row) => entryOf(record, row));
  const before = versions.find(({ replacedBy }) => replacedBy === id)?.id;
  return {
    versions,
    addenda: found.filter(({ chain }) => !chain).map((row) => entryOf(record, row)),
    mine: found.some((row) => row.n === n && madeBy(call, row)),
    ...(before === undefined ? {} : { replaces: before }),
  };
}
