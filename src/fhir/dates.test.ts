import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { dateRanges } from './dates.ts';

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
