import type { Call, RecordId } from '#kernel';
import { throughLink } from '#rights';
import type { Tx } from '#store';
import type { Act } from '#trace';
import type { LinkRow, ShareDesk } from './desk.ts';

type Named = Pick<LinkRow, 'record_id' | 'id' | 'label'>;

/**
 * What was done with a link, as the log of a record tells it. A link's label is words of the person whose record it is of: the log of a linked
 * record, which may turn out to be somebody else's, does not hold it.
 */
export function doneWith(link: Named, record: RecordId, detail: Readonly<Record<string, string>>): Act {
  const { record_id, id, label: title } = link;
  const own = record === record_id;
  return {
    action: 'share',
    outcome: 'done',
    object: { kind: 'Link', id, ...(own ? { title } : {}) },
    detail: { ...detail, ...(own ? {} : throughLink) },
  };
}

/** One line in the log of each of these records, in the order of their ids: two transactions never wait for each other in a ring. */
export async function tellEach(
  { trace }: Pick<ShareDesk, 'trace'>,
  tx: Tx,
  call: Call,
  link: Named,
  details: ReadonlyMap<RecordId, Readonly<Record<string, string>>>,
): Promise<void> {
  const lines = [...details].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [record, detail] of lines) await trace.append(tx, call, record, doneWith(link, record, detail));
}
