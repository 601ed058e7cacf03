import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fold } from './fold.ts';
import { wordsOf } from './words.ts';

const forms = (text: string): string =>
  wordsOf(text)
    .single.map(({ form }) => form)
    .join(' ');
const joined = (text: string): string =>
  wordsOf(text)
    .joined.map(({ form }) => form)
    .join(' ');

const cases: readonly (readonly [why: string, text: string, single: string, together?: string])[] = [
  ['accents and case', 'ÉLÉVATION Été nativité Noël', 'elevation ete nativite noel'],
  ['composed and decomposed', 'e\u0301te\u0301', 'ete'],
  ['ligatures, also those of PDF fonts', 'Œdème du cæcum, ﬁbrose', 'oedeme caecum fibrose'],
  ['elisions', "l’hypertension d'allergie qu’opérée jusqu’hier aujourd’hui", 'hypertension allergie operee hier'],
  ['an apostrophe within a name', 'O’Brien', 'o brien'],
  ['hyphens', 'post-opératoire', 'post operatoire', 'postoperatoire'],
  ['a word cut at the end of a line', 'hyper-\n  tension', 'hyper tension', 'hypertension'],
  ['soft hyphens', 'hyper\u00ADtension', 'hypertension'],
  ['numbers and units', '7,5 mmol/L, 5mg, 12.5 µg et 45 %', '7.5 mmol l 5 mg 12.5 ug 45 %'],
  ['thousands', '10\u202F000 UI', '10 000 ui', '10000'],
  ['names of analytes', 'HbA1c B12 T4 CD4 m²', 'hba1c b12 t4 cd4 m2'],
  ['stop words, but not negations', 'pas de fièvre, sans la toux', 'pas fievre sans toux'],
  ['a letter that is a name', 'hépatite A, vitamine D', 'hepatite a vitamine d'],
  ['dates', '2024-01-02', '2024 01 02', '20240102'],
  ['nothing', ' … — !', ''],
];

for (const [why, text, single, together = ''] of cases) {
  test(`issue 4 §5, words: ${why}`, () => {
    assert.equal(forms(text), single);
    assert.equal(joined(text), together);
  });
}

test('issue 4 §5, words: whatever the text, a word stands where it is said to stand, and holds no separator of the index', () => {
  const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.string({ unit: 'binary', maxLength: 200 }));
  fc.assert(
    fc.property(text, (any) => {
      const { single, joined: made } = wordsOf(any);
      for (const { form, start, end } of [...single, ...made]) {
        assert.ok(form.length > 0 && !/[\s\p{Cc}A-Z]/u.test(form), JSON.stringify(form));
        assert.ok(start >= 0 && start < end && end <= any.length);
      }
      for (const { form, start, end } of single)
        assert.ok(fold(any.slice(start, end).slice(0, 64)).startsWith(form) && Buffer.byteLength(form) <= 30);
    }),
    { numRuns: 300 },
  );
});

test('issue 4 §5, words: 20,000 hyphens, digits or letters without a space take no time of note', { timeout: 60_000 }, () => {
  for (const unit of ['a-', '1 000 ', 'é', '9.', '- \n', '\u0301']) assert.ok(wordsOf(unit.repeat(20_000)) !== undefined);
});
