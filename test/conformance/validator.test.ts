import assert from 'node:assert/strict';
import { test } from 'node:test';
import { corpusFolder } from './corpus.ts';
import { guideDefinitions, guideExamples } from './guides.ts';
import { contradictoryExamples, reasons } from './reasons.ts';
import { officialExamples, validatorAgreement } from './validator.ts';

const corpus = corpusFolder();
const skip = corpus === undefined ? 'the corpus is not here (../shared/data or SOCLE_CORPUS)' : false;

for (const [as, least] of [
  ['hl7', 0.95],
  ['server', 0.9],
] as const)
  test(`HL7 fhir-test-cases, validator, ${as}: agreement, and a reason for each miss`, { skip }, () => {
    const { cases, agreed, misses } = validatorAgreement(corpus ?? '', as);
    assert.ok(cases > 150, `${cases} cases`);
    assert.ok(agreed / cases >= least, `${agreed} of ${cases}`);
    assert.deepEqual(
      misses.filter(({ name }) => reasons[name] === undefined).map(({ name, kind }) => `${name} (${kind})`),
      [],
    );
  });

test('FHIR R4, official examples: no false alarm, and the faults of the contradictory ones are found', { skip }, () => {
  const { cases, misses } = officialExamples(corpus ?? '');
  assert.ok(cases > Object.keys(contradictoryExamples).length + 50, `${cases} examples`);
  assert.deepEqual(misses, []);
});

test('ANS guides: each example is valid or has its reason, and most definitions are valid', { skip }, () => {
  const examples = guideExamples(corpus ?? '');
  assert.ok(examples.cases > 100 && examples.passed > 15, `${examples.passed} of ${examples.cases}`);
  for (const { name, why } of examples.misses) assert.ok(why.length > 20, name);
  const definitions = guideDefinitions(corpus ?? '');
  assert.ok(definitions.passed / definitions.cases > 0.9, `${definitions.passed} of ${definitions.cases}`);
});
