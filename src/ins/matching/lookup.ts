import type { RecordId } from '#kernel';
import type { Sql } from '#store';
import { type Identity, type IdentityRow, identityOf } from '../identity.ts';
import { identitiesOf } from '../ins.sql.ts';
import { type Compared, compareIdentities, type Likeness } from './compare.ts';
import { probeOf } from './keys.ts';
import { sharingKeys } from './matching.sql.ts';

/** Somebody like who is looked for. */
export interface Lookalike {
  readonly identity: Identity;
  readonly likeness: Likeness;
}

/** Those who share most keys; what lies behind them is not compared. */
const mostCompared = 60;

/**
 * Who is like these traits, best first, whatever their names are spelled like, at most `limit`: two statements. Those who were linked to another
 * record are among them. Needs a family name, and a given name or a birth date.
 */
export async function lookalikes(sql: Sql, sought: Compared, limit: number): Promise<readonly Lookalike[]> {
  const { dated, named, year, days } = probeOf(sought);
  if (dated.length + named.length === 0) return [];
  const rows = await sql.query<{ record_id: RecordId }>(sharingKeys, [dated, named, year, days, mostCompared]);
  if (rows.length === 0) return [];
  const found = await sql.query<IdentityRow>(identitiesOf, [rows.map((row) => row.record_id)]);
  const compared = found.map((row) => {
    const identity = identityOf(row);
    return { identity, likeness: compareIdentities(sought, comparedOf(identity)) };
  });
  return compared
    .sort((a, b) => b.likeness.score - a.likeness.score || (a.identity.record < b.identity.record ? -1 : 1))
    .slice(0, limit);
}

/** An identity as {@link compareIdentities} takes it. */
export function comparedOf({ traits, oid, matricule }: Pick<Identity, 'traits' | 'oid' | 'matricule'>): Compared {
  return oid === undefined || matricule === undefined ? traits : { ...traits, ins: { oid, matricule } };
}

/** Whether who was found may be who a person looks for: at most one trait is another's. */
export function isNear({ traits }: Likeness): boolean {
  return traits.filter(({ how }) => how === 'different').length <= 1;
}
