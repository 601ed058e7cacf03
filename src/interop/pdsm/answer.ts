import type { Registered } from '#documents';
import type { Json } from '#fhir';
import type { Provided } from './iti65.ts';

/**
 * The answer to ITI-65: one entry for each of the request, in its order. A replayed submission answers 200 with the ids of the first
 * time. `outcomes` are told with the documents they are about, in their order. Source: IHE MHD, ProvideDocumentBundleResponse.
 */
export function provideResponse(
  { slots }: Provided,
  { submission, entries, replayed }: Registered,
  at: Date,
  outcomes: readonly (Json | undefined)[] = [],
): string {
  const status = replayed ? '200 OK' : '201 Created';
  const made = (location: string, outcome?: Json): object => ({
    response: { status, location, etag: 'W/"1"', lastModified: at.toISOString(), ...(outcome === undefined ? {} : { outcome }) },
  });
  return JSON.stringify({
    resourceType: 'Bundle',
    type: 'transaction-response',
    entry: slots.map((slot) => {
      if (slot.kind === 'list') return made(`List/${submission}`);
      if (slot.kind === 'other') return { response: { status: '200 OK' } };
      const id = entries[slot.index]?.id ?? '';
      return slot.kind === 'document' ? made(`DocumentReference/${id}`, outcomes[slot.index]) : made(`Binary/${id}`);
    }),
  });
}
