import { type Call, hexOfRecordId, type RecordId } from '#kernel';
import type { Desk } from './desk.ts';
import { type Identity, type IdentityRow, identityOf } from './identity.ts';
import { currentOf, historyOf, pastMatricules } from './ins.sql.ts';
import type { Matricule } from './matricule.ts';
import { type InsNature, type InsOid, natureOf } from './oid.ts';
import { operatorOf } from './operator.ts';
import { notFound } from './refusals.ts';
import { allows } from './status.ts';

/** The identity from `since` on, until the next version, with what it rested on. */
export interface IdentityVersion extends Omit<Identity, 'matricule' | 'oid' | 'record'> {
  readonly since: Date;
  readonly until?: Date;
  readonly identityDocument?: string;
  readonly insi: string;
  readonly simulated: boolean;
  /** `created`, `corrected`, `marked`, `doubted`, `verified`, `replaced`, `denied`; absent for versions older than this being kept. */
  readonly change?: string;
  readonly by?: string;
  readonly why?: string;
}

export interface PastMatricule {
  readonly nature: InsNature;
  readonly oid: InsOid;
  /** Only when the identity may send its matricule now. */
  readonly matricule?: Matricule;
  readonly until: Date;
  /** Why it went: the change that took it away. */
  readonly why: string;
}

export interface IdentityHistory {
  readonly identity: Identity;
  readonly circumstance?: string;
  readonly verifiedAt?: Date;
  /** The newest first, the current one included; at most 100. */
  readonly versions: readonly IdentityVersion[];
  /** Those that are not the current one, the newest first; at most 50. */
  readonly matricules: readonly PastMatricule[];
}

type VersionRow = IdentityRow & {
  readonly since: Date;
  readonly until?: Date;
  readonly identity_document: string | null;
  readonly insi_answer: string;
  readonly insi_simulated: boolean;
  readonly change: string | null;
  readonly changed_by: string | null;
  readonly why: string | null;
  readonly circumstance: string | null;
  readonly verified_at?: Date | null;
};

const mostVersions = 99;

/**
 * An identity with all that it was before, for the operator. The look leaves its line in the log of the person. A matricule is in it only
 * when the identity is qualified. Refuses `ins.operator-only`, `ins.not-found`.
 */
export async function identityHistory(desk: Desk, call: Call, record: RecordId): Promise<IdentityHistory> {
  operatorOf(call);
  const [now] = await desk.store.query<VersionRow>(currentOf, [record]);
  if (now === undefined) throw notFound();
  const [before, past] = await Promise.all([
    desk.store.query<VersionRow>(historyOf, [record, now.version, mostVersions]),
    desk.store.query<{ oid: InsOid; matricule: Matricule; until: Date; why: string }>(pastMatricules, [record]),
  ]);
  await desk.trace.journal(call, record, {
    action: 'identity',
    outcome: 'done',
    object: { kind: 'Patient', id: hexOfRecordId(record) },
    detail: { change: 'looked-up' },
  });
  const identity = identityOf(now);
  const sends = allows(identity.status, 'send-matricule', identity.attributes);
  return {
    identity,
    ...(now.circumstance === null ? {} : { circumstance: now.circumstance }),
    ...(now.verified_at == null ? {} : { verifiedAt: now.verified_at }),
    versions: [now, ...before].map(versionOf),
    matricules: past
      .filter((one) => one.matricule !== now.matricule || one.oid !== now.oid)
      .map(({ oid, matricule, until, why }) => ({
        nature: natureOf(oid),
        oid,
        ...(sends ? { matricule } : {}),
        until,
        why,
      })),
  };
}

function versionOf(row: VersionRow): IdentityVersion {
  const { status, attributes, traits, version } = identityOf(row);
  return {
    status,
    attributes,
    traits,
    version,
    since: row.since,
    ...(row.until === undefined ? {} : { until: row.until }),
    ...(row.identity_document === null ? {} : { identityDocument: row.identity_document }),
    insi: row.insi_answer,
    simulated: row.insi_simulated,
    ...(row.change === null ? {} : { change: row.change }),
    ...(row.changed_by === null ? {} : { by: row.changed_by }),
    ...(row.why === null ? {} : { why: row.why }),
  };
}
