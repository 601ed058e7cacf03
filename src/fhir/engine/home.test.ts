import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Actor, hexOfRecordId, isRecordId, itemId, newRecordId, PLATFORM } from '#kernel';
import { baseShelf } from '#packages';
import { isObject, objects } from '../json.ts';
import { modelOf } from '../model/index.ts';
import { conformanceTypes, idShape, kindOf, neverInARecord, ownHome, sharedTypes, sharedUnlessPersonal, spotOf } from './home.ts';

const software = (id: string): Actor => ({ kind: 'software', id, name: 'x', structure: { id: '1', name: 'x' } });

test('design §4.1: an actor’s own home is always the same, nobody else’s, and no record', () => {
  assert.equal(ownHome(software('a')), ownHome(software('a')));
  assert.notEqual(ownHome(software('a')), ownHome(software('b')));
  assert.notEqual(ownHome(software('a')), ownHome({ kind: 'operator', id: 'a', name: 'x' }));
  fc.assert(
    fc.property(fc.string(), (id) => {
      const home = ownHome(software(id));
      assert.ok(isRecordId(home));
      assert.equal(kindOf(home), 'own');
    }),
  );
  for (let n = 0; n < 100; n++) assert.equal(kindOf(newRecordId()), 'record');
  assert.equal(kindOf(PLATFORM), 'shared');
});

test('ADR 10: an id of the server leads to its place; any other text to none, and none is refused', () => {
  const record = newRecordId();
  assert.deepEqual(spotOf('Observation', itemId(record, 35)), { home: record, n: 35 });
  assert.deepEqual(spotOf('Patient', hexOfRecordId(record)), { home: record, n: 0 });
  assert.equal(spotOf('Patient', itemId(record, 1)), undefined);
  assert.equal(spotOf('Observation', hexOfRecordId(record)), undefined);
  assert.equal(spotOf('Observation', `${hexOfRecordId(record)}-0`), undefined);
  fc.assert(fc.property(fc.string(), (id) => assert.equal(spotOf('Observation', id), undefined)));
  fc.assert(fc.property(fc.stringMatching(/^[a-zA-Z0-9\-.]{1,64}$/), (id) => assert.ok(idShape.test(id))));
});

test('design §3: what all read is a type of R4, and no type of the Patient compartment but those said to be somebody’s', () => {
  const types = new Set(modelOf(baseShelf()).resources);
  for (const type of [...sharedTypes, ...sharedUnlessPersonal, ...neverInARecord]) assert.ok(types.has(type), type);
  for (const type of conformanceTypes) assert.ok(sharedTypes.has(type), type);
  const definition = baseShelf().find('CompartmentDefinition', 'http://hl7.org/fhir/CompartmentDefinition/patient');
  assert.ok(isObject(definition));
  const inside = objects(definition.resource).flatMap(({ code, param }) => (Array.isArray(param) ? String(code) : []));
  assert.ok(inside.length > 50);
  assert.deepEqual(
    inside.filter((type) => sharedTypes.has(type)),
    [],
  );
  assert.deepEqual(
    inside.filter((type) => sharedUnlessPersonal.has(type)),
    ['Schedule'],
  );
});
