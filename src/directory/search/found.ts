import { activityDetails, mailboxDetails, personDetails, placeDetails, unpacked } from '../details.ts';

type Details<N extends readonly string[]> = Readonly<Record<N[number], string>>;

/** Where an entry is from: `registered` by hand, or an extraction. */
export type Source = 'registered' | 'rpps' | 'finess' | 'finess-legal';

export interface FoundPerson extends Details<typeof personDetails> {
  /** `8` + RPPS. */
  readonly id: string;
  readonly family: string;
  readonly given: string;
  /** DR, PR, M, MME. */
  readonly prefix: string | undefined;
  readonly profession: string;
  readonly source: Source;
  readonly active: boolean;
  readonly updatedAt: Date;
}

export interface FoundPlace extends Details<typeof placeDetails> {
  readonly id: string;
  readonly name: string;
  /** TRE_R02. */
  readonly sector: string;
  readonly siret: string | undefined;
  readonly technical: string | undefined;
  readonly partOf: string | undefined;
  /** Of FINESS. */
  readonly category: string | undefined;
  readonly postcode: string | undefined;
  readonly source: Source;
  readonly active: boolean;
  readonly updatedAt: Date;
}

/** A « situation d’exercice »: a person, in a profession and skill, in a place or in none. */
export interface Situation extends Details<typeof activityDetails> {
  readonly key: string;
  readonly professional: string;
  readonly structure: string | undefined;
  readonly profession: string;
  readonly specialty: string | undefined;
  /** TRE_R23: L free, S employed, B volunteer. */
  readonly mode: string | undefined;
  /** TRE_R21. */
  readonly role: string | undefined;
  /** TRE_R22. */
  readonly genre: string | undefined;
  /** TRE_G05: of pharmacists. */
  readonly section: string | undefined;
  readonly source: Source;
  readonly active: boolean;
  readonly updatedAt: Date;
}

export interface Qualification {
  readonly professional: string;
  readonly kind: 'profession' | 'skill' | 'diploma' | 'authorization';
  readonly typeCode: string;
  readonly code: string;
  readonly label: string;
}

export interface Mailbox extends Details<typeof mailboxDetails> {
  readonly address: string;
  readonly type: 'PER' | 'ORG' | 'APP' | 'CAB';
  readonly professional: string | undefined;
  readonly structure: string | undefined;
}

type Rowed<T> = { readonly [K in keyof T]: T[K] | null };
interface Common {
  readonly details: string;
  readonly source: Source;
  readonly active: boolean;
  readonly updated_at: Date;
}

export type PersonRow = Common & Pick<FoundPerson, 'id' | 'family' | 'given' | 'profession'> & Rowed<{ readonly prefix: string }>;
export type PlaceRow = Common & { readonly id: string; readonly name: string; readonly facility_type: string } & Rowed<{
    readonly siret: string;
    readonly technical: string;
    readonly part_of: string;
    readonly category: string;
    readonly postcode: string;
  }>;
export type SituationRow = Common &
  Pick<Situation, 'key' | 'professional' | 'profession'> &
  Rowed<Record<'structure' | 'specialty' | 'mode' | 'role' | 'genre' | 'section', string>>;
export type MailboxRow = Pick<Mailbox, 'address' | 'type'> &
  Rowed<Record<'professional' | 'structure', string>> & { readonly details: string };
export type QualificationRow = Omit<Qualification, 'typeCode'> & { readonly type_code: string };

const common = ({ source, active, updated_at }: Common) => ({ source, active, updatedAt: updated_at });

export function personOf({ id, family, given, profession, prefix, ...row }: PersonRow): FoundPerson {
  return { id, family, given, profession, prefix: prefix ?? undefined, ...unpacked(personDetails, row.details), ...common(row) };
}

export function placeOf({
  id,
  name,
  facility_type,
  siret,
  technical,
  part_of,
  category,
  postcode,
  ...row
}: PlaceRow): FoundPlace {
  return {
    id,
    name,
    sector: facility_type,
    siret: siret ?? undefined,
    technical: technical ?? undefined,
    partOf: part_of ?? undefined,
    category: category ?? undefined,
    postcode: postcode ?? undefined,
    ...unpacked(placeDetails, row.details),
    ...common(row),
  };
}

export function situationOf(row: SituationRow): Situation {
  return {
    key: row.key,
    professional: row.professional,
    structure: row.structure ?? undefined,
    profession: row.profession,
    specialty: row.specialty ?? undefined,
    mode: row.mode ?? undefined,
    role: row.role ?? undefined,
    genre: row.genre ?? undefined,
    section: row.section ?? undefined,
    ...unpacked(activityDetails, row.details),
    ...common(row),
  };
}

export function mailboxOf({ address, type, professional, structure, details }: MailboxRow): Mailbox {
  return {
    address,
    type,
    professional: professional ?? undefined,
    structure: structure ?? undefined,
    ...unpacked(mailboxDetails, details),
  };
}

export function qualificationOf({ type_code, ...row }: QualificationRow): Qualification {
  return { ...row, typeCode: type_code };
}
