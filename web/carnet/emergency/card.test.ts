import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cardLines, chosenAtFirst, type ProfileLineLike } from './card.ts';

const line = (section: string, label: string, more: Partial<ProfileLineLike> = {}): ProfileLineLike => ({
  key: label,
  section,
  label,
  ended: false,
  severe: false,
  ...more,
});

test('portals §3.6, emergency card: allergies first, the severe before the others; what is over and other measures are not in it', () => {
  const found = cardLines([
    line('relatives', 'Sœur', { detail: '06 00 00 00 01' }),
    line('problems', 'Asthme'),
    line('problems', 'Fracture', { ended: true }),
    line('treatments', 'Salbutamol', { dose: '2 bouffées', reason: 'asthme' }),
    line('measures', 'Poids'),
    line('measures', 'Groupe sanguin', { code: { system: 'http://loinc.org', code: '882-1' }, detail: 'O positif' }),
    line('measures', 'Autre système', { code: { system: 'urn:x', code: '882-1' } }),
    line('allergies', 'Pollen'),
    line('allergies', 'Arachide', { severe: true }),
    line('vaccinations', 'Grippe'),
  ]);
  assert.deepEqual(
    found.map(({ label }) => label),
    ['Arachide', 'Pollen', 'Salbutamol', 'Asthme', 'Groupe sanguin', 'Sœur'],
  );
  assert.equal(found.find(({ label }) => label === 'Salbutamol')?.detail, '2 bouffées, asthme');
});

test('portals §3.6, emergency card: wishes and devices are the person’s to add; a hundred lines at most', () => {
  const lines = cardLines([line('wishes', 'Don d’organes'), line('devices', 'Stimulateur'), line('allergies', 'Latex')]);
  assert.deepEqual(chosenAtFirst(lines), ['Latex']);
  assert.equal(cardLines(Array.from({ length: 150 }, (_, n) => line('problems', `P${n}`))).length, 100);
});
