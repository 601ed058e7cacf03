import type { Directory } from '#directory';
import type { Ins } from '#ins';
import type { Call, RecordId } from '#kernel';
import type { Facts, Opposition, Rights, SeenProfessional } from '#rights';
import type { Store, Tx } from '#store';
import type { Trace } from '#trace';

/**
 * What `rights` does for the operator at the desk, in the person's own place: the call is the operator's, with why (`Call.reason`). Whether the
 * identity was checked and a second person has confirmed is decided here, not there.
 */
export interface AtDesk {
  /** What stands now. */
  choices(call: Call, record: RecordId): Promise<Facts>;
  block(call: Call, record: RecordId, professional: SeenProfessional): Promise<void>;
  unblock(call: Call, record: RecordId, professional: string): Promise<void>;
  oppose(call: Call, record: RecordId, change: Partial<Opposition>): Promise<unknown>;
  /** Refuses `rights.no-access` when there is none to end. */
  shorten(call: Call, record: RecordId, professional: string, until: Date): Promise<unknown>;
  setClosed(call: Call, record: RecordId, closed: boolean): Promise<void>;
  representLegally(
    call: Call,
    record: RecordId,
    delegate: { readonly id: RecordId; readonly name: string },
    until: Date,
  ): Promise<unknown>;
  endRepresentation(call: Call, record: RecordId, delegate: RecordId): Promise<void>;
}

/** The documents that the person, or who represents them, is not to know of: `documents` of `#documents`. */
export interface Untold {
  untold(record: RecordId, toWhom?: 'person' | 'representative'): Promise<ReadonlySet<string>>;
}

/** What oversight works with. */
export interface Ground {
  readonly store: Store;
  readonly trace: Trace;
  readonly rights: Pick<Rights, 'decide'> & { readonly onBehalfAtDesk: AtDesk };
  readonly ins: Ins;
  readonly directory: Directory;
  readonly documents: Untold;
  readonly clock: () => Date;
  readonly log: (line: string) => void;
}

/** The topic under which an act leaves word that a work list must follow: `{ kind, n }` of a record. */
export const taskTopic = 'oversight.task';

export function leaveTask({ store }: Pick<Ground, 'store'>, tx: Tx, record: RecordId, at: Date, kind: string, n: number): void {
  store.outbox.emit(tx, record, at, taskTopic, { kind, n });
}
