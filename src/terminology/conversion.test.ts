import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conversion } from './computed/conversion.ts';

const converted = (value: number, from: string, to: string, mass?: number): number | undefined => {
  const found = conversion(from, to, mass);
  return found === undefined ? undefined : Number((found.scale * value + found.offset).toPrecision(6));
};

for (const [value, from, to, expected, mass] of [
  [90, 'mg/dL', 'g/L', 0.9],
  [1, 'g/L', 'mmol/L', 5.55074, 180.156],
  [5.5507449, 'mmol/L', 'g/L', 1, 180.156],
  [1, 'g/L', 'mmol/L', undefined],
  [37, 'Cel', '[degF]', 98.6],
  [2.5, 'm[IU]/L', 'u[IU]/mL', 2.5],
  [2.5, '[IU]/L', 'mmol/L', undefined, 100],
  [4.5, '10*9/L', '10*3/uL', 4.5],
  [4500, '/uL', '10*9/L', 4.5],
  [40, '%', '1', 0.4],
  [7.4, '[pH]', 'mol/L', undefined],
  [1, 'g/L', 'm', undefined],
  [1, 'g/L', 'poignées', undefined],
] as const)
  test(`UCUM: ${value} ${from} in ${to}${mass === undefined ? '' : ` of ${mass} g/mol`}`, () => {
    assert.equal(converted(value, from, to, mass), expected);
  });
