import type { RecordId } from '#kernel';
import type { Asked } from '../search/asked.ts';
import type { Checked } from './check.ts';
import type { Links } from './links.ts';
import type { Standing } from './standing.ts';
import type { Aim } from './whose.ts';

/** A change of which it is known in which home it happens, and to which number there, as far as its id tells. */
export interface Aimed extends Omit<Checked, 'step'> {
  readonly step: 'aimed';
  readonly aim: Aim;
  /** The number of what its id names, there or once there. Absent for what is shared: that is found by type and id. */
  readonly n?: number;
  /** An id that the client chose and nothing bears yet. */
  readonly chosen?: string;
  /** Of a person whom a condition did not find: all those of whom it was asked. */
  readonly looked?: readonly RecordId[];
  /** What to search for under the lock. */
  readonly ask?: Asked;
  /** What a conditional create has found among what is shared: it need not be locked to stay as it is. */
  readonly there?: Standing;
}

export interface Aims {
  readonly changes: readonly Aimed[];
  readonly links: Links;
}
