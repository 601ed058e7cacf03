import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bodiesOf } from './asked.ts';

test('issue 8, the right person: one box takes a matricule, with spaces and Corsica', () => {
  assert.deepEqual(bodiesOf(' 2 55 06 99 999 999 34 '), [{ matricule: '255069999999934' }]);
  assert.deepEqual(bodiesOf('1 80 02 2a 123 456 78'), [{ matricule: '180022A12345678' }]);
  // Too short or too long is still a matricule: the server says what is wrong with it.
  assert.deepEqual(bodiesOf('25506'), [{ matricule: '25506' }]);
});

test('issue 8, the right person: one box takes a birth name, a given name, a birth date', () => {
  assert.deepEqual(bodiesOf('brumaille'), [{ birthFamily: 'brumaille' }]);
  assert.deepEqual(bodiesOf('De La Brumaille, Ambre 06/06/1955'), [
    { birthFamily: 'De La Brumaille', firstBirthGiven: 'Ambre', birthDate: '1955-06-06' },
  ]);
  assert.deepEqual(bodiesOf('Brumaille 1955-06-06'), [{ birthFamily: 'Brumaille', birthDate: '1955-06-06' }]);
  assert.deepEqual(bodiesOf('Brumaille Ambre'), [
    { birthFamily: 'Brumaille Ambre' },
    { birthFamily: 'Brumaille', firstBirthGiven: 'Ambre' },
    { birthFamily: 'Ambre', firstBirthGiven: 'Brumaille' },
  ]);
});

test('issue 8, the right person: a birth date is understood however its parts are set apart', () => {
  for (const date of ['06/06/1955', '6/6/1955', '06.06.1955', '6-6-1955', '1955-06-06'])
    assert.deepEqual(bodiesOf(`Brumaille ${date}`), [{ birthFamily: 'Brumaille', birthDate: '1955-06-06' }], date);
});

test('issue 8, the right person: nothing to look for asks for nothing', () => {
  for (const nothing of ['', '   ', '06/06/1955', ' , Ambre']) assert.deepEqual(bodiesOf(nothing), [], nothing);
});
