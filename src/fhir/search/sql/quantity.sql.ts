import { unitSystemKey } from '../keys/quantity.ts';
import type { UnitBox } from '../query.ts';
import type { List } from './list.sql.ts';
import type { Draft } from './place.ts';

/** A number in a list `[low, high, code, system, unit, factor, dimension]`; an open side is without bound. */
const low = `coalesce((x.v->>0)::float8, '-Infinity')`;
const high = `coalesce((x.v->>1)::float8, 'Infinity')`;

/** Rows `w` of the boxes that are searched, a column for each of their parts. */
function boxes(all: readonly UnitBox[], draft: Draft): string {
  const numbers = (of: (box: UnitBox) => number | null): string => `${draft.bind(all.map(of))}::float8[]`;
  const texts = (of: (box: UnitBox) => string | null): string => `${draft.bind(all.map(of))}::text[]`;
  const parts = [
    numbers((box) => box.low[0]),
    numbers((box) => box.low[1]),
    numbers((box) => box.high[0]),
    numbers((box) => box.high[1]),
    texts((box) => box.unit?.code ?? null),
    texts((box) => (box.unit?.system === undefined ? null : unitSystemKey(box.unit.system))),
    texts((box) => box.canonical?.dimension ?? null),
    numbers((box) => box.canonical?.low[0] ?? null),
    numbers((box) => box.canonical?.low[1] ?? null),
    numbers((box) => box.canonical?.high[0] ?? null),
    numbers((box) => box.canonical?.high[1] ?? null),
  ];
  return `unnest(${parts.join(', ')}) as w(a, b, c, d, code, system, dimension, ca, cb, cc, cd)`;
}

/** The unit as it is written, or the same in base units when it is written in another unit of the same dimension. */
const asWritten = `${low} between w.a and w.b and ${high} between w.c and w.d
  and (w.code is null or x.v->>2 = w.code or (w.system is null and x.v->>4 = w.code)) and (w.system is null or x.v->>3 = w.system)`;
const factor = '(x.v->>5)::float8';
const inBaseUnits = `x.v->>6 = w.dimension and x.v->>2 <> w.code
  and ${low} * ${factor} between w.ca and w.cb and ${high} * ${factor} between w.cc and w.cd`;

/** One quantity of a list lies in one of the boxes. Source: FHIR R4 §3.1.1.4.7 and §3.1.1.4.11. */
export function quantitiesText(all: readonly UnitBox[], { list }: List, draft: Draft): string {
  const other = all.some(({ canonical }) => canonical !== undefined) ? ` or ${inBaseUnits}` : '';
  return `exists (select from jsonb_array_elements(${list}) as x(v), ${boxes(all, draft)} where ${asWritten}${other})`;
}
