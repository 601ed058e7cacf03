import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Insi, type InsiIdentity, insiBatch, insOids, parseMatricule, parseTraits, type Traits } from '#ins';

const person = (matricule: string, birthFamily: string, birthGivens: string, birthPlace = '51215'): InsiIdentity => ({
  oid: insOids.test,
  matricule,
  traits: { birthFamily, birthGivens, sex: 'F', birthDate: '1979-03-28', birthPlace },
});

/** The people that an adapter must know to be tried: one alone, and two whose traits differ by nothing but the end of the list. */
export const portPeople: readonly InsiIdentity[] = [
  person('279035121518989', 'PAT-TROIS', 'DOMINIQUE MARIE-LOUISE'),
  person('285022A99999978', 'HOMONYME', 'ANNE CLAIRE'),
  person('299029749999964', 'HOMONYME', 'ANNE SOPHIE'),
  {
    ...person('279039935001261', 'ATTENTE', 'NADIA', '99350'),
    formerly: [{ oid: insOids.test, matricule: '779039935001205' }],
  },
];

const asked = (birthFamily: string, firstBirthGiven: string, more: Partial<Traits> = {}): Traits =>
  parseTraits({ birthFamily, firstBirthGiven, sex: 'F', birthDate: '1979-03-28', birthPlace: '99999', ...more });
const one = asked('PAT-TROIS', 'DOMINIQUE', { birthGivens: 'DOMINIQUE MARIE-LOUISE', birthPlace: '51215' });
const matricule = parseMatricule('279035121518989');

/** What every adapter of the port must do; `open` gives one that knows {@link portPeople}. */
export function testInsiPort(adapter: string, open: () => Promise<Insi>): void {
  const title = (text: string): string => `INSi (SEL-MP-043), ${adapter}: ${text}`;

  test(title('search gives 00 and the whole identity for exactly one person'), async () => {
    const answer = await (await open()).search(one);
    assert.equal(answer.code, '00');
    assert.deepEqual(answer.code === '00' && answer.identity, portPeople[0]);
  });

  test(title('search does not stop at case, accents, hyphens, the end of the list nor an unknown place'), async () => {
    assert.equal((await (await open()).search(asked('Pat Troïs', 'dominique'))).code, '00');
  });

  test(title('search gives 01 when a strict trait is nobody’s'), async () => {
    const insi = await open();
    const nobody: Traits[] = [
      { ...one, birthFamily: 'PAT-QUATRE' },
      { ...one, firstBirthGiven: 'MARIE', birthGivens: 'MARIE' },
      { ...one, sex: 'M' },
      { ...one, birthDate: '1979-03-29' },
      { ...one, birthPlace: '63220' },
    ];
    for (const traits of nobody) assert.equal((await insi.search(traits)).code, '01', JSON.stringify(traits));
  });

  test(title('search gives 02, and nobody’s matricule, for several people; more given names tell them apart'), async () => {
    const insi = await open();
    const several = await insi.search(asked('HOMONYME', 'ANNE'));
    assert.equal(several.code, '02');
    assert.equal('identity' in several, false);
    const told = await insi.search(asked('HOMONYME', 'ANNE', { birthGivens: 'ANNE SOPHIE' }));
    assert.equal(told.code === '00' && told.identity.matricule, '299029749999964');
  });

  test(title('verification says yes to the person’s own matricule, domain and traits'), async () => {
    assert.equal(await (await open()).verify(insOids.test, matricule, one), true);
  });

  test(title('verification says no to another domain, another person’s matricule or one trait that differs'), async () => {
    const insi = await open();
    assert.equal(await insi.verify(insOids.nir, matricule, one), false);
    assert.equal(await insi.verify(insOids.test, parseMatricule('285022A99999978'), one), false);
    assert.equal(await insi.verify(insOids.test, matricule, { ...one, birthDate: '1979-03-29' }), false);
    assert.equal(await insi.verify(insOids.test, matricule, { ...one, firstBirthGiven: 'DOMINIQUE MARIE' }), true);
    assert.equal(await insi.verify(insOids.test, matricule, { ...one, firstBirthGiven: 'MARIE-LOUISE' }), false);
  });

  test(
    title('a matricule that another has replaced is nobody’s, and the person is found with it among their former ones'),
    async () => {
      const insi = await open();
      const nadia = asked('ATTENTE', 'NADIA', { birthPlace: '99350' });
      assert.equal(await insi.verify(insOids.test, parseMatricule('779039935001205'), nadia), false);
      const answer = await insi.search(nadia);
      assert.deepEqual(answer.code === '00' && answer.identity, portPeople[3]);
    },
  );

  test(title('a batch is answered as its questions would be one by one, in their order'), async () => {
    const insi = await open();
    const questions = [
      { oid: insOids.test, matricule, traits: one },
      { oid: insOids.nir, matricule, traits: one },
      { oid: insOids.test, matricule: parseMatricule('285022A99999978'), traits: one },
      { oid: insOids.test, matricule, traits: { ...one, birthDate: '1979-03-29' } },
      { oid: insOids.test, matricule, traits: one },
    ];
    assert.deepEqual(await insi.verifyMany(questions), [true, false, false, false, true]);
    assert.deepEqual(await insi.verifyMany([]), []);
  });

  test(title('a batch of more than the limit is refused, and one at the limit is answered'), async () => {
    const insi = await open();
    const question = { oid: insOids.test, matricule, traits: one };
    const full = Array.from({ length: insiBatch }, () => question);
    assert.equal((await insi.verifyMany(full)).length, insiBatch);
    await assert.rejects(insi.verifyMany([...full, question]), { code: 'ins.batch-too-large' });
  });

  test(title('every answer says whether it is simulated, as the adapter does'), async () => {
    const insi = await open();
    for (const traits of [one, asked('HOMONYME', 'ANNE'), asked('PERSONNE', 'ANNE')])
      assert.equal((await insi.search(traits)).simulated, insi.simulated);
  });
}
