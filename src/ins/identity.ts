import type { RecordId } from '#kernel';
import type { Matricule } from './matricule.ts';
import type { InsOid } from './oid.ts';
import type { Attribute, Status } from './status.ts';
import type { Traits } from './traits.ts';

/** Who a record is about, as Socle knows it now. */
export interface Identity {
  readonly record: RecordId;
  readonly status: Status;
  readonly attributes: readonly Attribute[];
  /** Present, with its domain, only when INSi gave or confirmed it (RECUP, QUAL); may leave only when QUAL, see `allows`. */
  readonly matricule?: Matricule;
  readonly oid?: InsOid;
  readonly traits: Traits;
  /** Counts the corrections, links and their ends, from 1. */
  readonly version: number;
  /** The record that goes on in the place of this one, since both are one person's; see `links/`. */
  readonly survivor?: RecordId;
  /** The records that this one goes on for. */
  readonly linked?: readonly RecordId[];
  /** The linked identity under whose matricule this one was found. */
  readonly through?: Identity;
}

/** A row of `ins.identity`, without the columns that only the operator looks at. */
export interface IdentityRow {
  readonly record_id: RecordId;
  readonly version: number;
  readonly status: Status;
  readonly attributes: Attribute[];
  readonly oid: InsOid | null;
  readonly matricule: Matricule | null;
  readonly birth_family: string;
  readonly birth_givens: string;
  readonly first_birth_given: string;
  readonly sex: 'M' | 'F';
  readonly birth_date: string;
  readonly birth_place: string;
  readonly used_family: string | null;
  readonly used_given: string | null;
  readonly survivor: RecordId | null;
  readonly linked: readonly RecordId[];
}

export function identityOf(row: IdentityRow): Identity {
  return {
    record: row.record_id,
    status: row.status,
    attributes: row.attributes,
    ...(row.matricule === null || row.oid === null ? {} : { matricule: row.matricule, oid: row.oid }),
    traits: {
      birthFamily: row.birth_family,
      birthGivens: row.birth_givens,
      firstBirthGiven: row.first_birth_given,
      sex: row.sex,
      birthDate: row.birth_date,
      birthPlace: row.birth_place,
      ...(row.used_family === null ? {} : { usedFamily: row.used_family }),
      ...(row.used_given === null ? {} : { usedGiven: row.used_given }),
    },
    version: row.version,
    ...(row.survivor === null ? {} : { survivor: row.survivor }),
    ...(row.linked.length === 0 ? {} : { linked: row.linked }),
  };
}

/** The columns of one identity, in the order of `ins.insertIdentity` and `ins.updateIdentity` after `record_id`, `version` and time. */
export function identityColumns({ status, attributes, oid, matricule, traits }: Omit<Identity, 'record' | 'version'>): unknown[] {
  return [
    status,
    attributes,
    oid ?? null,
    matricule ?? null,
    traits.birthFamily,
    traits.birthGivens,
    traits.firstBirthGiven,
    traits.sex,
    traits.birthDate,
    traits.birthPlace,
    traits.usedFamily ?? null,
    traits.usedGiven ?? null,
  ];
}
