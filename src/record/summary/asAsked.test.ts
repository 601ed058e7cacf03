import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asAsked } from './asAsked.ts';
import { deviceUses } from './devices.ts';

const unknown = { extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' }] };

test('HL7 IPS: when a treatment, a result, a procedure or a device was is told, or told to be unknown', () => {
  for (const [resourceType, name, dated] of [
    ['MedicationStatement', '_effectiveDateTime', { effectivePeriod: { start: '2026' } }],
    ['Procedure', '_performedDateTime', { performedString: 'enfance' }],
    ['DeviceUseStatement', '_timingDateTime', { timingDateTime: '2026-01-01' }],
  ] as const) {
    assert.deepEqual(asAsked({ resourceType }), { resourceType, [name]: unknown });
    assert.deepEqual(asAsked({ resourceType, ...dated }), { resourceType, ...dated });
  }
  const result = { resourceType: 'Observation', effectiveInstant: '2026-01-01T00:00:00Z' };
  assert.deepEqual(asAsked(result), { ...result, performer: [unknown] });
  assert.deepEqual(asAsked({ ...result, performer: [{ display: 'Laboratoire' }] }), {
    ...result,
    performer: [{ display: 'Laboratoire' }],
  });
  assert.deepEqual(asAsked({ resourceType: 'Condition' }), { resourceType: 'Condition' });
});

test('HL7 IPS, medical devices: each device once, inside the statement about it, or inside one that says no more', () => {
  const pump = {
    resourceType: 'Device',
    id: 'r-1',
    status: 'active',
    patient: { reference: 'Patient/r' },
    deviceName: [{ name: 'Pompe' }],
  };
  const lens = { resourceType: 'Device', id: 'r-2', patient: { reference: 'Patient/r' }, type: { text: 'Implant' } };
  const old = { ...lens, id: 'r-3', status: 'inactive' };
  const use = {
    resourceType: 'DeviceUseStatement',
    status: 'active',
    device: { reference: 'Device/r-1' },
    timingDateTime: '2020',
  };
  const found = deviceUses([pump, use, lens, old]);
  assert.deepEqual(
    found.map(({ resourceType, timingDateTime, contained, device }) => [resourceType, timingDateTime, contained, device]),
    [
      [
        'DeviceUseStatement',
        '2020',
        [{ resourceType: 'Device', status: 'active', deviceName: [{ name: 'Pompe' }], id: 'device' }],
        { reference: '#device' },
      ],
      [
        'DeviceUseStatement',
        undefined,
        [{ resourceType: 'Device', type: { text: 'Implant' }, id: 'device' }],
        { reference: '#device' },
      ],
    ],
  );
});
