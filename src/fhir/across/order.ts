import type { RecordId } from '#kernel';
import type { Keys } from '#store';
import { type Cursor, type Parameters, principalDate, type Query } from '../search/index.ts';
import { badPage, notAcross } from './refusals.ts';

/** By when a thing was done, or by when it was last changed; ties by record and number, in the same direction. */
export interface Order {
  readonly by: 'at' | 'updated_at';
  readonly descending: boolean;
}

/** Where a page ended. */
export interface Place {
  readonly key: Date;
  readonly record: RecordId;
  readonly n: number;
}

/**
 * Newest first when no order is asked. By its principal date a resource without one stands where it was last changed. Refuses `fhir.not-across`
 * for any other order.
 */
export function orderOf({ sort }: Query, type: string, parameters: Parameters): Order {
  const [first, ...more] = sort;
  if (first === undefined) return { by: 'at', descending: true };
  const { parameter, descending } = first;
  const principal = principalDate(parameters.of(type))?.code;
  if (more.length === 0 && parameter.code === principal) return { by: 'at', descending };
  if (more.length === 0 && parameter.code === '_lastUpdated') return { by: 'updated_at', descending };
  const orders = [...(principal === undefined ? [] : [principal]), '_lastUpdated'].join(', ');
  throw notAcross(`l’ordre est l’un de ${orders}`, `the order is one of ${orders}`, '_sort');
}

const purpose = 'fhir/across/page';

/** Sealed: where a search stands may be at a thing that its caller does not see. */
export function cursorAt(keys: Keys, { key, record, n }: Place): Cursor {
  const said = Buffer.from(JSON.stringify([key.getTime(), record, n]));
  return [[keys.seal(purpose, said).toString('base64url'), 0]];
}

/** The reverse of {@link cursorAt}; undefined at the beginning. Refuses `fhir.bad-page` for the cursor of a search in one record. */
export function placeAt(keys: Keys, cursor: Cursor | undefined): Place | undefined {
  if (cursor === undefined) return undefined;
  const sealed = cursor[0]?.[0];
  if (typeof sealed !== 'string') throw badPage();
  const [key, record, n] = JSON.parse(keys.unseal(purpose, Buffer.from(sealed, 'base64url')).toString()) as [
    number,
    RecordId,
    number,
  ];
  return { key: new Date(key), record, n };
}
