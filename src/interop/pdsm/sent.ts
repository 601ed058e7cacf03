import type { Sent } from '#documents';
import type { Json } from '#fhir';
import { Refusal } from '#kernel';
import { claimsOf, personOf } from './words.ts';

/** What a DocumentReference says of its document and of whose it is, where it says so. Refuses what `claimsOf` refuses. */
export function sentOf(reference: Json, at: string): Sent {
  const look = { entries: [] };
  return { ...claimsOf(look, reference, at), ...personSaid(() => personOf(look, reference, at)) };
}

function personSaid(read: () => NonNullable<Sent['person']>): Pick<Sent, 'person'> {
  try {
    return { person: read() };
  } catch (error) {
    if (error instanceof Refusal && error.code === 'pdsm.no-patient') return {};
    throw error;
  }
}
