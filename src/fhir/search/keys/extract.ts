import type { Json } from '../../json.ts';
import type { TypeParameters } from '../parameters/compile.ts';
import { writerOf } from './column.ts';
import { instantOfSpan } from './date.ts';
import { principalDate } from './principal.ts';
import type { Home } from './reference.ts';

/** What of a resource can be searched. */
export interface Keys {
  /** JSON text for the column `keys`: for each column of the type's parameters its values, and under `#` the stamp of those parameters. */
  readonly keys: string;
  /** The type's principal date, the latest when there are several, by which its resources are newest; without it the column `at` holds when it was written. */
  readonly at: Date | undefined;
}

export type Extract = (resource: Json, home: Home) => Keys;

/** Where the stamp stands. */
export const stampKey = '#';

/** Compiled once for a type. What its elements hold against their definitions is left out: the validator is the one who refuses it. */
export function extractorOf({ byCode, columns, stamp }: TypeParameters): Extract {
  const writers = columns.map(writerOf);
  const dates = principalDate(byCode)?.columns.map(({ key }) => key) ?? [];
  return (resource, home) => {
    const keys: Record<string, unknown> = { [stampKey]: stamp };
    for (const write of writers) write(resource, home, keys);
    return { keys: JSON.stringify(keys), at: latest(dates, keys) };
  };
}

/** The lists of a column are in order. */
function latest(columns: readonly string[], keys: Readonly<Record<string, unknown>>): Date | undefined {
  let found: Date | undefined;
  for (const key of columns) {
    const list = keys[key] as string | readonly string[] | undefined;
    const last = typeof list === 'string' ? list : list?.at(-1);
    const at = last === undefined ? undefined : instantOfSpan(last);
    if (at !== undefined && (found === undefined || at > found)) found = at;
  }
  return found;
}
