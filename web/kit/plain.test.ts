import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plain } from './plain.ts';

test('portals §4.2, plain words: what the official lists shorten is said in full, the rest as it stands', () => {
  assert.equal(plain("CR d'imagerie médicale"), "Compte rendu d'imagerie médicale");
  assert.equal(plain('Médecin - Médecine Générale (SM)'), 'Médecin - Médecine Générale');
  assert.equal(plain('Note de vaccination'), 'Note de vaccination');
});
