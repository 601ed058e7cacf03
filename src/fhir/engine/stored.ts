import type { RecordId } from '#kernel';
import type { Json } from '../json.ts';
import type { FoundRow } from '../search/index.ts';
import { kindOf } from './home.ts';

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

/** One resource among those found, its body as it leaves: JSON in UTF-8. Of many bodies each one that is made a text costs. */
export interface Shown extends Omit<Stored, 'body'> {
  readonly body: Buffer;
}

export function shownOf(home: RecordId, { type, id, version, updated_at, body }: FoundRow): Shown {
  return kindOf(home) === 'record'
    ? { type, id, version, at: updated_at, body, record: home }
    : { type, id, version, at: updated_at, body };
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
export interface ShownRow extends Omit<FoundRow, 'body'> {
  readonly body: string;
}
