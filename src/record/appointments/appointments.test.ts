import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { RecordId } from '#kernel';
import { appointmentOf, lineIn, whoAndWhere } from './appointment.ts';
import { icsOf } from './ics.ts';

const record = '0e0d1c2b-3a49-4857-9665-748392a1b0c9' as RecordId;
const now = new Date('2026-11-22T10:00:00Z');
const wish = {
  at: new Date('2026-11-24T09:30:00Z'),
  minutes: 30,
  with: 'Cabinet dentaire',
  place: '3 rue des Lilas',
  reason: 'Contrôle',
  note: 'Apporter la radio',
};
const kept = (more: object = {}) => ({
  ...appointmentOf(record, { ...wish, ...more }, now),
  id: 'a-1',
  meta: { tag: [{ system: 'urn:socle:origin', code: 'person' }] },
});

test('FHIR R4 Appointment: what the person enters is read back as they entered it', () => {
  const { source, ...line } = lineIn(kept()) ?? assert.fail();
  assert.deepEqual(line, {
    id: 'a-1',
    at: '2026-11-24T09:30:00.000Z',
    until: '2026-11-24T10:00:00.000Z',
    cancelled: false,
    with: 'Cabinet dentaire',
    place: '3 rue des Lilas',
    reason: 'Contrôle',
    note: 'Apporter la radio',
    own: true,
  });
  assert.equal(source.kind, 'person');
});

test('FHIR R4 Appointment: who takes part is read by type or reference, professionals by their national identifier', () => {
  const rpps = { system: 'urn:oid:1.2.250.1.71.4.2.1', value: '899700000111' };
  const participant = [
    { actor: { reference: 'Patient/x', display: 'La personne' } },
    { actor: { reference: 'https://exemple.fr/fhir/Practitioner/12', display: 'Dr Un' } },
    { actor: { type: 'PractitionerRole', identifier: rpps } },
    { actor: { reference: 'Location/3', display: 'Salle 3' } },
    { type: [] },
  ];
  assert.deepEqual(whoAndWhere({ participant }), {
    practitioners: [{ name: 'Dr Un' }, { professional: '899700000111' }],
    places: ['Salle 3'],
  });
  assert.equal(lineIn({ resourceType: 'Appointment', status: 'proposed', participant }), undefined);
  assert.equal(lineIn({ ...kept(), status: 'entered-in-error' }), undefined);
  assert.equal(lineIn({ ...kept(), status: 'cancelled' })?.cancelled, true);
});

test('RFC 5545: lines end in CR LF, hold 75 octets at most and unfold to what was said; nothing said ends a line; why is not told', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 110 }), fc.string({ maxLength: 190 }), (who, place) => {
      const line = lineIn(kept({ with: `x${who}`, place: `y${place}` })) ?? assert.fail();
      const text = icsOf(line, now, 'socle.exemple');
      const lines = text.split('\r\n');
      assert.equal(lines.pop(), '');
      for (const one of lines) assert.ok(Buffer.byteLength(one) <= 75 && !/[\r\n]/.test(one), one);
      const unfolded = text.replaceAll('\r\n ', '').split('\r\n');
      assert.equal(unfolded.filter((one) => one.startsWith('SUMMARY:')).length, 1);
      const summary = unfolded.find((one) => one.startsWith('SUMMARY:'))?.slice(8) ?? '';
      const said = summary.replaceAll(/\\([\\;,])/g, '$1').replaceAll(String.raw`\n`, '\n');
      if (!/[\\\p{Cc}]/u.test(who)) assert.equal(said, `Rendez-vous : ${`x${who}`.trim()}`);
      assert.doesNotMatch(text, /Contrôle/);
    }),
    { numRuns: 200 },
  );
  const text = icsOf(lineIn(kept()) ?? assert.fail(), now, 'socle.exemple');
  assert.match(text, /\r\nDTSTART:20261124T093000Z\r\nDTEND:20261124T100000Z\r\n/);
  assert.match(text, /\r\nUID:a-1@socle.exemple\r\n/);
});

test('Issue 8, appointments: what a form cannot mean is refused', () => {
  const refused = (more: object, code: string) => assert.throws(() => kept(more), { code: `appointments.${code}` });
  refused({ at: new Date(Number.NaN) }, 'bad-moment');
  refused({ at: new Date('2040-01-01') }, 'bad-moment');
  refused({ minutes: 7.5 }, 'bad-length');
  refused({ place: 'x'.repeat(201) }, 'too-long');
  refused({ with: '', reason: ' ' }, 'empty');
});
