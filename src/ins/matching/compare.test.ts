import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import spec from '../../../spec/ins/likeness.json' with { type: 'json' };
import { chanceOf, mistakes, others, someone, writtenAgain } from '../../../spec/ins/people.ts';
import { insOids } from '../oid.ts';
import type { Traits } from '../traits.ts';
import { type Compared, compareIdentities, thresholds } from './compare.ts';
import { keysOf, probeOf } from './keys.ts';
import { slips } from './spelling.ts';

const made = (changes: object): Compared => {
  const entries = Object.entries({ ...spec.base, ...changes }).filter(([, value]) => value !== null);
  return Object.fromEntries(entries) as unknown as Compared;
};

for (const c of spec.cases)
  test(`RNIV 1, doublons: ${c.name}: ${c.level}`, () => {
    const { level, score, traits } = compareIdentities(made(c.a), made(c.b));
    assert.equal(level, c.level, `${score} ${JSON.stringify(traits)}`);
    for (const [trait, how] of Object.entries(c.how ?? {}))
      assert.equal(traits.find((one) => one.trait === trait)?.how, how, trait);
  });

const anyone = fc.nat().map((seed) => someone(chanceOf(seed)));
const kinds = Object.values(others);
/** Two people who have much or little to do with each other. */
const twoOf = fc.tuple(anyone, fc.nat(), fc.nat({ max: kinds.length })).map(([person, seed, kind]): readonly [Traits, Traits] => {
  const chance = chanceOf(seed);
  return [person, kinds[kind]?.(person, chance) ?? writtenAgain(person, chance).traits];
});
const name = fc.string({ unit: fc.constantFrom(..."ABCDEÉHIŒÆÇ -'’"), minLength: 1, maxLength: 100 });

test('RNIV 1, doublons: comparing is symmetric, whoever is compared', () => {
  fc.assert(
    fc.property(twoOf, ([a, b]) => {
      assert.deepEqual(compareIdentities(a, b), compareIdentities(b, a));
    }),
    { numRuns: 2000 },
  );
});

test('RNIV 1, doublons: comparing is symmetric for names of every shape up to 100 characters, with traits missing', () => {
  const loose = fc.record(
    {
      birthFamily: name,
      firstBirthGiven: name,
      birthGivens: name,
      usedFamily: name,
      usedGiven: name,
      sex: fc.constantFrom('M' as const, 'F' as const),
      birthDate: fc.constantFrom('1979-03-28', '1979-28-03', '1979-03-08', '1997-03-28', '2001-01-01'),
      birthPlace: fc.constantFrom('51215', '2A004', '99999'),
    },
    { requiredKeys: ['birthFamily'] },
  );
  fc.assert(
    fc.property(loose, loose, (a, b) => {
      assert.deepEqual(compareIdentities(a, b), compareIdentities(b, a));
    }),
    { numRuns: 2000 },
  );
});

test('RNIV 1, doublons: everybody is like themself, and the score is the sum of what is told', () => {
  fc.assert(
    fc.property(twoOf, ([a, b]) => {
      assert.equal(compareIdentities(a, a).level, 'same');
      const { score, traits, level } = compareIdentities(a, b);
      assert.equal(
        traits.reduce((sum, one) => sum + one.points, 0),
        score,
      );
      assert.equal(level, score >= thresholds.same ? 'same' : score >= thresholds.possible ? 'possible' : 'different');
      assert.ok(!JSON.stringify(traits).includes(a.birthFamily) || a.birthFamily.length < 4, 'no value of a trait is told');
    }),
  );
});

test('RNIV 1, doublons: everybody is found by their own traits, and each mistake alone by the other', () => {
  fc.assert(
    fc.property(anyone, fc.nat(), fc.constantFrom(...Object.values(mistakes)), (person, seed, mistake) => {
      const { dated, named, days, year } = probeOf(person);
      for (const { key, birth } of keysOf(person)) {
        assert.ok(dated.includes(key) || (named.includes(key) && (year === Math.floor(birth / 10_000) || days.length > 0)));
        assert.ok(Number.isSafeInteger(key));
      }
      assert.ok(keysOf(person).length <= 24);
      const changed = mistake(person, chanceOf(seed)) as Partial<Traits>;
      const again = { ...person, ...changed, birthGivens: changed.firstBirthGiven ?? person.birthGivens };
      const probe = probeOf(again);
      if (again.birthDate !== person.birthDate || again.usedFamily !== person.usedFamily) return;
      assert.ok(keysOf(person).some(({ key }) => probe.dated.includes(key) || probe.named.includes(key)));
    }),
  );
});

test('Socle, spelling: one slip is one, whatever it is, and no more are counted than asked', () => {
  for (const [a, b, count] of [
    ['DURAND', 'DURAND', 0],
    ['DURAND', 'DURAN', 1],
    ['DURAND', 'DRUAND', 1],
    ['DURAND', 'DURANT', 1],
    ['DURAND', 'DURRAND', 1],
    ['DURAND', 'DUPONT', 3],
    ['DURAND', 'DURONT', 2],
    ['', 'AB', 2],
    ['ABCDEFGH', 'HGFEDCBA', 3],
  ] as const)
    assert.deepEqual([slips(a, b, 2), slips(b, a, 2)], [count, count], `${a} ${b}`);
  assert.equal(slips('A'.repeat(100), 'B'.repeat(100), 2), 3);
});

test('Référentiel INS: two matricules of one nature are two people’s, a temporary one and a definitive one may be one’s', () => {
  const matricule = (text: string, oid: string) => ({ ins: { oid, matricule: text } }) as unknown as object;
  const one = made(matricule('279035121518989', insOids.nir));
  assert.equal(compareIdentities(one, made(matricule('279035121518888', insOids.nir))).level, 'different');
  assert.equal(compareIdentities(one, made(matricule('279035121518888', insOids.nia))).level, 'same');
});
