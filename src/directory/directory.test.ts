import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Store } from '#store';
import cases from '../../spec/signin/national-ids.json' with { type: 'json' };
import { testStore } from '../../test/store.ts';
import { directoryMigrations } from './directory.schema.ts';
import { type Directory, openDirectory } from './directory.ts';
import { parseProfessionalId, parseStructureId } from './entry.ts';
import { professionLabel } from './professions.ts';

let store: Store;
let directory: Directory;
let now = new Date();
before(async () => {
  store = await testStore(directoryMigrations);
  directory = openDirectory(store, () => now);
});
after(() => store.close());

const place = { name: 'Cabinet', couloir: 'ville', facilityType: 'SA08', practiceSetting: 'AMBULATOIRE' };
const secret = 's'.repeat(32);

for (const c of cases) {
  const parse = c.of === 'professional' ? parseProfessionalId : parseStructureId;
  test(`CI-SIS, identifiants nationaux: ${c.name}`, () => {
    if (c.out === undefined) assert.throws(() => parse(c.in), { code: `directory.malformed-${c.of}` });
    else assert.equal(parse(c.in), c.out);
  });
}

test('Socle, directory: an entry is found by either form of its identifier, the last one registered wins', async () => {
  await directory.registerStructures([
    { ...place, id: '990000018' },
    { ...place, id: '1990000018', name: 'Maison de santé' },
  ]);
  assert.equal((await directory.structure('990000018'))?.name, 'Maison de santé');
  const person = { id: '99700000011', family: 'Stéthance', given: 'Mathilde', profession: '10', structures: ['990000018'] };
  await directory.registerProfessionals([person]);
  assert.deepEqual(await directory.professional('899700000011'), { ...person, id: '899700000011', structures: ['1990000018'] });
  assert.equal(await directory.professional('899700000029'), undefined);
  await assert.rejects(directory.registerProfessionals([{ ...person, structures: ['1990000099'] }]), {
    code: 'directory.unknown-structure',
  });
});

test('Socle, directory: a secret is compared by its digest, a weak one or a loose redirect is refused', async () => {
  const software = { id: 'logiciel', name: 'Logiciel', structure: '1990000018' };
  await directory.registerSoftware([{ ...software, secret }]);
  assert.equal(await directory.secretMatches('logiciel', secret), true);
  assert.equal(await directory.secretMatches('logiciel', `${secret}s`), false);
  assert.equal(await directory.secretMatches('inconnu', secret), false);
  await directory.registerSoftware([{ ...software, id: 'sans-secret' }]);
  assert.equal(await directory.secretMatches('sans-secret', ''), false);
  await assert.rejects(directory.registerSoftware([{ ...software, secret: 'court' }]), { code: 'directory.weak-secret' });
  for (const uri of ['http://lps.example/', 'https://lps.example/#a', '/retour', 'javascript:alert(1)']) {
    await assert.rejects(directory.registerSoftware([{ ...software, redirectUris: [uri] }]), {
      code: 'directory.malformed-redirect',
    });
  }
});

test('Socle, directory: a change made by another server is seen within 30 seconds', async () => {
  const another = openDirectory(store, () => now);
  await directory.structure('1990000018');
  await another.registerStructures([{ ...place, id: '1990000018', name: 'Nouveau nom' }]);
  assert.notEqual((await directory.structure('1990000018'))?.name, 'Nouveau nom');
  now = new Date(now.getTime() + 30_001);
  assert.equal((await directory.structure('1990000018'))?.name, 'Nouveau nom');
});

test('TRE_G15: a profession has a name in both languages', () => {
  assert.deepEqual(professionLabel('10'), { fr: 'Médecin', en: 'Physician' });
  assert.deepEqual(professionLabel('??'), { fr: 'Professionnel de santé', en: 'Health professional' });
});
