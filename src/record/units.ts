import { type Conversion, conversion } from '#terminology';
import type { Analyte } from './analytes.ts';

/** How a value of this analyte in one unit is said in another; undefined when that cannot be said. */
export function conversionOf(
  analyte: Pick<Analyte, 'molarMass' | 'formula'> | undefined,
  from: string,
  to: string,
): Conversion | undefined {
  const { formula } = analyte ?? {};
  if (formula === undefined || from === to) return conversion(from, to, analyte?.molarMass);
  // Its units are both without dimension: UCUM would turn them into one another by a factor, wrongly.
  const { scale, offset } = formula;
  if (from === formula.from && to === formula.to) return { scale, offset };
  if (from === formula.to && to === formula.from) return { scale: 1 / scale, offset: -offset / scale };
  return undefined;
}

/** To six digits: no laboratory measures more, and binary fractions must not show. */
export function applied({ scale, offset }: Conversion, value: number): number {
  return scale === 1 && offset === 0 ? value : Number((value * scale + offset).toPrecision(6));
}
