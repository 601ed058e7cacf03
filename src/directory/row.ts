import type { DirectoryProfessional, DirectoryStructure, PublicKeys, RegisteredSoftware, SoftwareWays } from './entry.ts';
import { parseClientId, parseProfessionalId, parseStructureId } from './entry.ts';

export interface ProfessionalRow {
  readonly id: string;
  readonly family: string;
  readonly given: string;
  readonly prefix: string | null;
  readonly profession: string;
  readonly specialty_code: string | null;
  readonly specialty_label: string | null;
  /** A JSON array of identifiers: those registered by hand. */
  readonly structures: string;
  readonly active: boolean;
  /** Where they have an activity now, as a JSON array. */
  readonly places: string | null;
}

export interface StructureRow {
  readonly id: string;
  readonly name: string;
  readonly couloir: string;
  readonly facility_type: string;
  readonly practice_setting: string;
  readonly active: boolean;
}

export interface SoftwareRow {
  readonly id: string;
  readonly name: string;
  readonly structure: string;
  readonly redirect_uris: string;
  readonly secret_digest: string | null;
  readonly public_keys: string | null;
  /** {@link SoftwareWays} as JSON. */
  readonly ways: string;
}

export function professionalOf(row: ProfessionalRow): DirectoryProfessional {
  return {
    id: parseProfessionalId(row.id),
    family: row.family,
    given: row.given,
    ...(row.prefix === null ? {} : { prefix: row.prefix }),
    profession: row.profession,
    ...(row.specialty_code === null ? {} : { specialty: { code: row.specialty_code, label: row.specialty_label ?? '' } }),
    structures: placesOf(row).map(parseStructureId),
    ...(row.active ? {} : { active: false }),
  };
}

export function structureOf(row: StructureRow): DirectoryStructure {
  return {
    id: parseStructureId(row.id),
    name: row.name,
    couloir: row.couloir,
    facilityType: row.facility_type,
    practiceSetting: row.practice_setting,
    ...(row.active ? {} : { active: false }),
  };
}

/** Those registered by hand come first, in the order in which they were. */
function placesOf({ structures, places }: ProfessionalRow): string[] {
  return [...new Set([...(JSON.parse(structures) as string[]), ...(JSON.parse(places ?? '[]') as string[])])];
}

export function softwareOf(row: SoftwareRow, structure: DirectoryStructure): RegisteredSoftware {
  return {
    ...(JSON.parse(row.ways) as SoftwareWays),
    id: parseClientId(row.id),
    name: row.name,
    structure,
    redirectUris: JSON.parse(row.redirect_uris) as string[],
    hasSecret: row.secret_digest !== null,
    ...(row.public_keys === null ? {} : { keys: JSON.parse(row.public_keys) as PublicKeys }),
  };
}
