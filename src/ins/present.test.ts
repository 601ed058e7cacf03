import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newRecordId } from '#kernel';
import type { Identity } from './identity.ts';
import { parseMatricule } from './matricule.ts';
import { insOids } from './oid.ts';
import { formatMatricule, presentIdentity } from './present.ts';
import { type Attribute, statuses } from './status.ts';

const identity: Identity = {
  record: newRecordId(),
  status: 'QUAL',
  attributes: [],
  oid: insOids.test,
  matricule: parseMatricule('279035121518989'),
  traits: {
    birthFamily: 'PAT-TROIS',
    birthGivens: 'DOMINIQUE MARIE-LOUISE',
    firstBirthGiven: 'DOMINIQUE',
    sex: 'F',
    birthDate: '1979-03-28',
    birthPlace: '51215',
  },
  version: 1,
};

test('Guide INS, règles 3 and 32: the five strict traits are always shown, in their order', () => {
  const shown = presentIdentity(identity).traits;
  assert.deepEqual(
    shown.map(({ label, value }) => `${label.fr} : ${value.fr}`),
    [
      'Nom de naissance : PAT-TROIS',
      'Premier prénom de naissance : DOMINIQUE',
      'Date de naissance : 28/03/1979',
      'Sexe : Féminin',
      'Lieu de naissance (code) : 51215',
    ],
  );
  const unknown = presentIdentity({ ...identity, traits: { ...identity.traits, birthPlace: '99999' } });
  assert.deepEqual(unknown.traits.at(-1)?.value, { fr: 'inconnu', en: 'unknown' });
});

test('Guide INS, règle 28: the matricule is shown for a qualified identity, and never otherwise', () => {
  for (const status of statuses) assert.equal('matricule' in presentIdentity({ ...identity, status }), status === 'QUAL', status);
  for (const attribute of ['douteux', 'fictif'] satisfies Attribute[])
    assert.equal('matricule' in presentIdentity({ ...identity, attributes: [attribute] }), false, attribute);
  assert.equal('matricule' in presentIdentity({ ...identity, attributes: ['homonyme'] }), true);
});

test('Guide INS, règle 32: the matricule is in groups and followed by its nature', () => {
  assert.deepEqual(presentIdentity(identity).matricule, {
    text: '2 79 03 51 215 189 89'.replaceAll(' ', '\u00a0'),
    nature: 'NIR',
  });
  assert.equal(presentIdentity({ ...identity, oid: insOids.nia }).matricule?.nature, 'NIA');
  const corsican = parseMatricule('285022A99999978');
  assert.equal(formatMatricule(corsican), '2 85 02 2A 999 999 78'.replaceAll(' ', '\u00a0'));
  assert.equal(parseMatricule(formatMatricule(corsican)), corsican);
});

test('Guide INS, règle 1: used names are shown when they are not those of birth', () => {
  const used = (names: object) => presentIdentity({ ...identity, traits: { ...identity.traits, ...names } }).used;
  assert.equal(used({}), undefined);
  assert.equal(used({ usedFamily: 'PAT-TROIS', usedGiven: 'DOMINIQUE' }), undefined);
  assert.equal(used({ usedFamily: 'DURAND' }), 'DURAND DOMINIQUE');
  assert.equal(used({ usedGiven: 'Marie' }), 'PAT-TROIS Marie');
});
