import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dateFault, dateRead, dateTyped, entryOf, typedOf } from './entry.ts';

test('Issue 8, profile: a date is typed as far as it is known, and one that does not exist is none', () => {
  for (const [typed, read] of [
    ['2019', '2019'],
    ['05/2019', '2019-05'],
    ['5/2019', '2019-05'],
    ['12/05/2019', '2019-05-12'],
    [' 1.5.2019 ', '2019-05-01'],
    ['2019-05-12', '2019-05-12'],
    ['', ''],
    ['31/02/2019', undefined],
    ['13/2019', undefined],
    ['19', undefined],
    ['hier', undefined],
  ] as const)
    assert.equal(dateRead(typed), read, typed);
  for (const date of ['2019', '2019-05', '2019-05-12']) assert.equal(dateRead(dateTyped(date)), date);
});

test('Issue 8, profile: a form sends what was said, and shows again what it sent', () => {
  const entry = { section: 'problems', label: 'Asthme', from: '1998-05', ended: true, until: '2010', note: 'Enfance' } as const;
  const typed = typedOf(entry, 'problems', '2026-01-01');
  assert.deepEqual(entryOf('problems', typed), entry);
  assert.deepEqual(entryOf('problems', { ...typed, ended: false }), {
    section: 'problems',
    label: 'Asthme',
    from: '1998-05',
    note: 'Enfance',
  });
  assert.equal(typedOf(undefined, 'measures', '2026-01-01').from, '2026-01-01');
});

const today = '2026-11-23';

test('Issue 8, profile: a date of the form is refused for what is wrong with it; a treatment may be planned', () => {
  const typed = (from: string, until = '') => typedOf({ section: 'problems', label: 'x', from, until }, 'problems', today);
  assert.equal(dateFault('problems', 'from', typed('2031'), today), 'future');
  assert.equal(dateFault('treatments', 'from', typed('2031'), today), undefined);
  assert.equal(dateFault('problems', 'from', typed('2026-11'), today), undefined);
  assert.equal(dateFault('measures', 'from', typed('2026-11-24'), today), 'future');
  assert.equal(dateFault('problems', 'until', typed('2020', '2019'), today), 'order');
  assert.equal(dateFault('problems', 'until', typed('2020-05', '2020'), today), undefined);
  assert.equal(dateFault('problems', 'from', { ...typed(''), from: 'printemps' }, today), 'badDate');
  assert.equal(dateFault('problems', 'from', typed(''), today), undefined);
});
