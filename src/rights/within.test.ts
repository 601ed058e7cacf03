import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Call, newRecordId, ownRecord, type Professional } from '#kernel';
import { decideAcross } from './across.ts';
import { refuseOutside } from './decide.ts';

const irene: Professional = {
  kind: 'professional',
  id: '899700000111',
  name: 'Dr Irène Stéthance',
  profession: '10',
  structure: { id: '1990000018', name: 'Cabinet des Nuées' },
  software: 'courbes',
};
const [patient, other] = [newRecordId(), newRecordId()];
const call = (within?: typeof patient): Call => ({
  actor: irene,
  at: new Date('2026-06-01T10:00:00Z'),
  requestId: 'test',
  ...(within === undefined ? {} : { within }),
});

test('SMART App Launch 2.2 §3.0.2: what is opened on one patient touches no other, nor looks across records', () => {
  refuseOutside(call(patient), patient);
  assert.throws(() => refuseOutside(call(patient), other), { code: 'rights.other-patient' });
  refuseOutside(call(), other);
  assert.throws(() => decideAcross(call(patient)), { code: 'rights.one-record' });
  assert.equal(decideAcross(call()).maker, irene.id);
  assert.deepEqual([ownRecord(call(patient)), ownRecord(call())], [patient, undefined]);
});
