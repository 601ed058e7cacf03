/** A code with its code system as an OID (no `urn:oid:`), and the label that came with it. */
export interface CodedValue {
  readonly code: string;
  readonly system: string;
  readonly display: string;
}

/** A stretch of time; an absent bound is open. */
export interface Period {
  readonly start?: Date;
  readonly end?: Date;
}

const oidShape = /^[0-2](\.(0|[1-9]\d*)){1,40}$/;

/** True for a dotted OID, without `urn:oid:`, of at most 128 characters. */
export function isOid(text: string): boolean {
  return text.length <= 128 && oidShape.test(text);
}
