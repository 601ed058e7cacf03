import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import cases from '../../../spec/ins/datamatrix.json' with { type: 'json' };
import { type CodedIdentity, insDatamatrixPng, insDatamatrixSvg, parseInsDatamatrix, writeInsDatamatrix } from '../index.ts';
import { matriculeKey, parseMatricule } from '../matricule.ts';
import { insOids, parseInsOid } from '../oid.ts';
import { parseTraits } from '../traits.ts';
import { fields, separator } from './layout.ts';

const gs = (text: string): string => text.replaceAll('␝', separator);

function identity({ matricule, oid, ...traits }: (typeof cases.written)[number]['identity']): CodedIdentity {
  const firstBirthGiven = traits.birthGivens.split(' ')[0];
  return {
    status: 'QUAL',
    attributes: [],
    matricule: parseMatricule(matricule),
    oid: parseInsOid(oid),
    traits: parseTraits({ ...traits, firstBirthGiven }),
  };
}

for (const { name, identity: given, text } of cases.written)
  test(`Référentiel INS, datamatrix, written: ${name}`, () => {
    assert.equal(writeInsDatamatrix(identity(given)), gs(text));
  });

for (const { name, text, given = "PRENOM D'ESSAI", family = "NOM D'ESSAI" } of cases.read)
  test(`Référentiel INS, datamatrix, read: ${name}`, () => {
    assert.deepEqual(parseInsDatamatrix(gs(text)), {
      oid: insOids.nir,
      matricule: '255069999999934',
      traits: {
        birthFamily: family,
        birthGivens: given,
        firstBirthGiven: given.split(' ')[0],
        sex: 'F',
        birthDate: '1955-06-21',
        birthPlace: '99999',
      },
    });
  });

for (const { name, text, code } of cases.refused)
  test(`Référentiel INS, datamatrix, refused: ${name}`, () => {
    assert.throws(() => parseInsDatamatrix(gs(text)), { code });
  });

test('Référentiel INS, datamatrix, refused: more than a code can hold, without reading it', () => {
  assert.throws(() => parseInsDatamatrix(`IS01${'0'.repeat(1_000_000)}`), { code: 'ins.code-too-long' });
});

test('Guide INS, règle 28: no code for an identity that is not qualified, is in doubt or has no matricule', () => {
  const [first] = cases.written;
  assert.ok(first !== undefined);
  const good = identity(first.identity);
  const { matricule: _, ...without } = good;
  for (const bad of [
    { ...good, status: 'PROV' as const },
    { ...good, status: 'RECUP' as const },
    { ...good, status: 'VALI' as const },
    { ...good, attributes: ['douteux' as const] },
    { ...good, attributes: ['fictif' as const] },
    without,
  ]) {
    assert.throws(() => writeInsDatamatrix(bad), { code: 'ins.not-qualified' });
    assert.throws(() => insDatamatrixSvg(bad), { code: 'ins.not-qualified' });
    assert.throws(() => insDatamatrixPng(bad), { code: 'ins.not-qualified' });
  }
  assert.throws(() => writeInsDatamatrix({ ...good, traits: { ...good.traits, birthFamily: 'Χάος' } }), {
    code: 'ins.code-unwritable',
    at: 'birthFamily',
  });
});

const letter = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ');
const word = fc.array(letter, { minLength: 1, maxLength: 12 }).map((letters) => letters.join(''));
const names = fc.array(fc.tuple(word, fc.constantFrom(' ', '-', "'")), { minLength: 1, maxLength: 14 }).map((parts) =>
  parts
    .map(([text, joint]) => text + joint)
    .join('')
    .replace(/[ '-]$/, '')
    .slice(0, 100)
    .replace(/[ '-]+$/, ''),
);
const body = fc.tuple(fc.constantFrom('1', '2'), fc.integer({ min: 0, max: 99 }), fc.integer({ min: 1, max: 999_999 }));
const people = fc.record({
  given: names,
  family: names,
  sex: fc.constantFrom('M' as const, 'F' as const),
  day: fc.date({ min: new Date('1850-01-01'), max: new Date('2026-01-01'), noInvalidDate: true }),
  place: fc.constantFrom('75056', '2A004', '2B033', '97411', '99999'),
  oid: fc.constantFrom(...Object.values(insOids)),
  first13: body.map(([sex, year, rest]) => `${sex}${String(year).padStart(2, '0')}0699${String(rest).padStart(6, '0')}`),
});

test('Référentiel INS, datamatrix: what is written is read back, whatever the names, in any order of the fields', () => {
  const orders = fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6], { minLength: 7 });
  fc.assert(
    fc.property(people, orders, fc.constantFrom(separator, ' ', ''), (person, order, between) => {
      const birthDate = person.day.toISOString().slice(0, 10);
      const coded: CodedIdentity = {
        status: 'QUAL',
        attributes: [],
        oid: person.oid,
        matricule: parseMatricule(`${person.first13}${matriculeKey(person.first13)}`),
        traits: parseTraits({
          birthFamily: person.family,
          birthGivens: person.given,
          firstBirthGiven: person.given.split(' ')[0],
          sex: person.sex,
          birthDate,
          birthPlace: person.place,
        }),
      };
      const { oid, matricule, traits } = coded;
      const text = writeInsDatamatrix(coded);
      assert.deepEqual(parseInsDatamatrix(text), { oid, matricule, traits });
      // The same fields in another order, their separators kept, lost, or turned into spaces.
      const parts = text
        .slice(26)
        .split(/(?=S\d)/)
        .map((part) => part.replace(separator, ''));
      assert.equal(parts.length, Object.keys(fields).length);
      const mixed = `${text.slice(0, 26)}${order.map((n) => parts[n] ?? '').join(between)}`;
      assert.deepEqual(parseInsDatamatrix(mixed), { oid, matricule, traits });
    }),
    { numRuns: 500 },
  );
});

test('Référentiel INS, datamatrix: no text makes the reader do anything but read or refuse', () => {
  const piece = fc.oneof(
    fc.constantFrom('S1', 'S2', 'S3', 'S9', separator, '255069999999934', 'F', '1.2.250.1.213.1.4.8'),
    fc.string(),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), fc.boolean(), (pieces, headed) => {
      try {
        parseInsDatamatrix(`${headed ? `IS01${'0'.repeat(22)}` : ''}${pieces.join('')}`);
      } catch (error) {
        assert.match(String((error as { code?: string }).code), /^ins\./);
      }
    }),
    { numRuns: 1000 },
  );
});
