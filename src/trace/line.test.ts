import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Actor, type Call, hexOfRecordId, type RecordId } from '#kernel';
import type { Act } from './act.ts';
import { lineBody, parseLine } from './line.ts';

const record = 'fca8c519-1979-49e1-bb69-4bb3684f267d' as RecordId;
const other = '4f753675-608e-481c-88be-12904e5b3b15' as RecordId;
const structure = { id: '1990000009', name: 'Exploitant "de" ce Socle' };
const actors: readonly Actor[] = [
  { kind: 'citizen', record, name: 'Ambre' },
  { kind: 'citizen', record: other, name: 'Ambre' },
  { kind: 'citizen', record, name: 'Ambre', app: { id: 'mes-mesures', name: 'Mes "mesures"' } },
  { kind: 'citizen', record: other, name: 'Ambre', app: { id: 'mes-mesures', name: 'Mes mesures' } },
  { kind: 'professional', id: '899700000229', name: 'Dr Irène', profession: '10', structure, software: 'socle-web' },
  { kind: 'software', id: 'socle-cli', name: 'Socle, ligne de commande', structure },
  { kind: 'operator', id: 'operator', name: 'Exploitant' },
];
const requests = ['c76a0934-37c0-4cee-b82f-329d1173a444', 'C76A0934-37c0-4cee-b82f-329d1173a444', 'r1', 'x2oJNDfATO64LzKdEXOkRA'];
const acts: readonly Act[] = [
  { action: 'deposit', outcome: 'done', object: { kind: 'DocumentReference', id: `${hexOfRecordId(record)}-2s`, title: 'Été' } },
  { action: 'read', outcome: 'done', object: { kind: 'Observation', id: `${hexOfRecordId(record)}-1` } },
  { action: 'write', outcome: 'done', object: { kind: 'Patient', id: hexOfRecordId(record) }, detail: { change: 'created' } },
  { action: 'read', outcome: 'done', object: { kind: 'Observation', id: `${hexOfRecordId(other)}-1` }, ground: 'centre_15' },
  { action: 'refusal', outcome: 'refused', code: 'rights.blocked', reason: 'because' },
];

test('issue 3, bytes on disk: a line tells its readers all that was done, however short it is kept', () => {
  for (const actor of actors) {
    for (const requestId of requests) {
      for (const act of acts) {
        const call: Call = {
          actor,
          at: new Date('2026-11-22T05:19:20.640Z'),
          requestId,
          ground: 'bris_de_glace',
          reason: 'urgence',
        };
        const { record: itself, ...rest } = { record: undefined, ...actor };
        assert.deepEqual(parseLine(7, record, lineBody(call, record, act)), {
          seq: 7,
          at: '2026-11-22T05:19:20.640Z',
          who: itself === undefined ? rest : { ...rest, id: itself },
          request: requestId,
          ground: 'bris_de_glace',
          reason: 'urgence',
          ...act,
        });
      }
    }
  }
});

test('issue 3, bytes on disk: lines of an earlier version are read as they are', () => {
  const line = {
    at: '2026-11-22T05:19:20.640Z',
    who: { kind: 'operator', id: 'a', name: 'A' },
    request: 'r1',
    action: 'read',
    outcome: 'done',
  };
  assert.deepEqual(parseLine(3, record, JSON.stringify(line)), { seq: 3, ...line });
});
