import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Json } from '#fhir';
import { antigensOf } from '../../prevention/antigens.ts';
import { factsIn } from '../../prevention/facts.ts';
import { preventionOf, rules } from '../../prevention/prevention.ts';
import { plain } from '../concept.ts';
import { readEntry } from '../entry.ts';
import { kindsOf } from '../kinds.ts';
import type { ProfileSection } from '../line.ts';
import { profileFrom } from '../merge.ts';
import { resourceOf } from '../write.ts';
import { type ChoiceSection, choiceOf, choices } from './index.ts';

const today = '2026-06-01';
const sections = Object.keys(choices) as readonly ChoiceSection[];
const person = { tag: [{ system: 'urn:socle:origin', code: 'person' }] };
const entered = (section: ProfileSection, label: string, id = 'own', from = '2025-10-14'): Json => ({
  ...resourceOf(readEntry({ section, label, from }, today), { patient: 'Patient/p', at: new Date(`${today}T10:00:00Z`) }),
  id,
  meta: person,
});
const ofDocument = (resource: Json, id = 'drawn'): Json => ({ ...resource, id, meta: { source: 'DocumentReference/d' } });
const linesOf = (...resources: readonly Json[]) => profileFrom(resources, [], today);

test('Issue 8, choices: no words mean two things, every kind is one of the form, and what is offered may be entered', () => {
  for (const section of sections) {
    const all = choices[section].flatMap((choice) =>
      [choice.label, ...choice.same].map((words) => [plain(words), choice] as const),
    );
    for (const [words, choice] of all) assert.equal(choiceOf(section, words), choice, `${section}: ${words}`);
    assert.equal(new Set(all.map(([words]) => words)).size, all.length, section);
    for (const { kind, label } of choices[section]) {
      assert.ok(kind === undefined || kindsOf(section).has(kind), label);
      assert.equal(readEntry({ section, label }, today).label, label);
    }
  }
});

test('Issue 8, choices: accents, capitals, plurals and everyday words lead to one thing', () => {
  for (const [section, words, label] of [
    ['allergies', 'ARACHIDES', 'Arachide'],
    ['allergies', 'cacahuetes', 'Arachide'],
    ['allergies', 'Allergie à l’arachide', 'Arachide'],
    ['allergies', 'allergie aux acariens', 'Acariens'],
    ['allergies', 'penicilline', 'Pénicilline'],
    ['allergies', 'oeufs', 'Œuf'],
    ['problems', 'hta', 'Hypertension artérielle'],
    ['vaccinations', 'ROR', 'Rougeole, oreillons, rubéole (ROR)'],
  ] as const)
    assert.equal(choiceOf(section, words)?.label, label, words);
  for (const words of [
    '',
    ' ',
    'allergie',
    'allergie à',
    'arachide et soja',
    '\u0000',
    'x'.repeat(5000),
    '__proto__',
    'constructor',
  ])
    assert.equal(choiceOf('allergies', words), undefined, words.slice(0, 20));
  assert.equal(choiceOf('relatives', 'Arachide'), undefined);
});

test('Issue 8, choices: any words may be asked for', () => {
  fc.assert(
    fc.property(fc.constantFrom(...sections), fc.string({ unit: 'binary', maxLength: 60 }), (section, words) => {
      const choice = choiceOf(section, words);
      assert.ok(choice === undefined || choices[section].includes(choice));
    }),
  );
});

test('Issue 8, choices: what a person and a document call by two names is one line, and what is not the same stays two', () => {
  const allergy = (text: string): Json => ofDocument({ resourceType: 'AllergyIntolerance', code: { text } });
  for (const [own, theirs, lines] of [
    ['arachides', 'Arachide', 1],
    ['Arachide', 'Cacahuètes', 1],
    ['Arachide', 'ALLERGIE À L’ARACHIDE', 1],
    ['Pénicilline', 'Amoxicilline', 2],
    ['Kiwi', 'Latex', 2],
  ] as const)
    assert.equal(linesOf(entered('allergies', own), allergy(theirs)).length, lines, `${own}, ${theirs}`);
  const coded = ofDocument({
    resourceType: 'MedicationStatement',
    status: 'active',
    medicationCodeableConcept: { coding: [{ system: 'http://www.whocc.no/atc', code: 'A10BA02', display: 'Metformin' }] },
  });
  assert.equal(linesOf(entered('treatments', 'metformine'), coded).length, 1);
});

test('Issue 8, choices: a vaccine that a person gives by its disease and a document by its product, of one day, is one line', () => {
  const flu = (occurrenceDateTime: string): Json =>
    ofDocument({ resourceType: 'Immunization', status: 'completed', vaccineCode: { text: 'VAXIGRIPTETRA' }, occurrenceDateTime });
  assert.equal(linesOf(entered('vaccinations', 'Grippe'), flu('2025-10-14')).length, 1);
  assert.equal(linesOf(entered('vaccinations', 'Grippe'), flu('2025-10-15')).length, 2);
  // A month is no day: two vaccines of one month may be two doses.
  assert.equal(linesOf(entered('vaccinations', 'Grippe', 'own', '2025-10'), flu('2025-10')).length, 2);
});

test('Issue 8, choices: a vaccine chosen from the list counts in prevention, by its code as by its words', () => {
  const counted = new Set<string>();
  for (const { label, code } of choices.vaccinations) {
    const words = [...antigensOf({ text: label })].sort();
    const byCode = code && [...antigensOf({ coding: [{ ...code }] })].sort();
    if (byCode !== undefined && byCode.length > 0) assert.deepEqual(words, byCode, label);
    const facts = factsIn([entered('vaccinations', label)]);
    for (const sex of ['F', 'M'] as const)
      for (const birth of ['1950-05-05', '2000-05-05', '2014-05-05', '2025-08-01'])
        for (const { id, done } of preventionOf({ birth, sex, today }, facts)) if (done.length > 0) counted.add(id);
  }
  const asked = rules.filter(({ kind }) => kind === 'vaccine').map(({ id }) => id);
  assert.deepEqual([...counted].sort(), asked.toSorted());
});
