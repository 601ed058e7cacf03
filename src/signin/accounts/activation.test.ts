import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Call, newRecordId } from '#kernel';
import type { Store } from '#store';
import { testStore } from '../../../test/store.ts';
import { openGuesses } from '../protection/guesses.ts';
import { signinMigrations } from '../signin.schema.ts';
import { openSignInTrace } from '../trace.ts';
import { type Activations, openActivations } from './activation.ts';
import type { KnownPerson } from './people.ts';

const child: KnownPerson = { record: newRecordId(), name: 'Célestin Valcastel', birthDate: '2010-11-22' };
const grown: KnownPerson = { record: newRecordId(), name: 'Ambre Valcastel', birthDate: '1960-11-07' };
const matricules: Readonly<Record<string, KnownPerson>> = { child, grown };
let store: Store;
let activations: Activations;
let now = new Date('2026-11-21T12:00:00Z');
const clock = () => now;
const call = (): Call => ({ actor: { kind: 'operator', id: 'odile', name: 'Odile' }, at: now, requestId: 'test' });
before(async () => {
  store = await testStore(signinMigrations);
  activations = openActivations({
    store,
    find: async (who) =>
      'matricule' in who ? matricules[who.matricule] : [child, grown].find(({ record }) => record === who.record),
    trace: openSignInTrace(undefined, clock),
    guesses: openGuesses(store, clock),
    clock,
  });
});
after(() => store.close());

test('Issue 6, 5, children: before 16 no code is made, asked for or posted; on the day of 16 it is', async () => {
  const young = { code: 'signin.too-young' };
  await assert.rejects(activations.make(call(), child.record, 'desk'), young);
  await assert.rejects(activations.request(call(), 'child', 'odile'), young);
  await activations.ask('child', child.birthDate, '192.0.2.1');
  assert.deepEqual(await activations.letters(), []);
  now = new Date('2026-11-22T00:00:00Z');
  assert.ok((await activations.make(call(), child.record, 'desk'))?.code);
});

test('Issue 6, 5, letters: asked for twice they wait once, in the order of asking; set aside they are gone', async () => {
  await activations.ask('grown', grown.birthDate, '192.0.2.2');
  now = new Date(now.getTime() + 60_000);
  assert.equal(await activations.request(call(), 'child', 'odile'), true);
  assert.equal(await activations.request(call(), 'grown', 'odile'), true);
  assert.equal(await activations.request(call(), 'nobody', 'odile'), false);
  const waiting = await activations.letters();
  assert.deepEqual(
    waiting.map(({ person, askedBy }) => [person.name, askedBy]),
    [
      [grown.name, 'person'],
      [child.name, 'odile'],
    ],
  );
  await activations.dismiss(call(), grown.record);
  await assert.rejects(activations.dismiss(call(), grown.record), { code: 'signin.unknown-letter' });
  assert.equal((await activations.letters()).length, 1);
});

test('Issue 6, 5, letters: an address that asks again and again waits longer and longer, another does not', async () => {
  for (let n = 0; n < 3; n++) await activations.ask('grown', '1950-01-01', '192.0.2.3');
  await assert.rejects(activations.ask('grown', grown.birthDate, '192.0.2.3'), { code: 'signin.slow-down' });
  await activations.ask('grown', grown.birthDate, '192.0.2.4');
});

test('Socle, sweep: codes past their six weeks leave both tables', async () => {
  now = new Date(now.getTime() + 43 * 86_400_000);
  await activations.sweep(now);
  for (const table of ['activation', 'activation_code']) {
    const { rows } = await store.pool.query(`select count(*)::int as n from signin.${table}`);
    assert.equal(rows[0].n, 0, table);
  }
});
