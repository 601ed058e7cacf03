import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Call, hexOfRecordId, newRecordId, type RecordId } from '#kernel';
import type { Store } from '#store';
import { openAuthenticator } from '../../../spec/signin/authenticator.ts';
import { testStore } from '../../../test/store.ts';
import { type Citizens, openCitizens } from '../accounts/citizens.ts';
import { signinMigrations } from '../signin.schema.ts';
import { openSignInTrace } from '../trace.ts';
import { placeOf } from './place.ts';

const origin = 'https://carnet.example';
let store: Store;
let citizens: Citizens;
let now = new Date('2026-11-22T10:00:00Z');
const clock = () => now;
const later = (seconds: number): void => {
  now = new Date(now.getTime() + seconds * 1000);
};
const holder = { record: newRecordId(), name: 'Ambre Valcastel' };
const call = (): Call => ({ actor: { kind: 'citizen', ...holder }, at: now, requestId: 'test' });
before(async () => {
  store = await testStore(signinMigrations);
  const trace = openSignInTrace(undefined, clock);
  const rest = { notices: undefined, find: async () => undefined, demo: false, trace, clock };
  citizens = openCitizens({ store, publicUrl: origin, ...rest });
});
after(() => store.close());

/** A new authenticator whose passkey is the holder's. */
async function registered(counts = true) {
  const device = openAuthenticator(origin, counts);
  const { options, state } = await citizens.passkeys.offer('page', holder, true);
  const passkey = await citizens.passkeys.made('page', state, device.make(options));
  await citizens.ways.add(call(), holder, { kind: 'passkey', passkey, name: 'Essai' });
  return device;
}
const heard: string[] = [];
const failed = async (record: RecordId, code: string): Promise<void> => void heard.push(`${record === holder.record} ${code}`);
const ask = async (to = 'page') => (await citizens.passkeys.ask(to)) ?? assert.fail('passkeys are possible');
const refused = { code: 'signin.passkey-refused' };

test('Web Authentication §7.1, §7.2: a passkey is made and opens, without a login, its user verified; its use is dated', async () => {
  const device = await registered();
  const options = JSON.parse((await citizens.passkeys.offer('page', holder, true)).options);
  assert.deepEqual(options.authenticatorSelection, {
    residentKey: 'required',
    userVerification: 'required',
    requireResidentKey: true,
  });
  assert.equal(Buffer.from(options.user.id, 'base64url').toString('hex'), hexOfRecordId(holder.record));
  later(60);
  const asked = await ask();
  assert.deepEqual(JSON.parse(asked.options).allowCredentials ?? [], []);
  assert.equal(await citizens.passkeys.answered('page', asked.state, device.use(asked.options), failed), holder.record);
  const [one] = await citizens.passkeys.of(holder.record);
  assert.equal(one?.used.getTime(), now.getTime());
  assert.equal(one?.name, 'Essai');
});

test('Web Authentication §7.2, 12: a challenge serves once, for its own page, for five minutes', async () => {
  const device = await registered();
  const asked = await ask();
  const answer = device.use(asked.options);
  await assert.rejects(citizens.passkeys.answered('another page', asked.state, answer, failed), refused);
  const { state } = await ask();
  await assert.rejects(citizens.passkeys.answered('page', state, answer, failed), refused, 'the challenge of another question');
  assert.equal(await citizens.passkeys.answered('page', asked.state, answer, failed), holder.record);
  await assert.rejects(citizens.passkeys.answered('page', asked.state, answer, failed), refused, 'the same answer again');
  await assert.rejects(citizens.passkeys.answered('page', asked.state, device.use(asked.options), failed), refused);
  const old = await ask();
  later(301);
  await assert.rejects(citizens.passkeys.answered('page', old.state, device.use(old.options), failed), refused);
  const both = await ask();
  const said = device.use(both.options);
  const ends = await Promise.allSettled([1, 2, 3].map(() => citizens.passkeys.answered('page', both.state, said, failed)));
  assert.deepEqual(ends.map(({ status }) => status).sort(), ['fulfilled', 'rejected', 'rejected']);
});

for (const [what, bent] of [
  ['another origin', { origin: 'https://carnet.example.evil' }],
  ['another port', { origin: 'https://carnet.example:8443' }],
  ['another relying party', { rpId: 'evil.example' }],
  ['no user verification', { verified: false }],
  ['another key', { foreign: true }],
  ['an unknown credential', { id: Buffer.from('unknown').toString('base64url') }],
  ['somebody else’s handle', { handle: Buffer.from(hexOfRecordId(newRecordId()), 'hex').toString('base64url') }],
  ['a handle of another length', { handle: 'AAAA' }],
  ['another challenge', { challenge: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }],
] as const)
  test(`Web Authentication §7.2, bad input: ${what} opens nothing`, async () => {
    const device = await registered();
    const asked = await ask();
    await assert.rejects(citizens.passkeys.answered('page', asked.state, device.use(asked.options, bent), failed), refused);
  });

test('Web Authentication §7.2, bad input: texts that are no answer, and states that are not ours', async () => {
  for (const answer of ['', 'null', '[]', '{}', '{"response":{}}', '{"id":1,"response":{"userHandle":2}}', 'x'.repeat(20_000)]) {
    const { state } = await ask();
    await assert.rejects(citizens.passkeys.answered('page', state, answer, failed), refused, answer.slice(0, 40));
  }
  for (const state of ['', 'AAAA', 'x'.repeat(5000)])
    await assert.rejects(citizens.passkeys.answered('page', state, '{}', failed), refused);
});

for (const [what, bent] of [
  ['another origin', { origin: 'https://evil.example' }],
  ['another relying party', { rpId: 'evil.example' }],
  ['no user verification', { verified: false }],
  ['another challenge', { challenge: 'AAAA' }],
] as const)
  test(`Web Authentication §7.1, bad input: ${what} makes no passkey`, async () => {
    const { options, state } = await citizens.passkeys.offer('page', holder, true);
    await assert.rejects(citizens.passkeys.made('page', state, openAuthenticator(origin).make(options, bent)), refused);
  });

test('Web Authentication §6.1.1: a counter that does not grow is that of a copy, and is told; one that is always 0 is none', async () => {
  const device = await registered();
  const copy = device.copy();
  const first = await ask();
  await citizens.passkeys.answered('page', first.state, device.use(first.options), failed);
  const second = await ask();
  heard.length = 0;
  await assert.rejects(citizens.passkeys.answered('page', second.state, copy.use(second.options), failed), {
    code: 'signin.passkey-copied',
  });
  assert.deepEqual(heard, ['true signin.passkey-copied']);
  const telephone = await registered(false);
  for (let n = 0; n < 2; n++) {
    const asked = await ask();
    await citizens.passkeys.answered('page', asked.state, telephone.use(asked.options), failed);
  }
});

test('Socle, passkeys: ten at most; one of several may go, the last way in not, two at once not both', async () => {
  const other = { record: newRecordId(), name: 'Basile Tournevent' };
  const put = async () => {
    const { options, state } = await citizens.passkeys.offer('page', other);
    const passkey = await citizens.passkeys.made('page', state, openAuthenticator(origin).make(options));
    await citizens.ways.add(call(), other, { kind: 'passkey', passkey, name: 'Essai' });
  };
  for (let n = 0; n < 10; n++) await put();
  await assert.rejects(put(), { code: 'signin.too-many-passkeys' });
  const { passkeys } = await citizens.ways.of(other.record);
  assert.equal(passkeys.length, 10);
  const remove = (id: string) => citizens.ways.removePasskey(call(), other.record, id);
  for (const { id } of passkeys.slice(2)) await remove(id);
  await assert.rejects(remove(passkeys[9]?.id ?? ''), { code: 'signin.unknown-way' });
  const ends = await Promise.allSettled(passkeys.slice(0, 2).map(({ id }) => remove(id)));
  assert.deepEqual(ends.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
  assert.equal((await citizens.ways.of(other.record)).passkeys.length, 1);
});

test('Secure Contexts §3.1: passkeys are of a name that is safe; elsewhere there are none', async () => {
  assert.deepEqual(placeOf('https://carnet.example:8443'), { rpId: 'carnet.example', origin: 'https://carnet.example:8443' });
  assert.deepEqual(placeOf('http://localhost:8080'), { rpId: 'localhost', origin: 'http://localhost:8080' });
  for (const url of ['http://127.0.0.1:8080', 'https://192.0.2.7', 'http://carnet.example', 'https://[::1]:8080'])
    assert.equal(placeOf(url), undefined);
});

test('Socle, sweep: used challenges leave once they are too old to be offered again', async () => {
  later(400);
  await citizens.sweep();
  const { rows } = await store.pool.query('select count(*)::int as n from signin.spent');
  assert.equal(rows[0].n, 0);
});
