import assert from 'node:assert/strict';
import { test } from 'node:test';
import { comesOfAge, isMinor } from './age.ts';

test('Code civil art. 388: a person comes of age as their eighteenth birthday begins, in Paris', () => {
  assert.equal(comesOfAge('2010-07-14')?.toISOString(), '2028-07-13T22:00:00.000Z'); // summer time
  assert.equal(comesOfAge('2010-01-15')?.toISOString(), '2028-01-14T23:00:00.000Z');
  assert.equal(comesOfAge('2008-02-29')?.toISOString(), '2026-02-28T23:00:00.000Z'); // born on a leap day: the 1st of March
  assert.equal(comesOfAge('2010-00-00')?.toISOString(), '2027-12-31T23:00:00.000Z'); // what is not known counts as the first
  assert.equal(comesOfAge('unknown'), undefined);
  assert.equal(isMinor('2010-07-14', new Date('2028-07-13T21:59:59.999Z')), true);
  assert.equal(isMinor('2010-07-14', new Date('2028-07-13T22:00:00Z')), false);
  assert.equal(isMinor('unknown', new Date(0)), false);
});
