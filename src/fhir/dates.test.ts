import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { dateRanges, periodRanges } from './dates.ts';

interface Case {
  readonly name: string;
  readonly in: string[];
  readonly out?: string;
  readonly refuses?: string;
}

const { cases } = JSON.parse(readFileSync(new URL('../../spec/fhir/date-search.json', import.meta.url), 'utf8')) as {
  cases: Case[];
};

for (const one of cases) {
  test(`FHIR R4 §3.1.1.4.8, date search: ${one.name}`, () => {
    const asked = new Map([['date', one.in]]);
    if (one.refuses === undefined) assert.equal(dateRanges(asked, 'date'), one.out);
    else assert.throws(() => dateRanges(asked, 'date'), { code: one.refuses });
  });
}

test('FHIR R4 §3.1.1.4.8, a period: eq lies within, ge overlaps, what is not done exactly is refused', () => {
  const of = (...values: string[]) => periodRanges(new Map([['period', values]]), 'period');
  assert.deepEqual(of('2026'), { within: '{["2026-01-01T00:00:00.000Z","2027-01-01T00:00:00.000Z")}' });
  assert.deepEqual(of('ge2026'), { overlaps: '{["2026-01-01T00:00:00.000Z",)}' });
  assert.deepEqual(periodRanges(new Map(), 'period'), {});
  for (const value of ['ne2026', 'sa2026', 'eb2026', 'ap2026', '2025,2026'])
    assert.throws(() => of(value), { code: 'fhir.prefix-not-supported' });
});
