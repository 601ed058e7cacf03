import fc, { type Arbitrary } from 'fast-check';
import { authors, depositors, type Stored } from './stored.ts';
import { record } from './words.ts';

/** What a Permit says to SQL, in the order of its values: see src/rights/rights.sql.ts. */
export interface Narrowing {
  readonly seesMasked: boolean;
  readonly author: string;
  readonly seesHiddenFromPatient: boolean;
  readonly onlyOwn: boolean;
  readonly depositor: string;
}

export const narrowings: Arbitrary<Narrowing> = fc.record({
  seesMasked: fc.boolean(),
  author: fc.constantFrom(...authors, ''),
  seesHiddenFromPatient: fc.boolean(),
  onlyOwn: fc.boolean(),
  depositor: fc.constantFrom(...depositors, ''),
});

/** What may be seen of all that is kept: of the record what the narrowing allows, everything that is shared, nothing of another record. */
export function visible(stored: readonly Stored[], narrowing: Narrowing | undefined): readonly Stored[] {
  return stored.filter((one) => one.record === undefined || (one.record === record && allowed(one, narrowing)));
}

function allowed(one: Stored, narrowing: Narrowing | undefined): boolean {
  if (narrowing === undefined) return true;
  const { seesMasked, author, seesHiddenFromPatient, onlyOwn, depositor } = narrowing;
  const own = one.authors.includes(author);
  if (one.hiddenFromProfessionals && !seesMasked && !own) return false;
  if (one.hiddenFromPatient && !seesHiddenFromPatient) return false;
  return !onlyOwn || own || one.depositor === depositor;
}
