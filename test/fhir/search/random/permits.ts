import fc, { type Arbitrary } from 'fast-check';
import { authors, depositors, documentTypes, type Stored } from './stored.ts';
import { record } from './words.ts';

/** What a Permit says to SQL, in the order of its values: see src/rights/rights.sql.ts. */
export interface Narrowing {
  readonly seesMasked: boolean;
  readonly author: string;
  readonly seesHiddenFromPatient: boolean;
  readonly seesUnrepresented: boolean;
  readonly onlyOwn: boolean;
  readonly depositor: string;
  readonly denied: readonly string[];
  readonly seesUntyped: boolean;
}

export const narrowings: Arbitrary<Narrowing> = fc.record({
  seesMasked: fc.boolean(),
  author: fc.constantFrom(...authors, ''),
  seesHiddenFromPatient: fc.boolean(),
  seesUnrepresented: fc.boolean(),
  onlyOwn: fc.boolean(),
  depositor: fc.constantFrom(...depositors, ''),
  denied: fc.subarray([...documentTypes]),
  seesUntyped: fc.boolean(),
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
  if (one.hiddenFromRepresentatives && !narrowing.seesUnrepresented && !own) return false;
  const itsMaker = own || one.depositor === depositor;
  const { documentType: type } = one;
  if (!itsMaker && (type === null ? !narrowing.seesUntyped : narrowing.denied.includes(type))) return false;
  return !onlyOwn || itsMaker;
}
