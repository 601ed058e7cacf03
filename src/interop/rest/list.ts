import type { Json } from '#fhir';
import { hexOfRecordId, type ItemId, type RecordId } from '#kernel';

/** A SubmissionSet as FHIR List: what the sender wrote, and only those of its documents that the caller may see. */
export function listBody(lot: { id: ItemId; at: Date; body: string; entries: readonly ItemId[] }, record: RecordId): string {
  const { subject: _, ...kept } = JSON.parse(lot.body) as Json;
  return JSON.stringify({
    code: { coding: [{ system: 'https://profiles.ihe.net/ITI/MHD/CodeSystem/MHDlistTypes', code: 'submissionset' }] },
    ...kept,
    id: lot.id,
    meta: { versionId: '1', lastUpdated: lot.at.toISOString() },
    subject: { reference: `Patient/${hexOfRecordId(record)}` },
    entry: lot.entries.map((id) => ({ item: { reference: `DocumentReference/${id}` } })),
  });
}
