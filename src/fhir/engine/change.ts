import type { Patch } from './desk.ts';
import type { Input } from './stored.ts';

/** One write as it is asked, by an interaction or by an entry of a Bundle. */
export interface Change {
  readonly verb: 'create' | 'update' | 'patch' | 'remove';
  readonly type: string;
  /** The id of what is written; absent for a create, and when `query` says which one. */
  readonly id?: string;
  /** A search, without `?`: which resource is meant, or for a create (If-None-Exist) which one would do. */
  readonly query?: string;
  /** Of a create and of an update. */
  readonly input?: Input;
  readonly patch?: Patch;
  readonly ifMatch?: number;
  readonly ifNoneMatch?: '*';
  /** How other entries of the same Bundle refer to it. */
  readonly fullUrl?: string;
  /** Where it stands in what was sent: `Bundle.entry[3]`; empty when it came alone. */
  readonly at: string;
}
