import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newRecordId } from '#kernel';
import type { Store } from '#store';
import { testStore } from '../../../test/store.ts';
import { signinMigrations } from '../signin.schema.ts';
import { type Accounts, openAccounts } from './accounts.ts';

let store: Store;
let accounts: Accounts;
const clock = () => new Date();
const record = newRecordId();
const owner = { login: 'Ambre.Valcastel', password: 'le-mot-de-passe-2026', record, name: 'Ambre Valcastel' };
before(async () => {
  store = await testStore(signinMigrations);
  accounts = openAccounts(store, true, clock);
  await accounts.create(owner);
});
after(() => store.close());

test('OWASP Authentication: the right password opens, whatever the case of the login', async () => {
  assert.deepEqual(await accounts.check(' ambre.VALCASTEL ', owner.password, '::1'), { record, name: owner.name, demo: false });
});

test('OWASP Authentication: a wrong password and an unknown login get the same sentence', async () => {
  let heard = 0;
  const failed = async () => void heard++;
  const wrong = { code: 'signin.wrong-password' };
  await assert.rejects(accounts.check(owner.login, 'pas le bon', '::1', failed), wrong);
  await assert.rejects(accounts.check('personne', 'pas le bon', '::1', failed), wrong);
  assert.equal(heard, 1);
});

test('Socle, accounts: creating again changes nothing, another record cannot take the login', async () => {
  await accounts.create(owner);
  await assert.rejects(accounts.create({ ...owner, record: newRecordId() }), { code: 'signin.login-taken' });
  await assert.rejects(accounts.create({ ...owner, login: 'a b' }), { code: 'signin.malformed-login' });
  await assert.rejects(accounts.create({ ...owner, login: 'court', password: 'court' }), { code: 'signin.weak-password' });
});

test('Socle, demonstration: its sign-ins are shown and open only while it is on', async () => {
  const demo = { login: 'demo.personne', name: 'Démo Personne', note: 'diabète', record: newRecordId() };
  await accounts.createDemo([demo, { login: 'demo.pro', name: 'Démo Pro', professional: '899700000011' }], 'demonstration');
  assert.deepEqual((await accounts.shown())[0], { kind: 'citizen', login: demo.login, name: demo.name, note: 'diabète' });
  assert.equal((await accounts.shown()).length, 2);
  assert.equal((await accounts.check(demo.login, 'demonstration', '::1')).record, demo.record);
  assert.deepEqual(await accounts.demo('demo.pro'), { professional: '899700000011' });
  assert.equal(await accounts.demo(owner.login), undefined);
  const off = openAccounts(store, false, clock);
  assert.deepEqual(await off.shown(), []);
  assert.equal(await off.demo(demo.login), undefined);
  await assert.rejects(off.check(demo.login, 'demonstration', '::1'), { code: 'signin.wrong-password' });
});
