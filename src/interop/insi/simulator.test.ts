import assert from 'node:assert/strict';
import { test } from 'node:test';
import { insOids, parseMatricule, parseTraits } from '#ins';
import { openInsiSimulator } from './index.ts';
import { portPeople, testInsiPort } from './portTest.ts';

testInsiPort('simulator', async () => openInsiSimulator(portPeople));

testInsiPort('simulator with people registered at run time', async () => {
  const insi = openInsiSimulator();
  for (const person of portPeople) insi.register(person);
  return insi;
});

const traits = { birthFamily: 'PAT-TROIS', birthGivens: 'DOMINIQUE', sex: 'F', birthDate: '1979-03-28', birthPlace: '51215' };
const person = { oid: insOids.test, matricule: '279035121518989', traits };
const matricule = parseMatricule(person.matricule);

test('INSi simulator: it says that it is one', () => {
  assert.equal(openInsiSimulator().simulated, true);
});

test('INSi simulator: the same matricule registered again is the same person with corrected traits', async () => {
  const insi = openInsiSimulator([person, person]);
  const before = parseTraits({ ...traits, firstBirthGiven: 'DOMINIQUE' });
  assert.equal((await insi.search(before)).code, '00');
  insi.register({ ...person, traits: { ...traits, birthDate: '1979-03-29' } });
  assert.equal((await insi.search(before)).code, '01');
  assert.equal(await insi.verify(insOids.test, matricule, before), false);
  assert.equal(await insi.verify(insOids.test, matricule, { ...before, birthDate: '1979-03-29' }), true);
});

test('INSi simulator: a domain is written with or without its prefix', async () => {
  const insi = openInsiSimulator([{ ...person, oid: `urn:oid:${insOids.test}` }]);
  assert.equal(await insi.verify(insOids.test, matricule, parseTraits({ ...traits, firstBirthGiven: 'DOMINIQUE' })), true);
});

test('INSi simulator: a person with a malformed trait or domain is refused at once', () => {
  const insi = openInsiSimulator();
  assert.throws(() => insi.register({ ...person, traits: { ...traits, birthDate: '1979-00-00' } }), {
    code: 'ins.malformed-trait',
  });
  assert.throws(() => insi.register({ ...person, oid: '1.2.3' }), { code: 'ins.unknown-oid' });
});
