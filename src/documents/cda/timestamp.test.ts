import assert from 'node:assert/strict';
import { test } from 'node:test';
import spec from '../../../spec/cda/timestamps.json' with { type: 'json' };
import { parseTimestamp } from './timestamp.ts';

for (const c of spec.cases)
  test(`HL7 v3 TS: ${c.name}`, () => {
    const found = parseTimestamp(c.in);
    assert.equal(found?.date.toISOString(), c.out);
    assert.equal(found?.day, c.day);
  });
