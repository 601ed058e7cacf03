import type { RecordId } from '#kernel';
import type { Json } from '../json.ts';

/** A resource as it came in: parsed, and the very text. */
export interface Input {
  readonly json: Json;
  readonly text: string;
}

/** One version of a resource, its body as it leaves. */
export interface Stored {
  readonly type: string;
  readonly id: string;
  readonly version: number;
  /** When this version began: `meta.lastUpdated`. */
  readonly at: Date;
  readonly body: string;
  /** Whose it is; absent for what is shared or a depositor's own. */
  readonly record?: RecordId;
}

/** What a write came to. Without a body where there is none: a deletion. */
export interface Written extends Omit<Stored, 'body'> {
  readonly outcome: 'created' | 'updated' | 'unchanged' | 'deleted';
  readonly body?: string;
}

/** What must hold for a write to happen. */
export interface Condition {
  /** The version that the caller last saw; another one is refused. */
  readonly ifMatch?: number;
  /** Only when nothing is there. */
  readonly ifNoneMatch?: '*';
  /** A search: create only when it finds nothing, else give what it finds. */
  readonly ifNoneExist?: string;
}

/** A row as it is read to be given to somebody. */
export type { FoundRow as ShownRow } from '../search/index.ts';
