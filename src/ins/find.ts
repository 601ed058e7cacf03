import type { RecordId } from '#kernel';
import type { Sql } from '#store';
import { type Identity, type IdentityRow, identityOf } from './identity.ts';
import { readIdentities, readIdentity, recordOfMatricule } from './ins.sql.ts';
import { type MatriculeOptions, parseMatricule } from './matricule.ts';
import { parseInsOid } from './oid.ts';
import { notFound, notQualified } from './refusals.ts';
import { allows } from './status.ts';

/** One read by primary key. */
export async function byRecord(sql: Sql, record: RecordId): Promise<Identity | undefined> {
  const [row] = await sql.query<IdentityRow>(readIdentity, [record]);
  return row === undefined ? undefined : identityOf(row);
}

/** One statement, however many. */
export async function byRecords(sql: Sql, records: readonly RecordId[]): Promise<ReadonlyMap<RecordId, Identity>> {
  const rows = records.length === 0 ? [] : await sql.query<IdentityRow>(readIdentities, [records]);
  return new Map(rows.map((row) => [row.record_id, identityOf(row)]));
}

/**
 * Two reads by primary key, apart: the index of matricules and the record may live on different nodes. A third one when the record was linked
 * to another.
 */
export async function byMatricule(
  sql: Sql,
  oid: string,
  matricule: string,
  options: MatriculeOptions,
): Promise<Identity | undefined> {
  const record = await recordOf(sql, oid, matricule, options);
  return record === undefined ? undefined : surviving(sql, await byRecord(sql, record));
}

/** The identity that goes on in the place of this one, which is told in `through`; most go on by themselves. */
export async function surviving(sql: Sql, identity: Identity | undefined): Promise<Identity | undefined> {
  if (identity?.survivor === undefined) return identity;
  const survivor = await byRecord(sql, identity.survivor);
  return survivor === undefined ? identity : { ...survivor, through: identity };
}

/** One read by primary key. */
export async function recordOf(
  sql: Sql,
  oid: string,
  matricule: string,
  options: MatriculeOptions,
): Promise<RecordId | undefined> {
  const key = [parseInsOid(oid), parseMatricule(matricule, options)];
  return (await sql.query<{ record_id: RecordId }>(recordOfMatricule, key))[0]?.record_id;
}

const mostKnown = 50_000;

/**
 * As {@link recordOf}, and remembers what it found: a matricule, once taken, is that record's for ever. Gives the record that goes on for it, as
 * `survivorOf` tells.
 */
export function rememberingRecordOf(sql: Sql, survivorOf: (record: RecordId) => Promise<RecordId>, options: MatriculeOptions) {
  const known = new Map<string, RecordId>();
  const found = async (oid: string, matricule: string): Promise<RecordId | undefined> => {
    const key = `${parseInsOid(oid)}|${parseMatricule(matricule, options)}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const record = await recordOf(sql, oid, matricule, options);
    if (record === undefined) return undefined;
    if (known.size >= mostKnown) known.delete(known.keys().next().value ?? '');
    known.set(key, record);
    return record;
  };
  return async (oid: string, matricule: string): Promise<RecordId | undefined> => {
    const record = await found(oid, matricule);
    return record === undefined ? undefined : survivorOf(record);
  };
}

/** See {@link Ins.qualified}. */
export async function qualified(sql: Sql, oid: string, matricule: string, options: MatriculeOptions): Promise<Identity> {
  const identity = await byMatricule(sql, oid, matricule, options);
  if (identity === undefined) throw notFound();
  if (!allows(identity.status, 'deposit', identity.attributes)) throw notQualified();
  return identity;
}
