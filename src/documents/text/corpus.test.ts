/** The published examples, where they are: facts about them only, none of their words. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { attributeOf, readXml, textOf } from '#xml';
import { withoutWitness } from '../../../test/witnesses.ts';
import { isPdf } from '../pdf/index.ts';
import { fold } from './fold.ts';
import { indexOf } from './form.ts';
import { narrativeText } from './narrative.ts';
import { partsOf } from './partsOf.ts';
import { openPdfReader } from './pdf.ts';
import { search } from './search.ts';
import { dice } from './shelf.check.ts';
import { stopWords } from './stops.ts';
import { wordsOf } from './words.ts';

const corpus = process.env.SOCLE_CORPUS ?? join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'data');
const folder = join(corpus, 'cda');
const skip = existsSync(folder) ? false : 'the corpus is not on this machine (SOCLE_CORPUS)';
const pdfs = openPdfReader();
after(() => pdfs.close());

test('CI-SIS examples: ten words of each narrative, chosen by chance, find their document, typed as they are or without accents', {
  skip,
}, async () => {
  const paths = globSync('**/*.xml', { cwd: folder }).sort();
  const states = new Map<string, number>();
  const shelf = [];
  const narratives = new Map<number, string>();
  for (const [n, path] of paths.entries()) {
    const bytes = readFileSync(join(folder, path));
    const { parts, state } = await partsOf(bytes, 'text/xml', pdfs);
    states.set(state, (states.get(state) ?? 0) + 1);
    shelf.push({ n, current: true, ...indexOf(parts) });
    const narrative =
      state === 'unreadable'
        ? ''
        : narrativeText(readXml(bytes))
            .map(({ title, text }) => `${title}\n${text}`)
            .join('\n');
    narratives.set(n, narrative);
  }
  assert.ok(paths.length > 50);
  let asked = 0;
  for (const [n, narrative] of narratives) {
    // Words as anybody would cut them, not as this folder does.
    const words = [
      ...new Set(
        narrative.split(/[^A-Za-zÀ-ÖØ-öø-ÿŒœ0-9]+/).filter((word) => /^\D{4,}$/.test(word) && !stopWords.has(fold(word))),
      ),
    ];
    const roll = dice(n + 1);
    for (let i = 0; i < 10 && words.length > 0; i++) {
      const word = words[roll(words.length)] ?? '';
      for (const typed of [word, `${word.normalize('NFD').replace(/\p{M}/gu, '')} `, word.toUpperCase()]) {
        const { numbers } = search(shelf, typed, 0);
        assert.ok(numbers.includes(n), `${paths[n]}: ${typed.length} letters`);
        asked++;
      }
    }
  }
  assert.ok(asked > 1500, `${asked} words asked for`);
  // Every example can be read; some hold no words but their labels.
  assert.equal(states.get('unreadable') ?? 0, 0, JSON.stringify([...states]));
});

const noWitness = skip || withoutWitness('pdftotext');

test('CI-SIS examples: the words that pdftotext reads in their PDFs are those read here', { skip: noWitness }, async () => {
  const seen = new Set<string>();
  let [files, words, missed] = [0, 0, 0];
  for (const path of globSync('**/*.xml', { cwd: folder }).sort()) {
    const document = readXml(readFileSync(join(folder, path)));
    for (const element of [...document.named('text'), ...document.named('value')]) {
      if (attributeOf(element, 'representation') !== 'B64') continue;
      const bytes = Buffer.from(textOf(element), 'base64');
      const hash = createHash('sha256').update(bytes).digest('hex');
      if (!isPdf(bytes) || seen.has(hash)) continue;
      seen.add(hash);
      const witness = spawnSync('pdftotext', ['-enc', 'UTF-8', '-', '-'], { input: bytes, maxBuffer: 2 ** 26 }).stdout.toString();
      const { state, text } = await pdfs.textOf(bytes);
      assert.equal(state, 'read', path);
      const ours = new Set(wordsOf(text).single.map(({ form }) => form));
      const theirs = new Set(wordsOf(witness).single.map(({ form }) => form));
      files++;
      for (const form of theirs) {
        words++;
        if (!ours.has(form)) missed++;
      }
    }
  }
  assert.ok(files > 5 && words > 300, `${files} files, ${words} words`);
  assert.ok(missed / words < 0.02, `${missed} of ${words} words`);
});
