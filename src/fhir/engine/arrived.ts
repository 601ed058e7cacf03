import { eachPermit, type Permit } from '#rights';
import { arrivedRows } from '../fhir.sql.ts';
import type { FhirDesk } from './desk.ts';

/** Since when things are new, to who holds a Permit. */
export interface Since {
  readonly permit: Permit;
  readonly since: Date;
}

/** A part of what came. */
export interface Arrived {
  /** The place of its record among those that were asked for. */
  readonly of: number;
  readonly bodies: readonly Buffer[];
}

const together = 250;
/** Behind nothing: PostgreSQL's own word for later than all. */
const first = { before: 'infinity', beforeN: 0 };

/**
 * Of each of these records the bodies of resources of these types that came as data, from no document, after its instant and by anybody but the
 * caller: new, or in a new version; the last that came first, `most` of each, part by part. The Permits are of one caller. One statement a part,
 * however many records: nearly always there is one. For a walk of another module, which decides before and traces after.
 */
export async function* arrived(
  { store }: Pick<FhirDesk, 'store'>,
  asked: readonly Since[],
  types: readonly string[],
  most: number,
): AsyncGenerator<readonly Arrived[]> {
  let left = asked.map((one, of) => ({ ...one, of, ...first }));
  for (let read = 0; left.length > 0 && read < most; read += together) {
    const limit = Math.min(together, most - read);
    const each = eachPermit(
      left.map(({ permit }) => permit),
      7,
    );
    const rows = await store.query<{ place: number; n: number; at: string; body: Buffer }>(arrivedRows(each), [
      left.map(({ since }) => since),
      ownOf(left),
      types,
      limit,
      left.map(({ before }) => before),
      left.map(({ beforeN }) => beforeN),
      ...each.values,
    ]);
    const found = Map.groupBy(rows, ({ place }) => place);
    yield [...found].map(([place, mine]) => ({ of: left[place - 1]?.of ?? 0, bodies: mine.map(({ body }) => body) }));
    left = left.flatMap((one, n) => {
      const mine = found.get(n + 1) ?? [];
      const last = mine.at(-1);
      return last === undefined || mine.length < limit ? [] : [{ ...one, before: last.at, beforeN: last.n }];
    });
  }
}

/** Of whom nothing is new to the caller. */
function ownOf([one]: readonly Since[]): string {
  const actor = one?.permit.call.actor;
  return actor?.kind === 'professional' ? actor.id : '';
}
