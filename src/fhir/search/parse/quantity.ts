import { baseUnit, ucum } from '../keys/units.ts';
import type { Box, UnitBox } from '../query.ts';
import { type Bounds, boxesOf, prefixOf } from './bounds.ts';
import { numberBounds } from './number.ts';
import { badValue } from './refusals.ts';
import { splitAt, unescaped } from './values.ts';

/**
 * `number`, `number|system|code`, `number||code`. In UCUM also what is written in other units of the same dimension. Refuses `fhir.bad-value`.
 * Source: FHIR R4 §3.1.1.4.14.
 */
export function quantityBoxes(value: string, parameter: string): readonly UnitBox[] {
  const [number = '', system = '', code = '', ...more] = splitAt(value, '|').map(unescaped);
  const { prefix, rest } = prefixOf(number);
  const bounds = numberBounds(rest);
  if (bounds === undefined || more.length > 0 || (system !== '' && code === '')) {
    throw badValue(
      parameter,
      'une quantité est attendue : nombre, nombre|système|code ou nombre||code, avec un préfixe éventuel (eq, ne, gt, lt, ge, le, sa, eb, ap).',
      'a quantity is expected: number, number|system|code or number||code, with an optional prefix (eq, ne, gt, lt, ge, le, sa, eb, ap).',
    );
  }
  const unit = code === '' ? undefined : { system: system === '' ? undefined : system, code };
  const base = system === ucum ? baseUnit(code) : undefined;
  const canonical = base === undefined ? [] : boxesOf(prefix, inBaseUnits(bounds, base.factor));
  return boxesOf(prefix, bounds).map((box, i): UnitBox => {
    const other: Box | undefined = canonical[i];
    return {
      ...box,
      unit,
      canonical: other === undefined || base === undefined ? undefined : { ...other, dimension: base.dimension },
    };
  });
}

/** A product of factors is not exact: what differs by less than a thousand-millionth counts as equal. */
const exactness = 1e-9;

function inBaseUnits({ first, last, less, near, orEqual }: Bounds, factor: number): Bounds {
  const value = (orEqual?.[0] ?? less) * factor;
  const slack = Math.abs(value) * exactness;
  return {
    first: first * factor - slack,
    last: last * factor - slack,
    outside: [first * factor - 2 * slack, last * factor],
    less: value - slack,
    more: value + slack,
    orEqual: [value + slack, value - slack],
    near: [near[0] * factor, near[1] * factor],
  };
}
