import assert from 'node:assert/strict';
import { test } from 'node:test';
import spec from '../../spec/ins/matricule.json' with { type: 'json' };
import { parseMatricule, withoutMatricules } from './matricule.ts';
import { publishedExamples } from './publishedExamples.ts';

for (const c of spec.cases)
  test(`Référentiel INS, matricule: ${c.name}`, () => {
    if (c.refuses === undefined) assert.equal(parseMatricule(c.in), c.out);
    else assert.throws(() => parseMatricule(c.in), { code: c.refuses, at: 'matricule' });
  });

test('Référentiel INS, matricule: every month code is accepted or refused as the INSEE lists them', () => {
  const accepted = Array.from({ length: 100 }, (_, n) => String(n).padStart(2, '0')).filter((month) => {
    try {
      parseMatricule(`279${month}5121518989`);
      return true;
    } catch (error) {
      return (error as { code: string }).code === 'ins.bad-key';
    }
  });
  const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => String(from + n).padStart(2, '0'));
  assert.deepEqual(accepted, [...range(1, 12), '20', ...range(30, 42), ...range(50, 99)]);
});

test('CI-SIS, published examples: the six with a wrong key are refused, and accepted only when examples are', () => {
  assert.equal(publishedExamples.size, 6);
  for (const example of publishedExamples) {
    assert.throws(() => parseMatricule(example), { code: 'ins.bad-key' });
    assert.throws(() => parseMatricule(example, { examples: false }), { code: 'ins.bad-key' });
    assert.equal(parseMatricule(example, { examples: true }), example);
  }
  assert.throws(() => parseMatricule('279035121518988', { examples: true }), { code: 'ins.bad-key' });
});

test('Référentiel INS, matricule: a refusal never repeats what was typed', () => {
  for (const text of ['279035121518988', '2790351215189XX'])
    assert.throws(
      () => parseMatricule(text),
      (error: Error) => !JSON.stringify([error.message, error]).includes('2790351215'),
    );
});

test('Guide INS: a text loses every matricule in it, with or without its key, and nothing else', () => {
  const cases: readonly (readonly [text: string, without: string])[] = [
    ['279035121518988', '…'],
    ['2790351215189', '…'],
    ['patient=urn:oid:1.2.250.1.213.1.4.10|279035121518988,1', 'patient=urn:oid:1.2.250.1.213.1.4.10|…,1'],
    ['« 2 79 03 51 215 189 88 » et 2a0052A004903x', '« … » et 2a0052A004903x'],
    ['290012A00490367', '…'],
    ['290012b00490367', '…'],
    ['2790351215189880', '…'],
    ['DocumentReference/279035121518988abc0123456789abcdef-7', 'DocumentReference/279035121518988abc0123456789abcdef-7'],
    ['899700000111 2025-03-10T09:30:00Z', '899700000111 2025-03-10T09:30:00Z'],
  ];
  for (const [text, without] of cases) assert.equal(withoutMatricules(text), without);
});
