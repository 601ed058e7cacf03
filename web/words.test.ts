import assert from 'node:assert/strict';
import { test } from 'node:test';
import { en as carnetEn } from './carnet/words/en.ts';
import { fr as carnetFr } from './carnet/words/fr.ts';
import { en as exploitationEn } from './exploitation/words/en.ts';
import { fr as exploitationFr } from './exploitation/words/fr.ts';
import { en as kitEn } from './kit/words/en.ts';
import { fr as kitFr } from './kit/words/fr.ts';
import { en as partageEn } from './partage/words/en.ts';
import { fr as partageFr } from './partage/words/fr.ts';
import { en as proEn } from './pro/words/en.ts';
import { fr as proFr } from './pro/words/fr.ts';

const spaces = {
  kit: [kitFr, kitEn],
  carnet: [carnetFr, carnetEn],
  partage: [partageFr, partageEn],
  pro: [proFr, proEn],
  exploitation: [exploitationFr, exploitationEn],
} as const;

/** Every leaf as `a.b.c` → sentence. */
function leaves(words: object, path = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(words)) {
    if (typeof value === 'string') found.set(path + key, value);
    else for (const [inner, sentence] of leaves(value as object, `${path}${key}.`)) found.set(inner, sentence);
  }
  return found;
}

const holes = (sentence: string) => [...sentence.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1]).sort();

for (const [name, [fr, en]] of Object.entries(spaces)) {
  const french = leaves(fr);
  const english = leaves(en);
  test(`portals §3.6, words of ${name}: French and English have the same keys`, () => {
    assert.deepEqual([...english.keys()].sort(), [...french.keys()].sort());
  });
  test(`portals §3.6, words of ${name}: each sentence has the same holes in both languages, and none is empty`, () => {
    for (const [key, sentence] of french) {
      assert.deepEqual(holes(english.get(key) ?? ''), holes(sentence), key);
      assert.ok(sentence.trim() && english.get(key)?.trim(), key);
    }
  });
  test(`portals §3.6, words of ${name}: every plural has its two forms`, () => {
    for (const key of french.keys())
      if (/_(one|other)$/.test(key))
        assert.ok(french.has(key.replace(/_(one|other)$/, key.endsWith('_one') ? '_other' : '_one')), key);
  });
}
