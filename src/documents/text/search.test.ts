import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { indexOf, type Part } from './form.ts';
import { search } from './search.ts';
import { report } from './shelf.check.ts';
import { oneSlip } from './slip.ts';
import { wordsOf } from './words.ts';

const document = (n: number, ...parts: readonly (string | Part)[]) => ({
  n,
  current: true,
  ...indexOf(parts.map((part) => (typeof part === 'string' ? { kind: 'text', text: part } : part))),
});
const label = (text: string): Part => ({ kind: 'label', text });

const shelf = [
  document(
    1,
    label('Lettre de liaison'),
    'Douleur thoracique depuis deux jours. Pas d’allergie connue à la pénicilline. Kaliémie 4,1 mmol/L.',
  ),
  document(
    2,
    label('Compte rendu opératoire'),
    'Hypertensions artérielles anciennes ; suites post-opératoires simples. Amoxicilline 500 mg. Œil sec.',
  ),
  document(
    3,
    label('Biologie'),
    'Créatinine 80 µmol/L ; HbA1c 6,5 %. La douleur n’est pas thoracique. Dose 5\u00A0g puis 500 ml.',
  ),
  document(4, label('Douleur'), 'Œdème des membres ; hépatite B ; « COVID-19 » guérie, 10\u202F000 UI.'),
];
const numbers = (typed: string): string => search(shelf, typed).numbers.join(' ');

const cases: readonly (readonly [typed: string, found: string, why: string])[] = [
  ['hypertension', '2', 'singular for plural'],
  ['HYPERTENSION ARTÉRIELLE', '2', 'case, accents, feminine'],
  ['hypertention', '2', 'a slip'],
  ['hypretension ', '2', 'two letters in each other’s place'],
  ['hyprtentoin ', '', 'two slips'],
  ['penicilline', '1', 'accents left out'],
  ['douleur', '4 1 3', 'in a label first'],
  ['douleur thoracique', '1 3', 'all words, anywhere'],
  ['"douleur thoracique"', '1', 'a phrase'],
  ['"douleurs thoraciques"', '1', 'a phrase, inflected'],
  ['« douleur thoracique »', '1', 'French quotes'],
  ['"pas d’allergie"', '1', 'a negation'],
  ['"thoracique douleur"', '', 'a phrase in another order'],
  ['postopératoire', '2', 'a word with a hyphen asked for as one'],
  ['post-opératoire', '2', 'a hyphen'],
  ['post operatoire', '2', 'two words'],
  ['oedeme', '4', 'a ligature'],
  ['œdèmes', '4', 'a ligature, plural'],
  ['covid 19', '4', 'a name with a number'],
  ['covid19', '4', 'the same as one'],
  ['hepatite b ', '4', 'a letter'],
  ['hba1c', '3', 'an analyte'],
  ['6.5', '3', 'a decimal point for a comma'],
  ['500 mg', '2', 'a number with its unit: not 500 ml and mg elsewhere'],
  ['500mg', '2', 'written together'],
  ['5 g', '3', 'a hard space'],
  ['10000 ', '4', 'thousands'],
  ['10 000 ui', '4', 'thousands, with a unit'],
  ['kali', '1', 'still being typed'],
  ['kali ', '', 'typed to the end'],
  ['yeux', '2', 'a form unlike its stem'],
  ['oei', '2', 'the beginning of one'],
  ['ka douleur', '', 'only the last word is being typed'],
  ['créatinine amoxicilline', '', 'all words are required'],
  ['l’amoxicilline', '2', 'an elision'],
  ['de la douleur thoracique', '1 3', 'stop words'],
  ['guérir', '4', 'a verb'],
  ['', '', 'nothing'],
  ['"', '', 'a lonely quote'],
  ['le la', '', 'nothing but stop words: the last may become another word, and none begins so'],
  ['le su', '2', 'the same, and one does'],
];
for (const [typed, found, why] of cases) {
  test(`issue 4 §5, find: ${why}: ${JSON.stringify(typed)}`, () => {
    assert.equal(numbers(typed), found);
  });
}

test('issue 4 §5, find: the words around are the document’s own, and what is highlighted is what was asked for', () => {
  const long = document(
    9,
    `${'rien à signaler. '.repeat(400)}Une fièvre à 39,5 °C, puis des céphalées.${' suite sans objet'.repeat(400)}`,
  );
  const [hit] = search([long], 'cephalee fievre').hits;
  assert.ok(hit !== undefined && hit.snippet.text.length < 300);
  assert.match(hit.snippet.text, /^… .*Une fièvre à 39,5 °C, puis des céphalées\. .* …$/);
  assert.deepEqual(
    hit.snippet.highlights.map(([start, end]) => hit.snippet.text.slice(start, end)),
    ['fièvre', 'céphalées'],
  );
});

test('issue 4 §5, find: a passage begins with its line when that is near, and says where lines end', () => {
  const lines = document(9, `Ordonnance${'\nà renouveler'.repeat(40)}\nAspirine 75 mg\tle matin\nRevoir dans un mois.\nMerci`);
  const [hit] = search([lines], 'aspirines matin').hits;
  assert.equal(hit?.snippet.text, '… Aspirine 75 mg le matin · Revoir dans un mois. Merci');
  assert.deepEqual(
    hit.snippet.highlights.map(([start, end]) => hit.snippet.text.slice(start, end)),
    ['Aspirine', 'matin'],
  );
  const [later] = search([lines], 'merci').hits;
  assert.deepEqual(
    later?.snippet.highlights.map(([start, end]) => later.snippet.text.slice(start, end)),
    ['Merci'],
  );
});

test('issue 4 §5, find: one slip is Damerau-Levenshtein distance 1', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 7 });
  fc.assert(
    fc.property(letters, letters, (a, b) => {
      const near = oneSlip(Buffer.from(`xx${a}yy`), 2, a.length, Buffer.from(b));
      assert.equal(near, distance(a, b) <= 1, `${a} ${b}`);
    }),
    { numRuns: 2000 },
  );
});

/** The textbook table, with neighbours exchanged. */
function distance(a: string, b: string): number {
  const d = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)),
  );
  const at = (i: number, j: number): number => d[i]?.[j] ?? 0;
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++) {
      let least = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, at(i - 2, j - 2) + 1);
      (d[i] as number[])[j] = least;
    }
  return at(a.length, b.length);
}

const syllables = fc.constantFrom('é', 'ca', 'tion', 'œ', 'mè', 'ri', 'du', 'al', 'gî', 'pho', 'ça', 'ven', 'b1', '7');
const anyWord = fc.array(syllables, { minLength: 2, maxLength: 5 }).map((parts) => parts.join(''));
const anyText = fc
  .array(fc.tuple(anyWord, fc.constantFrom(' ', ', ', '-', '. ', '’', '\n', '\t')), { minLength: 1, maxLength: 60 })
  .map((parts) => parts.flat().join(''));

test('issue 4 §5, find: any word of a document finds it, with or without its accents, and as the phrase with its neighbour', () => {
  fc.assert(
    fc.property(anyText, fc.nat(), (text, pick) => {
      const one = document(1, text);
      const { single } = wordsOf(text);
      const at = pick % Math.max(1, single.length);
      const word = single[at];
      if (word === undefined) return;
      const raw = text.slice(word.start, word.end);
      for (const typed of [raw, `${raw} `, word.form, raw.toUpperCase(), raw.normalize('NFD')]) {
        const { numbers: found, hits } = search([one], typed);
        assert.deepEqual(found, [1], typed);
        for (const [start, end] of hits[0]?.snippet.highlights ?? []) assert.ok(start < end);
        assert.ok((hits[0]?.snippet.highlights.length ?? 0) > 0, typed);
      }
      const next = single[at + 1];
      if (next !== undefined && next.start - word.start < 40)
        assert.deepEqual(search([one], `"${text.slice(word.start, next.end)}"`).numbers, [1]);
    }),
    { numRuns: 400 },
  );
});

test('issue 4 §5, find: what other documents hold changes neither rank nor snippet', () => {
  fc.assert(
    fc.property(fc.array(anyText, { minLength: 2, maxLength: 8 }), anyWord, fc.nat(), (texts, typed, mask) => {
      const all = texts.map((text, i) => document(i, text));
      const seen = all.filter(({ n }) => (mask >> n) % 2 === 0);
      const among = search(all, typed, 100);
      const alone = search(seen, typed, 100);
      const kept = new Set(seen.map(({ n }) => n));
      assert.deepEqual(
        alone.numbers,
        among.numbers.filter((n) => kept.has(n)),
      );
      assert.deepEqual(
        alone.hits,
        among.hits.filter(({ n }) => kept.has(n)),
      );
    }),
    { numRuns: 200 },
  );
});

test('issue 4 §5, find: one slip in a word of five letters or more still finds it', () => {
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  const slip = (word: string, at: number, kind: number, letter: string): string => {
    const i = at % word.length;
    const [head, tail] = [word.slice(0, i), word.slice(i + 1)];
    if (kind === 0) return head + tail;
    if (kind === 1) return head + letter + word.slice(i);
    if (kind === 2) return head + letter + tail;
    return i + 1 < word.length ? `${head}${word[i + 1]}${word[i]}${word.slice(i + 2)}` : word;
  };
  const one = document(1, report(3, 4000));
  const words = [...new Set(wordsOf(report(3, 4000)).single.map(({ form }) => form))].filter((form) => /^[a-z]{6,}$/.test(form));
  fc.assert(
    fc.property(fc.constantFrom(...words), fc.nat(), fc.nat(3), fc.constantFrom(...letters), (word, at, kind, letter) => {
      const typed = slip(word, at, kind, letter);
      assert.deepEqual(search([one], `${typed} `).numbers, [1], `${word} typed ${typed}`);
    }),
    { numRuns: 1000 },
  );
});
