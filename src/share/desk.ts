import type { Documents } from '#documents';
import type { Fhir } from '#fhir';
import type { Ins } from '#ins';
import type { Citizen, Delegate, ItemId, RecordId } from '#kernel';
import type { Rights } from '#rights';
import type { Store } from '#store';
import type { Trace } from '#trace';
import type { Pace } from './pace.ts';

export interface ShareGround {
  readonly store: Store;
  readonly trace: Pick<Trace, 'append' | 'journal' | 'positions'>;
  readonly ins: Pick<Ins, 'byRecord'>;
  readonly rights: Pick<Rights, 'choices' | 'decide' | 'renewed' | 'linkedTo'>;
  readonly documents: Pick<Documents, 'chosen'>;
  readonly fhir: Pick<Fhir, 'matching'>;
  readonly publicUrl: string;
}

/** What the walks of this module work with. */
export interface ShareDesk extends ShareGround {
  readonly pace: Pace;
}

/** Who makes a link: the person themself, or who manages their rights for them. */
export type Sharer = Citizen | Delegate;

/** A row of `share.link`. */
export interface LinkRow {
  readonly record_id: RecordId;
  readonly id: string;
  readonly made_at: Date;
  readonly until: Date;
  readonly revoked_at: Date | null;
  readonly label: string;
  readonly summary: boolean;
  /** Numbers of documents of this record. */
  readonly documents: readonly number[];
  /** Documents of records that this one went on for when it was made. */
  readonly linked_documents: readonly ItemId[];
  readonly once: boolean;
  readonly long_term: boolean;
  readonly sharer: string;
  readonly sealed: Buffer;
  readonly passcode: string | null;
  readonly tries_left: number;
  readonly uses_left: number;
  readonly opened: number;
  readonly refused: number;
  readonly notes: number;
}

export type LinkState = 'open' | 'revoked' | 'expired' | 'used' | 'locked';

/** How a link stands at an instant; `locked`: all its tries of the passcode were spent. */
export function stateOf(link: LinkRow, at: Date): LinkState {
  if (link.revoked_at !== null) return 'revoked';
  if (link.until <= at) return 'expired';
  if (link.passcode !== null && link.tries_left <= 0) return 'locked';
  return link.uses_left <= 0 ? 'used' : 'open';
}

/** Under which purpose the secrets of a link are sealed: those of one do not open as another's. */
export const sealedFor = (id: string): string => `share/link/${id}`;
