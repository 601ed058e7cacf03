/** A code of a known list. `system` is an OID without `urn:oid:`; `display` is the list's own French label. */
export interface Concept {
  readonly code: string;
  readonly system: string;
  readonly display: string;
}
