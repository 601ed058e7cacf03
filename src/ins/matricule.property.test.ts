import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Matricule, matriculeKey, parseMatricule } from './matricule.ts';

const two = (n: number): string => String(n).padStart(2, '0');
const months = Array.from({ length: 100 }, (_, n) => n).filter(
  (n) => (n >= 1 && n <= 12) || n === 20 || (n >= 30 && n <= 42) || n >= 50,
);
const departments = [...Array.from({ length: 99 }, (_, n) => two(n + 1)), '2A', '2B'];

const first13 = fc
  .tuple(
    fc.integer({ min: 1, max: 8 }),
    fc.integer({ min: 0, max: 99 }).map(two),
    fc.constantFrom(...months).map(two),
    fc.oneof(fc.constantFrom(...departments), fc.constantFrom('2A', '2B', '19', '18')),
    fc.integer({ min: 0, max: 999_999 }).map((n) => String(n).padStart(6, '0')),
  )
  .map((parts) => parts.join(''));
const matricule = first13.map((body) => parseMatricule(body + matriculeKey(body)));

const refused = (text: string): boolean => {
  try {
    parseMatricule(text);
    return false;
  } catch (error) {
    return ['ins.malformed', 'ins.bad-key'].includes((error as { code: string }).code);
  }
};
const swapped = (text: Matricule, i: number, j: number): string => {
  const letters = [...text];
  [letters[i], letters[j]] = [letters[j] ?? '', letters[i] ?? ''];
  return letters.join('');
};

test('Référentiel INS, key: the 13 characters have exactly one key, between 01 and 97', () => {
  fc.assert(
    fc.property(first13, (body) => {
      const right = Array.from({ length: 100 }, (_, n) => two(n)).filter((key) => !refused(body + key));
      assert.deepEqual(right, [matriculeKey(body)]);
      assert.ok(Number(right[0]) >= 1 && Number(right[0]) <= 97);
    }),
    { numRuns: 100 },
  );
});

test('Référentiel INS, key: any one character changed for another is detected, in the 13 characters and in the key', () => {
  fc.assert(
    fc.property(matricule, (text) => {
      for (let i = 0; i < 15; i++)
        for (const other of '0123456789AB')
          if (other !== text[i])
            assert.ok(refused(text.slice(0, i) + other + text.slice(i + 1)), `character ${i + 1} as ${other}`);
    }),
    { numRuns: 200 },
  );
});

test('Référentiel INS, key: any two neighbours exchanged are detected, also across the border of the key', () => {
  fc.assert(
    fc.property(matricule, fc.integer({ min: 0, max: 13 }), (text, i) => {
      fc.pre(text[i] !== text[i + 1]);
      assert.ok(refused(swapped(text, i, i + 1)));
    }),
    { numRuns: 1000 },
  );
});

/*
 * Ten is a primitive root of 97, so the 13 places weigh differently; the two digits of the key weigh what the last two of the 13 do. That
 * leaves two pairs which may be exchanged unseen: 12th with 14th, 13th with 15th.
 */
test('Référentiel INS, key: any two of the 15 exchanged are detected, but the 12th with the 14th and the 13th with the 15th', () => {
  fc.assert(
    fc.property(matricule, fc.integer({ min: 0, max: 14 }), fc.integer({ min: 0, max: 14 }), (text, i, j) => {
      const [first, last] = i < j ? [i, j] : [j, i];
      fc.pre(text[first] !== text[last] && !(last - first === 2 && last >= 13));
      assert.ok(refused(swapped(text, first, last)));
    }),
    { numRuns: 1000 },
  );
});

test('Référentiel INS, key: what it does not detect', () => {
  const unseen = parseMatricule(`1900199990042${matriculeKey('1900199990042')}`);
  assert.equal(unseen, '190019999004201');
  assert.equal(refused(swapped(parseMatricule('190019999013901'), 11, 13)), false, '12th with 14th');
  assert.equal(refused(swapped(parseMatricule('190019999004201'), 12, 14)), false, '13th with 15th');
});

test('Référentiel INS, key: Corsica counts as 19 (2A) and 18 (2B), so it is told from 20, 2A from 2B, but not from 19 and 18', () => {
  fc.assert(
    fc.property(first13, (body) => {
      const at = (department: string): string => matriculeKey(body.slice(0, 5) + department + body.slice(7));
      assert.equal(at('2A'), at('19'));
      assert.equal(at('2B'), at('18'));
      assert.notEqual(at('2A'), at('2B'));
      assert.notEqual(at('2A'), at('20'));
      assert.notEqual(at('2B'), at('20'));
    }),
    { numRuns: 200 },
  );
});

test('Référentiel INS, matricule: reading it again, grouped or in lower case, gives the same', () => {
  fc.assert(
    fc.property(matricule, fc.array(fc.integer({ min: 0, max: 15 }), { maxLength: 8 }), (text, cuts) => {
      let spaced: string = text.toLowerCase();
      for (const cut of cuts) spaced = `${spaced.slice(0, cut)} ${spaced.slice(cut)}`;
      assert.equal(parseMatricule(spaced), text);
    }),
    { numRuns: 200 },
  );
});

test('Référentiel INS, matricule: any text whatsoever is read or refused, nothing else is thrown', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom(...'0123456789AB ') })), (text) => {
      if (!refused(text)) assert.match(parseMatricule(text), /^[1-8]\d{4}(\d\d|2[AB])\d{8}$/);
    }),
    { numRuns: 500 },
  );
});
