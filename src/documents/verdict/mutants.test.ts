import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkDocument } from './check.ts';
import { headerRules } from './header/index.ts';
import { listRules } from './lists.ts';
import { cases, type MutantCase, mutated, placeIn, sample, sampleN1 } from './mutants.check.ts';
import { findingsOf } from './verdict.ts';

const check = async (text: string) => findingsOf(await checkDocument(Buffer.from(text), {}));

test('CI-SIS, minimal structure: nothing is said against a document that has every participant', async () => {
  assert.deepEqual(await check(sample), []);
  assert.deepEqual(await check(sampleN1), []);
});

test('CI-SIS, minimal structure: every rule has a document that breaks it', () => {
  const broken = new Set(cases.map(({ rule }) => rule));
  const all = [...headerRules.map(({ id }) => id), ...listRules];
  assert.deepEqual(
    all.filter((rule) => !broken.has(rule)),
    [],
  );
});

for (const one of cases) {
  test(`CI-SIS, minimal structure: ${one.name} → ${one.rule}`, async () => {
    const text = (one.n1 ? undefined : mutated(sample, one)) ?? mutated(sampleN1, one);
    assert.ok(text !== undefined, 'neither sample has what is damaged');
    await foundIn(text, one);
  });
}

/** The rule finds it at its place, and nothing is found that is not the same damage. */
async function foundIn(text: string, { rule, at, also = [] }: MutantCase): Promise<void> {
  const findings = await check(text);
  const found = findings.filter((finding) => finding.rule === rule);
  assert.ok(found.length > 0, `not found; found: ${findings.map((finding) => finding.rule).join(', ')}`);
  if (at !== null) {
    const place = placeIn(text, at);
    const places = found.map(({ xpath, line }) => ({ xpath, line }));
    assert.ok(
      places.some(({ xpath, line }) => xpath === place.xpath && line === place.line),
      `${JSON.stringify(places)} is not ${JSON.stringify(place)}`,
    );
  }
  assert.deepEqual(
    findings.map((finding) => finding.rule).filter((name) => name !== rule && !also.includes(name)),
    [],
  );
}
