import type { RecordId } from '#kernel';
import type { Sql } from '#store';
import { type TraitName, traitDifferences } from '../differences.ts';
import { byRecord } from '../find.ts';
import type { Traits } from '../traits.ts';
import { detailOf } from './items.ts';
import { addCollision } from './links.sql.ts';

/**
 * Somebody is to look whether two people are in one record: a document of it shows other traits, or somebody else came with its matricule. One
 * line waits for each record, whatever comes meanwhile.
 */
export async function collide(
  sql: Sql,
  record: RecordId,
  by: 'document' | 'matricule',
  traits: readonly TraitName[],
  at: Date,
): Promise<void> {
  await sql.query(addCollision, [crypto.randomUUID(), record, at, detailOf({ by, traits })]);
}

/** When who comes with a matricule that is known has other strict traits than whom it is known for. */
export async function collideOverMatricule(sql: Sql, record: RecordId, traits: Traits, at: Date): Promise<void> {
  const known = await byRecord(sql, record);
  const differing = known === undefined ? [] : traitDifferences(known.traits, traits);
  if (differing.length > 0) await collide(sql, record, 'matricule', differing, at);
}
