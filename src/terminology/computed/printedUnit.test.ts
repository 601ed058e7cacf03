import assert from 'node:assert/strict';
import { test } from 'node:test';
import { printedUnit } from './printedUnit.ts';

for (const [unit, printed] of [
  ['umol/L', 'µmol/L'],
  ['10*9/L', '10⁹/L'],
  ['10*12/L', '10¹²/L'],
  ['10*3/uL', '10³/µL'],
  ['mm[Hg]', 'mmHg'],
  ['[IU]/L', 'UI/L'],
  ['m[iU]/L', 'mUI/L'],
  ['u[IU]/mL', 'µUI/mL'],
  ['mg/g{creat}', 'mg/gcreat'],
  ['Cel', '°C'],
  ['1', ''],
  ['[pH]', ''],
  ['{score}', ''],
  ['unit', 'unit'],
  ['gouttes épaisses', 'gouttes épaisses'],
])
  test(`UCUM, as printed: ${unit}`, () => {
    assert.equal(printedUnit(unit ?? ''), printed);
  });
