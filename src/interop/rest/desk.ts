import type { Documents } from '#documents';
import type { Exports, Fhir, Indexing, Model, Parameters, Subscriptions, Validator } from '#fhir';
import type { Ins } from '#ins';
import type { Shelf } from '#packages';
import type { RecordViews } from '#record';
import type { Keys } from '#store';
import type { Terminology } from '#terminology';
import type { Find } from './ask.ts';

/** What the interactions and operations are answered with. */
export interface RestDesk {
  readonly fhir: Fhir;
  readonly keys: Keys;
  readonly documents: Documents;
  readonly record: RecordViews;
  readonly ins: Ins;
  readonly shelf: Shelf;
  readonly terminology: Terminology;
  readonly validator: Validator;
  readonly model: Model;
  readonly parameters: Parameters;
  readonly exports: Exports;
  readonly subscriptions: Subscriptions;
  readonly indexing: Pick<Indexing, 'standing' | 'standingOf'>;
  /** Our own address, `https://…/fhir`. */
  readonly base: string;
  readonly clock: () => Date;
  /** For the entries of a batch, each of which is answered as if it had come alone. */
  readonly find: Find;
}
