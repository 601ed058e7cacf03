import type { RecordId } from '#kernel';
import type { Store } from '#store';
import { byRecord } from '../find.ts';
import { comparedOf, lookalikes } from '../matching/index.ts';
import { detailOf } from './items.ts';
import { addDuplicates, endDuplicates } from './links.sql.ts';

/** Of one identity; who has more is a case of its own. */
const mostTold = 10;

/**
 * Compares an identity with those like it, and leaves each that may be the same person on the work list. Links nothing. May be done again.
 * Gives how many are like it. Those who are known to be fictitious, and records already linked, are left out.
 */
export async function look(store: Store, record: RecordId, at: Date): Promise<number> {
  const identity = await byRecord(store, record);
  if (identity === undefined) return 0;
  const isOut = identity.survivor !== undefined || identity.attributes.includes('fictif');
  const near = isOut ? [] : await lookalikes(store, comparedOf(identity), 60);
  const found = near
    .filter(({ identity: other, likeness }) => likeness.level !== 'different' && other.record !== record)
    .filter(({ identity: other }) => other.survivor === undefined && !other.attributes.includes('fictif'))
    .slice(0, mostTold);
  await store.query(endDuplicates, [record, found.map(({ identity: other }) => other.record), at]);
  if (found.length === 0) return 0;
  const pairs = found.map(({ identity: other, likeness }) => ({ pair: [record, other.record].sort(), likeness }));
  await store.query(addDuplicates, [
    at,
    pairs.map(() => crypto.randomUUID()),
    pairs.map(({ pair }) => pair[0]),
    pairs.map(({ pair }) => pair[1]),
    pairs.map(({ likeness }) => detailOf(likeness)),
  ]);
  return found.length;
}
