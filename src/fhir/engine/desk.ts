import type { Ins } from '#ins';
import type { RecordId, Sentence } from '#kernel';
import type { Rights } from '#rights';
import type { Sql, Store } from '#store';
import type { Trace } from '#trace';
import type { Json } from '../json.ts';
import type { Asked } from '../search/asked.ts';
import type { Issue } from '../validation/issue.ts';
import type { Spot } from './home.ts';

/** What a resource is found by: the text of the `keys` column and the date that orders it among its type. */
export interface Keys {
  readonly keys: string;
  readonly at: Date | undefined;
}

/** A type, or some resources of it, that another module writes by a walk of its own. */
export interface Owned {
  readonly type: string;
  /** Only such resources; all of the type when absent. */
  readonly when?: (resource: Json) => boolean;
  /** Why, and which way to go instead. */
  readonly reason: Sentence;
}

/** What the walks of the engine work with. */
export interface FhirDesk {
  readonly store: Store;
  readonly trace: Trace;
  readonly ins: Ins;
  readonly rights: Rights;
  /** Our own address, without a slash at its end: a reference under it is one of ours. */
  readonly base: string;
  readonly types: ReadonlySet<string>;
  readonly owned: readonly Owned[];
  /** Homes that are nobody's record and of which it is known that they are there. */
  readonly ready: Set<RecordId>;
  validate(resource: Json, text: string): readonly Issue[];
  keysOf(resource: Json, home: RecordId): Keys;
  /** Whether a search of that type can name a patient. */
  namesPatients(type: string): boolean;
  /** The first two, in a home, of what a search finds there; `narrow` leaves out what the caller may not see. */
  match(sql: Sql, type: string, asked: Asked, place: Place): Promise<readonly Match[]>;
  /** What a resource is called in the log, for those types that have a title. */
  titleOf(type: string, body: string): string | undefined;
  /** The text of a resource after a patch. */
  patched(text: string, patch: Patch): string;
}

/** A home to search in, and what of it may be seen. */
export interface Place {
  readonly home: Spot['home'];
  readonly narrow?: (alias: string, first: number) => { readonly text: string; readonly values: readonly unknown[] };
}

export interface Match {
  readonly n: number;
  readonly id: string;
}

/** A patch as it came: a JSON Patch, or the Parameters of a FHIRPath Patch. */
export interface Patch {
  readonly kind: 'json' | 'fhirpath';
  readonly text: string;
}
