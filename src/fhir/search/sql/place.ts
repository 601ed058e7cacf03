import { hexOfRecordId, type RecordId } from '#kernel';
import type { Parameters } from '../parameters/parameters.ts';

/** A part of a WHERE with the values of its placeholders. */
export interface Narrow {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Where to search, and what of it may be seen. */
export interface Place {
  /** Undefined: the shared resources. */
  readonly record: RecordId | undefined;
  /** The Permit's predicate on the table called `alias`, its first free placeholder `first`; it is put on every row of the record that is touched. */
  readonly narrow?: (alias: string, first: number) => Narrow;
}

/** Where the rows of a table called in a text come from. */
export type Table = 'resource' | 'shared';

/**
 * The values of one statement while its text is written, and the names of its tables. `$1` is the record when there is one. Values never enter the
 * text: the same shape of search gives the same text.
 */
export class Draft {
  readonly values: unknown[] = [];
  readonly parameters: Parameters;
  readonly #narrow: Place['narrow'];
  readonly #record: RecordId | undefined;
  #digits: string | undefined;
  #narrowed: number | undefined;
  #aliases = 0;

  constructor(place: Place, parameters: Parameters) {
    this.parameters = parameters;
    this.#narrow = place.narrow;
    this.#record = place.record;
    if (place.record !== undefined) this.values.push(place.record);
  }

  get inRecord(): boolean {
    return this.#record !== undefined;
  }

  /** Places a value; gives its placeholder. */
  bind(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }

  alias(): string {
    this.#aliases += 1;
    return `t${this.#aliases}`;
  }

  /** The record's digits, as a placeholder. */
  digits(): string {
    this.#digits ??= `${this.bind(this.hex)}::text`;
    return this.#digits;
  }

  /** The record's digits, undefined among the shared resources. */
  get hex(): string | undefined {
    return this.#record === undefined ? undefined : hexOfRecordId(this.#record);
  }

  /** What binds a table to the record and to the Permit; the Permit's values are placed once. */
  bound(table: Table, alias: string): string {
    if (table === 'shared') return 'true';
    const own = `${alias}.record_id = $1`;
    if (this.#narrow === undefined) return own;
    this.#narrowed ??= this.values.length + 1;
    const { text, values } = this.#narrow(alias, this.#narrowed);
    if (this.values.length < this.#narrowed) this.values.push(...values);
    return `${own} and ${text}`;
  }
}
