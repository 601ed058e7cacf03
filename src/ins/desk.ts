import { type Call, hexOfRecordId, type RecordId } from '#kernel';
import type { Store, Tx } from '#store';
import type { Act, Trace } from '#trace';
import type { Confirmation, Ins15 } from './confirm.ts';
import type { Evidence } from './evidence.ts';
import { type Identity, identityColumns } from './identity.ts';
import { recordOfMatricule, takeMatricule } from './ins.sql.ts';
import type { Insi } from './insi.ts';
import { keysOf } from './matching/index.ts';
import type { MatriculeOptions } from './matricule.ts';
import { normalisedName } from './name.ts';
import { alreadyExists } from './refusals.ts';

/** What creating and correcting an identity work with. */
export interface Desk {
  readonly store: Store;
  readonly trace: Trace;
  readonly insi: Insi;
  readonly options: MatriculeOptions;
}

/** What is told of a change beside the identity itself. */
export interface Note {
  readonly change: string;
  readonly why?: string;
  /** How the person came without an INS. */
  readonly circumstance?: string;
}

/** Takes the matricule for this record, or refuses `ins.exists` and so undoes the whole transaction. One that was this record's stays so. */
export async function claim(tx: Tx, record: RecordId, ins: Ins15 | undefined): Promise<void> {
  if (ins === undefined) return;
  if ((await tx.query(takeMatricule, [ins.oid, ins.matricule, record])).length > 0) return;
  const [taken] = await tx.query<{ record_id: RecordId }>(recordOfMatricule, [ins.oid, ins.matricule]);
  if (taken?.record_id !== record) throw alreadyExists();
}

/** The values of `ins.insertIdentity` and `ins.updateIdentity`. */
export function rowOf(
  desk: Desk,
  call: Call,
  identity: Identity,
  evidence: Evidence,
  { outcome }: Confirmation,
  { change, why, circumstance }: Note,
): unknown[] {
  return [
    identity.record,
    identity.version,
    call.at,
    ...identityColumns(identity),
    evidence.identityDocument ?? null,
    outcome,
    outcome !== 'not-asked' && desk.insi.simulated,
    change,
    call.actor.name,
    why ?? null,
    circumstance ?? null,
  ];
}

/** The values of `ins.addLookup`; the first three are those of `ins.dropLookup`. */
export function lookupOf({ record, traits }: Identity): unknown[] {
  return [normalisedName(traits.birthFamily), traits.birthDate, record, normalisedName(traits.firstBirthGiven), traits.sex];
}

/** The topic under which a new or corrected identity is to be compared with those like it. */
export const lookTopic = 'ins.look';

/** The values of `ins.addKeys` and `ins.dropKeys`. */
export function keysOfIdentity({ record, traits }: Identity): unknown[] {
  const keys = keysOf(traits);
  return [record, keys.map(({ key }) => key), keys.map(({ birth }) => birth)];
}

/** The line of the trace: the question to INSi with its answer, the document checked, never a trait nor the matricule. */
export function actOf(
  desk: Desk,
  { change, why }: Note,
  identity: Identity,
  evidence: Evidence,
  { outcome }: Confirmation,
  told: Readonly<Record<string, string>> = {},
): Act {
  return {
    action: 'identity',
    outcome: 'done',
    ...(why === undefined ? {} : { reason: why }),
    object: { kind: 'Patient', id: hexOfRecordId(identity.record) },
    detail: {
      change,
      status: identity.status,
      insi: outcome,
      ...(outcome !== 'not-asked' && desk.insi.simulated ? { simulated: 'true' } : {}),
      ...(evidence.identityDocument === undefined ? {} : { identityDocument: evidence.identityDocument }),
      ...told,
    },
  };
}
