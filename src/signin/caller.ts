import type { Actor, Ground, RecordId } from '#kernel';

/** Who a bearer token speaks for, and what it lets them ask. Rights on a record are decided elsewhere. */
export interface Caller {
  readonly actor: Actor;
  readonly scopes: ReadonlySet<string>;
  /** Declared with the token itself; a professional may also declare it on the record. */
  readonly ground?: Ground;
  readonly reason?: string;
  /** The one record that may be touched: an application was opened on this patient. */
  readonly within?: RecordId;
  /** What an application was allowed, by the id under which it can be cut; absent for what acts by itself. */
  readonly grant?: string;
}
