import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isOutside, unitName } from './say.ts';

test('UCUM, as printed: micro, powers of ten, brackets', () => {
  assert.deepEqual(['umol/L', '10*9/L', 'mm[Hg]', '[IU]/L', 'Cel', '1', 'unit', '{score}'].map(unitName), [
    'µmol/L',
    '10⁹/L',
    'mmHg',
    'IU/L',
    '°C',
    '',
    'unit',
    'score',
  ]);
});

test('issue 4, item 6: a result is judged by its laboratory, else by the band that applied to it', () => {
  const point = { at: '2026-01-01', value: 5, documents: [] };
  const flag = (code: string) => ({ code, label: { fr: code, en: code } });
  assert.equal(isOutside(point), false);
  assert.equal(isOutside({ ...point, high: 4 }), true);
  assert.equal(isOutside({ ...point, low: 6 }), true);
  assert.equal(isOutside({ ...point, low: 5, high: 5 }), false);
  assert.equal(isOutside({ ...point, low: 6, comparator: '>' }), false, 'more than 5 may be 6');
  assert.equal(isOutside({ ...point, high: 9, flag: flag('HH') }), true);
  assert.equal(isOutside({ ...point, high: 4, flag: flag('N') }), true, 'the band says otherwise');
  assert.equal(isOutside({ ...point, flag: flag('POS') }), false);
});
