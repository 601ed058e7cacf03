import { type Call, ownRecord, type RecordId, recordIdOfHex, unknownId } from '#kernel';
import type { RestDesk } from '../desk.ts';
import { missing } from './inputs.ts';

/** Whose record an operation on Patient is about: without an id, that of the citizen who asks. Refuses `fhir.missing-parameter`, `id.unknown`. */
export async function recordAsked({ fhir }: RestDesk, call: Call, id: string | undefined): Promise<RecordId> {
  if (id === undefined) {
    const own = ownRecord(call);
    if (own === undefined) throw missing('id');
    return own;
  }
  if (/^[0-9a-f]{32}$/.test(id)) return recordIdOfHex(id);
  // A person whom a client named itself is looked up, as a read of its Patient.
  const { record } = await fhir.read(call, 'Patient', id);
  if (record === undefined) throw unknownId();
  return record;
}
