import type { PlacedRow, PlacedVersion, Typed, Visibility } from '#fhir';
import type { Ins } from '#ins';
import type { Call, RecordId } from '#kernel';
import type { Permit, Rights } from '#rights';
import type { Store, Tx } from '#store';
import type { Trace } from '#trace';
import type { Specifications } from './specifications/index.ts';
import type { Texts } from './text/index.ts';

/** Where the FHIR face of a document is kept, found and read: the engine's rows, in the transactions of these walks. */
export interface Placing {
  place(tx: Tx, call: Call, record: RecordId, rows: readonly PlacedRow[]): Promise<void>;
  /** Ends rows: what they said in any version is forgotten. */
  end(tx: Tx, call: Call, record: RecordId, numbers: readonly number[]): Promise<void>;
  /** The texts of rows that a Permit shows, `most` at most. */
  shownPlaced(permit: Permit, numbers: readonly number[], most: number): Promise<readonly string[]>;
  /** Who sees them, at once and in every version; no new version. */
  cover(tx: Tx, call: Call, record: RecordId, numbers: readonly number[], visibility: Visibility): Promise<void>;
  /** Which document rows come from that were kept before it was known; tells nobody. */
  classify(tx: Tx, record: RecordId, rows: readonly Typed[]): void;
  /** Every version of them, the current one last, by their numbers. */
  versions(tx: Tx, record: RecordId, numbers: readonly number[]): Promise<ReadonlyMap<number, readonly PlacedVersion[]>>;
  /** Puts versions back into the history of one. */
  remember(tx: Tx, record: RecordId, n: number, before: readonly PlacedVersion[]): void;
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
  readonly texts: Pick<Texts, 'find'>;
  /** The XSD and schematrons loaded, for the checks that ask for them; without, these stages do not run. */
  readonly specifications?: Pick<Specifications, 'schema' | 'rules'>;
}
