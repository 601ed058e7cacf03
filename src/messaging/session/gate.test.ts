/** OWASP, Authentication Cheat Sheet, login throttling: who fails to sign in waits, nobody else does. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openGate } from './gate.ts';

let now = new Date('2026-11-22T12:00:00Z').getTime();
const clock = (): Date => new Date(now);
const over = AbortSignal.abort();

test('three failures are free, then each mailbox waits 1, 2, 4 … 60 s from that address alone; a success or time forgets', async () => {
  const gate = openGate(clock);
  const waits: number[] = [];
  for (let n = 0; n < 12; n++) {
    now += gate.pause('192.0.2.1', 'a@x.fr') * 1000;
    await gate.failed('192.0.2.1', 'a@x.fr', over);
    waits.push(gate.pause('192.0.2.1', 'a@x.fr'));
  }
  assert.deepEqual(waits, [0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60]);
  assert.equal(gate.pause('::ffff:192.0.2.1', 'a@x.fr'), 60, 'the same address, written another way');
  assert.equal(gate.pause('192.0.2.1', 'b@x.fr'), 0);
  assert.equal(gate.pause('192.0.2.2', 'a@x.fr'), 0, 'nobody locks somebody else out');
  gate.succeeded('192.0.2.1', 'a@x.fr');
  assert.equal(gate.pause('192.0.2.1', 'a@x.fr'), 0);
});

test('all failures of one address share 200, then 10 a second: another address works on', async () => {
  const gate = openGate(clock);
  for (let n = 0; n < 200; n++) await gate.failed('2001:db8::1', `n${n}@x.fr`, over);
  assert.equal(gate.pause('2001:db8::2', 'z@x.fr'), 1, 'of the same 64 bits');
  assert.equal(gate.pause('2001:db8:0:1::1', 'z@x.fr'), 0);
  now += 1000;
  for (let n = 0; n < 10; n++) {
    assert.equal(gate.pause('2001:db8::1', 'z@x.fr'), 0);
    await gate.failed('2001:db8::1', '', over);
  }
  assert.equal(gate.pause('2001:db8::1', 'z@x.fr'), 1);
});
