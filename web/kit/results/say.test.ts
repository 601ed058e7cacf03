import assert from 'node:assert/strict';
import { test } from 'node:test';
import { amount, isOutside, resultOf } from './say.ts';

test('issue 4, item 6: a result with its unit as the server prints it, and with none', () => {
  assert.equal(amount(2, '10⁹/L'), `2 10⁹/L`);
  assert.equal(amount(2, ''), '2');
  assert.equal(resultOf({ at: '2026-01-01', value: 5, comparator: '<', documents: [] }, 'µmol/L'), '< 5 µmol/L');
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
