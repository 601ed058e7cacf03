import type { Actor, Ground } from '#kernel';

/** Who a bearer token speaks for, and what it lets them ask. Rights on a record are decided elsewhere. */
export interface Caller {
  readonly actor: Actor;
  readonly scopes: ReadonlySet<string>;
  /** Declared with the token itself; a professional may also declare it on the record. */
  readonly ground?: Ground;
  readonly reason?: string;
}
