import type { Ins } from '#ins';
import type { Rights } from '#rights';
import type { Store } from '#store';
import type { Trace } from '#trace';

/** What the walks of this module work with. */
export interface Desk {
  readonly store: Store;
  readonly trace: Trace;
  readonly ins: Ins;
  readonly rights: Rights;
}
