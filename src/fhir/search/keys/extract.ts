import type { Json } from '../../json.ts';
import type { TypeParameters } from '../parameters/compile.ts';
import { writerOf } from './column.ts';
import { type DateKey, dateOrder } from './date.ts';
import { principalDate } from './principal.ts';

/** What of a resource can be searched. */
export interface Keys {
  /** JSON text for the column `keys`: for each column of the type's parameters its values, and under `#` the stamp of those parameters. */
  readonly keys: string;
  /** The type's principal date, the latest when there are several: the order of "newest first". */
  readonly at: Date | undefined;
}

export type Extract = (resource: Json, base: string) => Keys;

/** Where the stamp stands; no parameter has such a name. */
export const stampKey = '#';

/** Compiled once for a type. What its elements hold against their definitions is left out: the validator is the one who refuses it. */
export function extractorOf({ byCode, columns, stamp }: TypeParameters): Extract {
  const writers = columns.map(writerOf);
  const dates = principalDate(byCode)?.columns.map(({ key }) => key) ?? [];
  return (resource, base) => {
    const keys: Record<string, unknown> = { [stampKey]: stamp };
    for (const write of writers) write(resource, base, keys);
    return { keys: JSON.stringify(keys), at: latest(dates, keys) };
  };
}

function latest(columns: readonly string[], keys: Readonly<Record<string, unknown>>): Date | undefined {
  const last = columns.map((key) => (keys[key] as readonly DateKey[] | undefined)?.at(-1)).filter((one) => one !== undefined);
  return last.length === 0 ? undefined : new Date(Math.max(...last.map(dateOrder)));
}
