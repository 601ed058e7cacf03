import type { Ins } from '#ins';
import type { RecordId, Sentence } from '#kernel';
import type { Shelf } from '#packages';
import type { Permit, Rights } from '#rights';
import type { Store } from '#store';
import type { Trace } from '#trace';
import type { Json } from '../json.ts';
import type { Model } from '../model/index.ts';
import type { Parameters } from '../search/index.ts';
import type { Validator } from '../validation/validator.ts';

/** A type, or some resources of it, that another module writes by a walk of its own. */
export interface Owned {
  readonly type: string;
  /** Only such resources; all of the type when absent. */
  readonly when?: (resource: Json) => boolean;
  /** Why, and which way to go instead. */
  readonly reason: Sentence;
}

/** Finds documents by their words. */
export interface DocumentTexts {
  /**
   * For each text, the numbers of the documents that hold its words, among those that the Permit shows; undefined when it shows none, as when
   * rights have changed. Refuses `documents.search-too-long`, `documents.search-without-words`.
   */
  numbers(
    permit: Permit,
    texts: readonly string[],
  ): Promise<{ readonly numbers: readonly (readonly number[])[]; readonly unread: UnreadDocuments } | undefined>;
}

/** Documents that could not be looked for, or not in all that they say. */
export interface UnreadDocuments {
  /** Not read yet. */
  readonly waiting: number;
  /** Not wholly readable. */
  readonly partly: number;
  /** There are more than are looked at. */
  readonly beyond: boolean;
}

/** What the engine is opened with. */
export interface FhirGround {
  readonly store: Store;
  readonly trace: Trace;
  readonly ins: Ins;
  readonly rights: Rights;
  readonly shelf: Shelf;
  readonly model: Model;
  readonly parameters: Parameters;
  readonly validator: Validator;
  /** Our own address, without a slash at its end: a reference under it is one of ours. */
  readonly base: string;
  readonly owned: readonly Owned[];
  /** Without it `_text` and `_content` of documents are refused. */
  readonly texts?: DocumentTexts;
  /** What a resource is called in the log, for those types that have a title. */
  readonly titleOf?: (type: string, body: string) => string | undefined;
}

/** What the walks of the engine work with. */
export interface FhirDesk extends FhirGround {
  readonly types: ReadonlySet<string>;
  /** Homes that are nobody's record and of which it is known that they are there. */
  readonly ready: Set<RecordId>;
  /** How the Patients of the records last asked for are called. */
  readonly called: Map<RecordId, string>;
}

/** A patch as it came: a JSON Patch, or the Parameters of a FHIRPath Patch. */
export interface Patch {
  readonly kind: 'json' | 'fhirpath';
  readonly text: string;
}
