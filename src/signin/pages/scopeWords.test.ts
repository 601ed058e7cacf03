import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isTold, scopeWords } from './scopeWords.ts';

test('SMART App Launch 2.2 §3.0.2, consent: every scope in plain French, and nothing asked is passed over', () => {
  const told: Readonly<Record<string, string>> = {
    'patient/*.rs': 'lire : tout le carnet de santé',
    'patient/Immunization.cruds': 'lire, ajouter, modifier, retirer : les vaccinations',
    'patient/AllergyIntolerance.c': 'ajouter : les allergies et intolérances',
    'patient/Observation.read': 'lire : les mesures et résultats d’examens',
    'patient/Observation.rs?category=http://x|vital-signs,laboratory':
      'lire : les mesures et résultats d’examens, seulement signes vitaux : tension, poids, température… ou biologie',
    'patient/Observation.rs?category=inconnue&code=http://loinc.org|4548-4':
      'lire : les mesures et résultats d’examens, seulement « inconnue » et code « 4548-4 »',
    'patient/MolecularSequence.r': 'lire : les données « MolecularSequence »',
    offline_access: 'garder cet accès quand vous n’êtes pas devant l’écran',
    openid: '',
    'un/mot.inconnu': 'un/mot.inconnu',
  };
  for (const [scope, words] of Object.entries(told)) assert.equal(scopeWords(scope, 'fr'), words);
});

test('SMART App Launch 2.2 §3.0.2, consent: the same in English, and the same scopes are told', () => {
  const told: Readonly<Record<string, string>> = {
    'patient/*.rs': 'read: the whole health record',
    'patient/Immunization.cruds': 'read, add, change, remove: vaccinations',
    'patient/Observation.rs?category=http://x|vital-signs,laboratory':
      'read: measurements and examination results, only vital signs: blood pressure, weight, temperature… or laboratory',
    'patient/Observation.rs?category=unknown&code=http://loinc.org|4548-4':
      'read: measurements and examination results, only “unknown” and code “4548-4”',
    'patient/MolecularSequence.r': 'read: “MolecularSequence” data',
    openid: '',
    'a/word.unknown': 'a/word.unknown',
  };
  for (const [scope, words] of Object.entries(told)) {
    assert.equal(scopeWords(scope, 'en'), words);
    assert.equal(isTold(scope), words !== '', scope);
  }
});
