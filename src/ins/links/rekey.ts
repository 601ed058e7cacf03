import type { RecordId } from '#kernel';
import { PLATFORM } from '#kernel';
import type { Store } from '#store';
import { keysOf, keysVersion } from '../matching/index.ts';
import { addManyKeys, clearKeys, identitiesFrom } from '../matching/matching.sql.ts';
import type { Traits } from '../traits.ts';

const mark = 'ins-person-keys';
const atOnce = 500;

interface Row {
  readonly record_id: RecordId;
  readonly birth_family: string;
  readonly birth_givens: string;
  readonly first_birth_given: string;
  readonly sex: Traits['sex'];
  readonly birth_date: string;
  readonly birth_place: string;
  readonly used_family: string | null;
  readonly used_given: string | null;
}

/**
 * Gives everybody their keys once for each version of the keys: those who were known before there were any, or when the rules have changed.
 * Gives how many. Stops between two steps when `go` says so, and begins anew the next time.
 */
export async function rekey(store: Store, go: () => boolean): Promise<number> {
  const before = await store.marked(mark);
  if (before === keysVersion) return 0;
  if (before !== undefined) await store.query(clearKeys);
  let after: RecordId = PLATFORM;
  for (let count = 0; go(); ) {
    const rows: readonly Row[] = await store.query<Row>(identitiesFrom, [after, atOnce]);
    const keys = rows.flatMap((row) => keysOf(traitsOf(row)).map((one) => ({ ...one, record: row.record_id })));
    await store.query(addManyKeys, [keys.map((k) => k.key), keys.map((k) => k.birth), keys.map((k) => k.record)]);
    count += rows.length;
    const last = rows.at(-1);
    if (rows.length < atOnce || last === undefined) {
      await store.mark(mark, keysVersion);
      return count;
    }
    after = last.record_id;
  }
  return 0;
}

function traitsOf(row: Row): Traits {
  return {
    birthFamily: row.birth_family,
    birthGivens: row.birth_givens,
    firstBirthGiven: row.first_birth_given,
    sex: row.sex,
    birthDate: row.birth_date,
    birthPlace: row.birth_place,
    ...(row.used_family === null ? {} : { usedFamily: row.used_family }),
    ...(row.used_given === null ? {} : { usedGiven: row.used_given }),
  };
}
