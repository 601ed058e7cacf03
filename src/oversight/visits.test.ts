import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TraceLine } from '#trace';
import { drawVisits, localClock } from './visits.ts';

const cabinet = { id: '1990000018', name: 'Cabinet' };
const clinic = { id: '1990000026', name: 'Clinique' };
const doctor = { kind: 'professional', id: 'd', name: 'Dr Untel', structure: cabinet } as const;
const nurse = { kind: 'professional', id: 'n', name: 'Une Telle', structure: clinic } as const;
const software = { kind: 'software', id: 's', name: 'Logiciel', structure: cabinet } as const;
const paris = { zone: 'Europe/Paris', isHospital: (id: string) => id === clinic.id };

let seq = 0;
const line = (who: TraceLine['who'], at: string, more: Partial<TraceLine> = {}): TraceLine => ({
  seq: ++seq,
  at,
  who,
  request: 'r',
  action: 'read',
  outcome: 'done',
  ground: 'equipe_de_soins',
  ...more,
});
const day = '2026-03-10T12:00:00Z';
const night = '2026-03-10T23:30:00Z';
const told = (lines: readonly TraceLine[], known = new Map<string, Date>()) =>
  drawVisits(lines, known, paris).visits.map(({ professional, day: on, acts, night: nights, untied, far }) => [
    professional,
    on,
    acts,
    nights,
    untied,
    far,
  ]);

test('Issue 5, 6, distance: far is who looks before anybody of their structure has put anything there', () => {
  assert.deepEqual(told([line(doctor, day), line(doctor, day)]), [['d', '2026-03-10', 2, 0, true, true]]);
  assert.deepEqual(told([line(software, day, { action: 'deposit' }), line(doctor, day)]), [
    ['d', '2026-03-10', 1, 0, false, false],
  ]);
  assert.deepEqual(told([line(doctor, day)], new Map([[cabinet.id, new Date(0)]])), [['d', '2026-03-10', 1, 0, false, false]]);
  const refused = line(software, day, { action: 'deposit', outcome: 'refused' });
  assert.deepEqual(told([refused, line(doctor, day)]), [['d', '2026-03-10', 1, 0, true, true]]);
  for (const ground of ['consentement', 'centre_15'] as const)
    assert.deepEqual(told([line(doctor, day, { ground })]), [['d', '2026-03-10', 1, 0, false, false]]);
  assert.deepEqual(told([line(doctor, day, { ground: 'bris_de_glace' })]), [['d', '2026-03-10', 1, 0, true, false]]);
});

test('Issue 5, 6, night: 22:00 to 6:00 on the installation’s clock, but for hospitals and emergencies', () => {
  assert.deepEqual(told([line(doctor, night)]), [['d', '2026-03-11', 1, 1, true, true]]);
  for (const [at, nights] of [
    ['2026-03-10T20:59:59Z', 0],
    ['2026-03-10T21:00:00Z', 1],
    ['2026-03-10T04:59:59Z', 1],
    ['2026-03-10T05:00:00Z', 0],
    ['2026-07-10T03:59:59Z', 1],
    ['2026-07-10T04:00:00Z', 0],
  ] as const)
    assert.equal(drawVisits([line(doctor, at)], new Map(), paris).visits[0]?.night, nights, at);
  assert.equal(drawVisits([line(nurse, night)], new Map(), paris).visits[0]?.night, 0);
  assert.equal(drawVisits([line(doctor, night, { ground: 'bris_de_glace' })], new Map(), paris).visits[0]?.night, 0);
  assert.deepEqual(localClock('America/Martinique')(new Date('2026-03-11T01:00:00Z')), { day: '2026-03-10', hour: 21 });
});

test('Issue 5, 6: only what professionals looked at counts; a deposit, a refusal and the person themself do not', () => {
  const others = [
    line(software, day),
    line({ kind: 'citizen', id: 'c', name: 'Elle' }, day),
    line({ kind: 'operator', id: 'o', name: 'Odile' }, day),
    line(doctor, day, { action: 'deposit' }),
    line(doctor, day, { outcome: 'refused' }),
    line(doctor, day, { action: 'rights' }),
  ];
  assert.deepEqual(told(others), []);
  assert.deepEqual([...drawVisits(others, new Map(), paris).ties.keys()], [cabinet.id]);
});
