import { createHash } from 'node:crypto';
import { objects } from '#fhir';
import type { RecordId } from '#kernel';

type Json = Readonly<Record<string, unknown>>;

/**
 * The XDS `entryUUID` of one version of an entry: another one for each version, always the same for the same one. That of version 1 is the
 * `logicalID` of all of them. A UUID of version 8 (RFC 9562 §5.8), without `urn:uuid:`.
 *
 * Source: ITI TF-3 4.2.3.2.5 (entryUUID), 4.2.3.2.11 (logicalID); docs/adr, identifiers of a document.
 */
export function entryUuid(record: RecordId, n: number, version: number): string {
  return uuidNamed(`documents/entry/${record}/${n}/${version}`);
}

/** A UUID of version 8 that is always the same for the same name. */
export function uuidNamed(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** What marks an identifier as one of ours among those that a sender gave. */
const assigner = { display: 'Socle' };
const system = 'urn:ietf:rfc:3986';

/**
 * A DocumentReference with the identifiers of its version: `entryUUID` as MHD says it (`use` official), `logicalID` as another
 * (`use` secondary). Those that its sender gave stay; those of an earlier version go.
 */
export function withIdentifiers(resource: Json, { entry, logical }: { readonly entry: string; readonly logical: string }): Json {
  const theirs = objects(resource.identifier).filter(
    (one) => (one.assigner as { readonly display?: unknown } | undefined)?.display !== assigner.display,
  );
  return {
    ...resource,
    identifier: [
      ...theirs,
      { use: 'official', system, value: `urn:uuid:${entry}`, assigner },
      { use: 'secondary', system, value: `urn:uuid:${logical}`, assigner },
    ],
  };
}
