import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shortlyNamed, shortName } from './shortName.ts';

test('issue 8, results: a name of LOINC is told by what it measures, and in what where that is not the usual', () => {
  const cases = {
    'Temps de quick INR [Temps relatif] Plasma pauvre en plaquettes ; Numérique ; Coagulation': 'Temps de quick INR',
    'Potassium [Moles/Volume] Sérum/Plasma ; Numérique': 'Potassium',
    'Potassium [Moles/Volume] Urine ; Numérique': 'Potassium (Urine)',
    'Glucose [Mass/volume] in Serum or Plasma': 'Glucose',
    'Protéine C réactive': 'Protéine C réactive',
    'Ac anti-[brume] fictif': 'Ac anti-[brume] fictif',
    '[Moles/Volume] Sérum': '[Moles/Volume] Sérum',
    '': '',
  };
  for (const [name, short] of Object.entries(cases)) assert.equal(shortName(name), short);
});

test('issue 8, results: two that would be called the same keep their whole names', () => {
  const labels = ['Sodium [Moles/Volume] Sérum', 'Potassium [Moles/Volume] Sérum', 'Potassium [Moles/Volume] Sang', 'potassium'];
  const [sodium, ...others] = shortlyNamed(labels.map((label) => ({ label })));
  assert.deepEqual([sodium?.label, others.map(({ label }) => label)], ['Sodium', labels.slice(1)]);
});
