import { Refusal } from '#kernel';

/** `8` + 11 digits of RPPS. Made only by {@link parseProfessionalId}. */
export type ProfessionalId = string & { readonly __professionalId: true };

/** `1` + 9 characters of FINESS, `3` + 14 digits of SIRET, or `4` + 14 of RPPS rang. Made only by {@link parseStructureId}. */
export type StructureId = string & { readonly __structureId: true };

/** The client id of a software: 3 to 64 lower-case letters, digits, `.`, `_`, `-`. */
export type ClientId = string & { readonly __clientId: true };

export interface DirectoryProfessional {
  readonly id: ProfessionalId;
  readonly family: string;
  readonly given: string;
  /** As on documents: `DR`, `M`, `MME`. */
  readonly prefix?: string;
  /** TRE_G15. */
  readonly profession: string;
  readonly specialty?: { readonly code: string; readonly label: string };
  /** The structures where they work, the main one first: one « situation d’exercice » each, or several (`Directory.situations`). */
  readonly structures: readonly StructureId[];
  /** False for whom the national extraction no longer holds; absent for everybody else. */
  readonly active?: false;
}

export interface DirectoryStructure {
  readonly id: StructureId;
  readonly name: string;
  /** One of the six couloirs, as `couloirs` names them. */
  readonly couloir: string;
  /** JDV_J02. */
  readonly facilityType: string;
  /** JDV_J04. */
  readonly practiceSetting: string;
  /** False for one that closed; absent for everything else. */
  readonly active?: false;
}

/** A JSON Web Key Set that holds public keys only. */
export interface PublicKeys {
  readonly keys: readonly Readonly<Record<string, unknown>>[];
}

/** How a software may ask for tokens, beside its name and keys; absent fields say the usual. */
export interface SoftwareWays {
  /** The grants it may use beyond what its secret and redirects say. */
  readonly grants?: readonly ('ciba' | 'client_credentials' | 'authorization_code')[];
  /** `fapi2`: pushed requests, PKCE and sender-bound tokens are demanded of it. */
  readonly profile?: 'fapi2';
  /** The subject of its TLS client certificate, RFC 4514, for `tls_client_auth`. Source: RFC 8705 §2.1.2. */
  readonly certificateSubject?: string;
  /** What it may ask at most, as SMART scopes; absent: whatever its kind may. */
  readonly scopes?: readonly string[];
  /** Whom it serves; absent: any. */
  readonly audience?: 'citizen' | 'professional' | 'system';
  /** Where a professional's space opens it with a launch. Source: SMART App Launch 2.2, EHR launch. */
  readonly launchUrl?: string;
  readonly logoUri?: string;
}

export interface RegisteredSoftware extends SoftwareWays {
  readonly id: ClientId;
  readonly name: string;
  readonly structure: DirectoryStructure;
  /** Where a browser may be sent back after sign-in, exactly. */
  readonly redirectUris: readonly string[];
  readonly hasSecret: boolean;
  /** For `private_key_jwt`. */
  readonly keys?: PublicKeys;
}

export interface SoftwareToRegister extends SoftwareWays {
  readonly id: string;
  readonly name: string;
  readonly structure: string;
  readonly redirectUris?: readonly string[];
  /** At least 32 characters drawn at random; only a keyed digest of it is stored. Without secret and keys the client is public. */
  readonly secret?: string;
  readonly keys?: PublicKeys;
}

const refuse = (code: string, fr: string, en: string, source: string) => new Refusal(code, { fr, en }, { source });

/**
 * In: `8` + 11 digits, or the 11 digits of the RPPS alone; spaces allowed. Out: 12 digits.
 * Refuses `directory.malformed-professional`. Does not check that the number is registered.
 *
 * Source: CI-SIS, identifiants nationaux des professionnels (PS_IdNat), OID 1.2.250.1.71.4.2.1.
 */
export function parseProfessionalId(text: string): ProfessionalId {
  const digits = text.replaceAll(/\s/g, '');
  const full = /^\d{11}$/.test(digits) ? `8${digits}` : digits;
  if (/^8\d{11}$/.test(full)) return full as ProfessionalId;
  throw refuse(
    'directory.malformed-professional',
    'Le numéro RPPS compte 11 chiffres, précédés de 8 dans l’identifiant national.',
    'An RPPS number has 11 digits, preceded by 8 in the national identifier.',
    'CI-SIS, PS_IdNat',
  );
}

/**
 * In: `1` + 9 characters of FINESS, or the 9 characters alone (`2A`, `2B` for Corsica); `3` + SIRET; `4` + RPPS rang. Out: 10 or 15
 * characters. Refuses `directory.malformed-structure`. Does not check the keys of FINESS and SIRET.
 *
 * Source: CI-SIS, identifiants nationaux des structures (Struct_IdNat), OID 1.2.250.1.71.4.2.2.
 */
export function parseStructureId(text: string): StructureId {
  const compact = text.replaceAll(/\s/g, '').toUpperCase();
  const full = compact.length === 9 ? `1${compact}` : compact;
  if (/^(1\d[\dAB]\d{7}|[34]\d{14})$/.test(full)) return full as StructureId;
  throw refuse(
    'directory.malformed-structure',
    'Une structure s’identifie par 1 et 9 caractères de FINESS, 3 et 14 chiffres de SIRET, ou 4 et 14 de RPPS rang.',
    'A structure is identified by 1 and 9 characters of FINESS, 3 and 14 digits of SIRET, or 4 and 14 of RPPS rang.',
    'CI-SIS, Struct_IdNat',
  );
}

/** Refuses `directory.malformed-software`. */
export function parseClientId(text: string): ClientId {
  if (/^[a-z0-9][a-z0-9._-]{2,63}$/.test(text)) return text as ClientId;
  throw refuse(
    'directory.malformed-software',
    'L’identifiant d’un logiciel compte 3 à 64 lettres minuscules, chiffres, points ou tirets.',
    'A software’s client id has 3 to 64 lower-case letters, digits, dots or hyphens.',
    'Socle',
  );
}
