import { randomUUID } from 'node:crypto';
import type { Call, RecordId } from '#kernel';
import type { Sql, Tx } from '#store';
import type { Identity } from '../identity.ts';
import type { WorkKind } from './item.ts';
import { addWork, settleWork } from './work.sql.ts';

/** What is to be looked at. `detail`: stable words, never a trait nor a matricule. */
export interface Work {
  readonly kind: WorkKind;
  readonly record: RecordId;
  readonly other?: RecordId;
  readonly detail: string;
}

/** Puts something on the work list, unless the same is open there. */
export async function openWork(sql: Sql, { kind, record, other, detail }: Work, at: Date): Promise<void> {
  await sql.query(addWork, [randomUUID(), kind, record, other ?? null, at, detail.slice(0, 200)]);
}

/**
 * What a new version of an identity asks for, or settles: INSi said no, INSi knows several such people, or the way to `QUAL` is not
 * finished. In the same transaction as the version. An identity that is doubtful on purpose asks for nothing.
 */
export async function workAfter(tx: Tx, { at }: Call, identity: Identity, outcome: string): Promise<void> {
  const { record, status, attributes, version } = identity;
  if (version > 1 && status === 'QUAL') await tx.query(settleWork, [record, ['to-qualify', 'insi-ko'], at]);
  if (version > 1 && attributes.includes('homonyme')) await tx.query(settleWork, [record, ['homonym'], at]);
  if (outcome === 'not-verified') await openWork(tx, { kind: 'insi-ko', record, detail: 'verification' }, at);
  else if (outcome === '02' && !attributes.includes('homonyme'))
    await openWork(tx, { kind: 'homonym', record, detail: 'search 02' }, at);
  else if (status === 'RECUP' || (status === 'PROV' && outcome !== 'not-asked'))
    await openWork(tx, { kind: 'to-qualify', record, detail: status }, at);
}
