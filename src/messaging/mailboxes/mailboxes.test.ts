import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { directoryMigrations, openDirectory, openNational } from '#directory';
import type { Call, Citizen, Delegate, Operator, Professional, RecordId, Software } from '#kernel';
import { Refusal } from '#kernel';
import type { Store } from '#store';
import { openTrace, type Trace, traceMigrations } from '#trace';
import { testStore } from '../../../test/store.ts';
import { messagingMigrations } from '../migrations.ts';
import { parseAddress } from './address.ts';
import type { Mailboxes } from './mailbox.ts';
import { openMailboxes } from './open.ts';

const at = new Date('2026-11-20T08:00:00Z');
const structure = { id: '1990000017', name: 'Maison de santé du Pré-aux-Lucioles' };
const operator: Operator = { kind: 'operator', id: 'operator', name: 'Exploitant' };
const pro = (id: string): Professional => ({
  ...{ kind: 'professional', id, name: 'Dr Essai', profession: '10', structure, software: 'essai-mail' },
});
const [amelie, basile] = [pro('899700000011'), pro('899700000029')];
const software: Software = { kind: 'software', id: 'labo-mail', name: 'Labo Fictif', structure };
const call = (actor: Call['actor'], when = at): Call => ({ actor, at: when, requestId: 'essai' });
const record = '3f0c2a4e-1111-4222-8333-444455556666' as RecordId;
const refuses = (code: string) => (error: unknown) => error instanceof Refusal && error.code === `messaging.${code}`;

let store: Store;
let trace: Trace;
let mailboxes: Mailboxes;
let purposes: (call: Call) => void = () => undefined;
let qualified = true;

before(async () => {
  store = await testStore([...traceMigrations, ...directoryMigrations, ...messagingMigrations]);
  trace = await openTrace(store);
  const directory = openDirectory(store);
  await directory.registerStructures([{ ...structure, couloir: 'ville', facilityType: 'SA07', practiceSetting: 'AMBULATOIRE' }]);
  await directory.registerProfessionals(
    [amelie, basile].map(({ id }, n) => ({
      id,
      family: `Essai${n}`,
      given: 'Lou',
      profession: '10',
      structures: [structure.id],
    })),
  );
  await directory.registerSoftware([{ id: 'labo-mail', name: 'Labo Fictif', structure: structure.id }]);
  await store.transaction((tx) => store.records.create(tx, at, record));
  const traits = { firstBirthGiven: 'Ondine', birthFamily: 'Fictive', birthGivens: 'Ondine' };
  mailboxes = openMailboxes({
    store,
    trace,
    directory,
    ins: {
      byRecord: async () => ({ record, status: qualified ? 'QUAL' : 'PROV', matricule: '260109912345682', traits }) as never,
    },
    rights: { decidePurpose: async (asked) => purposes(asked) },
    domains: { professionals: 'exemple.mssante.fr', citizens: 'patient.mssante.fr' },
  });
});
after(() => store.close());

const open = (address: string, others: object) =>
  mailboxes.open(call(operator), { address, kind: 'PER', name: 'Boîte d’essai', ...others } as never);

describe('MSSanté: mailboxes', () => {
  it('#2 ECO: a mailbox of a person is opened, published and entered by that person alone', async () => {
    const mailbox = await open('Amelie.Essai@exemple.mssante.fr', { professional: amelie.id, structure: structure.id });
    assert.equal(mailbox.address, 'amelie.essai@exemple.mssante.fr');
    assert.equal(mailbox.id[14], '8', 'it is nobody’s record');
    const found = await openNational(store).mailboxes([amelie.id], []);
    assert.deepEqual(
      found.map(({ address, type }) => [address, type]),
      [['amelie.essai@exemple.mssante.fr', 'PER']],
    );
    const permit = await mailboxes.enter(call(amelie), 'AMELIE.essai@exemple.mssante.fr', 'manage');
    assert.equal(permit.mailbox.id, mailbox.id);
    await assert.rejects(mailboxes.enter(call(basile), mailbox.id, 'read'), refuses('unknown-mailbox'));
    await assert.rejects(mailboxes.enter(call(operator), mailbox.id, 'read'), refuses('unknown-mailbox'));
    await assert.rejects(mailboxes.enter(call(amelie), 'nobody@exemple.mssante.fr', 'read'), refuses('unknown-mailbox'));
    assert.deepEqual(
      (await trace.lines(mailbox.id, undefined, 9)).map(({ action, detail }) => [action, detail?.change]),
      [['rights', 'mailbox-open']],
    );
  });

  it('#2: what cannot be opened is refused, and nothing of it is kept', async () => {
    const who = { professional: amelie.id };
    await assert.rejects(open('amelie.essai@exemple.mssante.fr', who), refuses('address-taken'));
    await assert.rejects(open('amelie@ailleurs.mssante.fr', who), refuses('other-domain'));
    await assert.rejects(open('deux mots@exemple.mssante.fr', who), refuses('malformed-address'));
    await assert.rejects(open('x1@exemple.mssante.fr', {}), refuses('unknown-owner'));
    await assert.rejects(open('x1@exemple.mssante.fr', { professional: '899700009999' }), refuses('unknown-owner'));
    await assert.rejects(open('x1@exemple.mssante.fr', { kind: 'APP', structure: structure.id }), refuses('unknown-owner'));
    await assert.rejects(open('x1@exemple.mssante.fr', { ...who, name: 'a\r\nBcc: b' }), refuses('malformed-mailbox'));
    await assert.rejects(open('x1@exemple.mssante.fr', { ...who, quotaBytes: 3 }), refuses('malformed-mailbox'));
    const wanted = { address: 'x1@exemple.mssante.fr', kind: 'PER', name: 'X', professional: amelie.id } as const;
    await assert.rejects(mailboxes.open(call(amelie), wanted), refuses('operator-only'));
    assert.equal(await mailboxes.byAddress('x1@exemple.mssante.fr'), undefined);
  });

  it('#2: a part in an organisation’s mailbox is given, held to its level and its end, and taken', async () => {
    const box = await open('secretariat@exemple.mssante.fr', { kind: 'ORG', structure: structure.id, professional: amelie.id });
    const manager = await mailboxes.enter(call(amelie), box.id, 'manage');
    const until = new Date(at.getTime() + 86_400_000);
    await mailboxes.give(manager, basile, 'read', until);
    await mailboxes.enter(call(basile), box.id, 'read');
    await assert.rejects(mailboxes.enter(call(basile), box.id, 'write'), refuses('not-allowed'));
    await assert.rejects(
      mailboxes.give(await mailboxes.enter(call(basile), box.id, 'read'), basile, 'manage'),
      refuses('not-allowed'),
    );
    await assert.rejects(mailboxes.enter(call(basile, until), box.id, 'read'), refuses('unknown-mailbox'));
    await assert.rejects(mailboxes.take(manager, `professional:${amelie.id}`), refuses('owners-part'));
    assert.deepEqual(
      (await mailboxes.holders(manager)).map(({ holder, may }) => [holder, may]),
      [
        [`professional:${amelie.id}`, 'manage'],
        [`professional:${basile.id}`, 'read'],
      ],
    );
    assert.equal((await mailboxes.mine(call(basile))).length, 1);
    await mailboxes.take(manager, `professional:${basile.id}`);
    assert.deepEqual(await mailboxes.mine(call(basile)), []);
  });

  it('#2 §BAL APP: software enters the mailbox of its own installation', async () => {
    const box = await open('labo@exemple.mssante.fr', { kind: 'APP', structure: structure.id, software: 'labo-mail' });
    assert.equal((await mailboxes.enter(call(software), box.id, 'write')).may, 'manage');
    await assert.rejects(mailboxes.enter(call({ ...software, id: 'autre' }), box.id, 'read'), refuses('unknown-mailbox'));
  });

  it('#2: liste rouge and closing take it out of the directory; a closed one can be read, its address is never given again', async () => {
    const shown = async () => (await openNational(store).mailboxes([basile.id], [])).length;
    const box = await open('basile.essai@exemple.mssante.fr', { professional: basile.id, listRouge: true });
    assert.equal(await shown(), 0);
    const own = await mailboxes.enter(call(basile), box.id, 'manage');
    await mailboxes.change(own, { listRouge: false });
    assert.equal(await shown(), 1);
    await mailboxes.close(call(operator), box.id);
    assert.equal(await shown(), 0);
    await mailboxes.enter(call(basile), box.id, 'read');
    await assert.rejects(mailboxes.enter(call(basile), box.id, 'write'), refuses('closed'));
    await assert.rejects(open('basile.essai@exemple.mssante.fr', { professional: amelie.id }), refuses('address-taken'));
    await assert.rejects(mailboxes.close(call(basile), box.id), refuses('operator-only'));
    assert.equal((await mailboxes.reopen(call(operator), box.id)).state, 'open');
  });

  it('RFC 3834 / #2: absence, signature and filing are kept, and held to their limits', async () => {
    const own = await mailboxes.enter(call(amelie), 'amelie.essai@exemple.mssante.fr', 'write');
    const absence = { from: at, until: new Date(at.getTime() + 5 * 86_400_000), text: 'De retour lundi.' };
    const kept = await mailboxes.change(own, { absence, settings: { signature: 'Dr Essai' } });
    assert.deepEqual([kept.absence, kept.settings], [absence, { signature: 'Dr Essai' }]);
    assert.deepEqual((await mailboxes.change(own, { settings: { filing: false } })).settings, {
      signature: 'Dr Essai',
      filing: false,
    });
    assert.equal((await mailboxes.change(own, { absence: null })).absence, undefined);
    await assert.rejects(mailboxes.change(own, { absence: { ...absence, until: at } }), refuses('malformed-mailbox'));
    await assert.rejects(mailboxes.change(own, { absence: { ...absence, text: ' ' } }), refuses('malformed-mailbox'));
    await assert.rejects(mailboxes.change(own, { settings: { signature: 'x'.repeat(1001) } }), refuses('malformed-mailbox'));
  });

  it('ENS ECO.2.2.6: a citizen’s mailbox is their record, at their matricule, for a qualified identity only', async () => {
    qualified = false;
    await assert.rejects(mailboxes.ofCitizen(call(amelie), record), refuses('not-qualified'));
    qualified = true;
    const box = await mailboxes.ofCitizen(call(amelie), record);
    assert.deepEqual([box.id, box.kind, box.address], [record, 'CIT', '260109912345682@patient.mssante.fr']);
    assert.deepEqual(await mailboxes.ofCitizen(call(amelie), record), box, 'made once');
    const citizen: Citizen = { kind: 'citizen', record, name: 'Ondine Fictive' };
    assert.equal((await mailboxes.enter(call(citizen), record, 'write')).may, 'write');
    const app = { id: 'appli', name: 'Appli' };
    await assert.rejects(mailboxes.enter(call({ ...citizen, app }), record, 'read'), refuses('unknown-mailbox'));
    await assert.rejects(mailboxes.enter(call(amelie), record, 'read'), refuses('unknown-mailbox'));
    const other: Delegate = { kind: 'delegate', id: '3f0c2a4e-1111-4222-8333-444455557777' as RecordId, name: 'Proche', record };
    purposes = () => {
      throw new Refusal('rights.purpose', { fr: 'Non.', en: 'No.' });
    };
    await assert.rejects(mailboxes.enter(call(other), record, 'read'), { code: 'rights.purpose' });
    purposes = () => undefined;
    assert.equal((await mailboxes.mine(call(other))).length, 1);
    assert.ok(
      (await mailboxes.list()).every(({ kind }) => kind !== 'CIT'),
      'operators do not list citizens',
    );
  });

  it('RFC 5321 §4.1.2, §4.5.3.1: addresses are read in any case and refused beyond their limits', () => {
    assert.deepEqual(parseAddress('Amélie.EXEMPLE@Exemple.Mssante.FR'), {
      text: 'amélie.exemple@exemple.mssante.fr',
      local: 'amélie.exemple',
      domain: 'exemple.mssante.fr',
    });
    const bad = ['', '@', 'a@b', 'a@@b.fr', 'a b@c.fr', '.a@c.fr', 'a.@c.fr', 'a..b@c.fr', '"a"@c.fr', 'a@c.fr>', 'a@-c.fr'];
    for (const text of [...bad, `${'a'.repeat(65)}@c.fr`, `a@${'b'.repeat(63)}.${'c'.repeat(200)}.fr`, 'a\r\n@c.fr', 'a@c.fr\0'])
      assert.throws(() => parseAddress(text), refuses('malformed-address'), JSON.stringify(text));
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        try {
          assert.match(parseAddress(text).text, /^[^\s@]+@[^\s@]+$/);
        } catch (error) {
          assert.ok(refuses('malformed-address')(error));
        }
      }),
    );
  });
});
