import type { RecordId } from '#kernel';

/** Of whom an account may be opened: as much of their identity as sign-in needs. */
export interface KnownPerson {
  readonly record: RecordId;
  readonly name: string;
  /** `YYYY-MM-DD`. */
  readonly birthDate: string;
}

/** The person of a record or of a matricule (any domain); `ins` knows them. Refuses nothing: undefined when there is none, or the text is no matricule. */
export type FindPerson = (
  who: { readonly record: RecordId } | { readonly matricule: string },
) => Promise<KnownPerson | undefined>;

/** From this age on a person has an account of their own; before, their representative opens their record by a mandate. */
export const ownAccountFrom = 16;

/** Whole years between a birth date and a moment, counted in UTC. */
export function ageAt(birthDate: string, at: Date): number {
  const [year = 0, month = 1, day = 1] = birthDate.split('-').map(Number);
  const before = at.getUTCMonth() + 1 < month || (at.getUTCMonth() + 1 === month && at.getUTCDate() < day);
  return at.getUTCFullYear() - year - (before ? 1 : 0);
}
