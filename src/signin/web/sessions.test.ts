import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Citizen, newRecordId } from '#kernel';
import type { Store } from '#store';
import { testStore } from '../../../test/store.ts';
import { signinMigrations } from '../signin.schema.ts';
import { openWebSessions, type WebSessions } from './sessions.ts';

let store: Store;
let sessions: WebSessions;
let now = new Date('2026-11-21T08:00:00Z');
before(async () => {
  store = await testStore(signinMigrations);
  sessions = openWebSessions(store, () => now);
});
after(() => store.close());

const actor: Citizen = { kind: 'citizen', record: newRecordId(), name: 'Ambre Valcastel' };
const later = (minutes: number): void => {
  now = new Date(now.getTime() + minutes * 60_000);
};

test('OWASP Session Management, expiration: 30 minutes without use end a session, use prolongs it', async () => {
  const id = await sessions.start(actor);
  for (let i = 0; i < 4; i++) {
    later(29);
    assert.deepEqual((await sessions.find(id))?.actor, actor);
  }
  later(31);
  assert.equal(await sessions.find(id), undefined);
});

test('OWASP Session Management, expiration: 12 hours end a session however much it is used', async () => {
  const id = await sessions.start(actor);
  for (let i = 0; i < 28; i++) {
    later(25);
    assert.ok(await sessions.find(id));
  }
  later(25);
  assert.equal(await sessions.find(id), undefined);
});

test('OWASP Session Management, storage: the table does not hold what the browser holds', async () => {
  const id = await sessions.start(actor);
  assert.equal(id.length, 43);
  const { rows } = await store.pool.query('select id from signin.web_session');
  assert.equal(
    rows.some((row: { id: Buffer }) => row.id.toString('base64url') === id || row.id.toString() === id),
    false,
  );
  await sessions.end(id);
  assert.equal(await sessions.find(id), undefined);
  for (const bad of ['', 'x', `${id}x`, '\0'.repeat(43)]) assert.equal(await sessions.find(bad), undefined);
});

test('Socle, sweep: what has expired leaves the table', async () => {
  await sessions.start(actor);
  later(31);
  await sessions.sweep();
  const { rows } = await store.pool.query('select count(*)::int as n from signin.web_session');
  assert.equal(rows[0].n, 0);
});

test('OWASP Session Management, renewal: who acts for another goes on under a new id; the old one opens nothing, time goes on', async () => {
  const id = await sessions.start(actor);
  later(29);
  await sessions.find(id);
  const begun = (await sessions.find(id))?.startedAt;
  const other = { kind: 'delegate', id: actor.record, name: actor.name, record: newRecordId() } as const;
  const next = await sessions.become(id, other);
  assert.notEqual(next, id);
  assert.equal(await sessions.find(id), undefined);
  const found = await sessions.find(next);
  assert.deepEqual([found?.actor, found?.startedAt], [other, begun]);
  const { rows } = await store.pool.query('select count(*)::int as n from signin.web_session');
  const back = await sessions.become(next, actor);
  assert.deepEqual((await sessions.find(back))?.actor, actor);
  assert.equal((await store.pool.query('select count(*)::int as n from signin.web_session')).rows[0].n, rows[0].n);
});
