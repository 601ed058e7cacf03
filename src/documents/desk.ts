import type { PlacedRow } from '#fhir';
import type { Ins } from '#ins';
import type { Call, RecordId } from '#kernel';
import type { Rights } from '#rights';
import type { Store, Tx } from '#store';
import type { Trace } from '#trace';
import type { Specifications } from './specifications/index.ts';

/** Where the FHIR face of a document is kept, found and read: the engine's rows, in the transactions of these walks. */
export interface Placing {
  place(tx: Tx, call: Call, record: RecordId, rows: readonly PlacedRow[]): Promise<void>;
  /** The current bodies of these things of a locked record. */
  bodies(tx: Tx, record: RecordId, numbers: readonly number[]): Promise<ReadonlyMap<number, string>>;
}

/** What the walks of this module work with. */
export interface Desk {
  readonly store: Store;
  readonly trace: Trace;
  readonly ins: Ins;
  readonly rights: Rights;
  readonly fhir: Placing;
  /** The XSD and schematrons loaded, for the checks that ask for them; without, these stages do not run. */
  readonly specifications?: Pick<Specifications, 'schema' | 'rules'>;
}
