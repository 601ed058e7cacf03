import assert from 'node:assert/strict';
import { test } from 'node:test';
import { faultsOf, leaves, unknownKeys, wholeWords } from './build/words.ts';
import { spaces } from './words.ts';

for (const [name, words] of Object.entries(spaces))
  test(`portals §3.6, words of ${name}: French and English have the same keys and holes, none is empty, plurals are whole`, () => {
    assert.deepEqual(faultsOf(name, words), []);
  });

test('portals §3.6, French: a name is preceded by « de » or « d’ » as it begins, never by a fixed « de »', () => {
  for (const [name, [fr]] of Object.entries({ carnet: spaces['carnet'] ?? assert.fail() }))
    for (const [key, sentence] of leaves(fr)) assert.doesNotMatch(sentence, /\bde \{\{name\}\}/, `${name}: ${key}`);
});

test('issue 8, the kit: a key that a language lacks, another hole, an empty sentence or half a plural is a fault of the build', () => {
  const fr = { a: 'Un', b: { c: 'Avec {{name}}' }, n_one: '{{count}} ligne', n_other: '{{count}} lignes', last: 'Fin' };
  const en = { a: 'One', b: { c: 'With {{name}}' }, n_one: '{{count}} line', n_other: '{{count}} lines', last: 'End' };
  assert.deepEqual(faultsOf('x', [fr, en]), []);
  const { last, ...less } = en;
  assert.deepEqual(faultsOf('x', [fr, less]), ['x: last is not in English']);
  assert.deepEqual(faultsOf('x', [fr, { ...en, more: last }]), ['x: more is not in French']);
  assert.deepEqual(faultsOf('x', [fr, { ...en, b: { c: 'With {{who}}' } }]), ['x: b.c has other holes in English']);
  assert.deepEqual(faultsOf('x', [fr, { ...en, a: ' ' }]), ['x: a is empty']);
  const { n_one, ...half } = fr;
  const { n_one: _one, ...halfToo } = en;
  assert.deepEqual(faultsOf('x', [half, halfToo]), ['x: n_other has no n_one'], n_one);
});

test('issue 8, the kit: the build stops where the words do not mirror one another, and where a screen asks for a key that is nowhere', () => {
  const plugin = wholeWords('/web', {
    kit: [{ wait: 'Attendez' }, { wait: 'Wait' }],
    pro: [{ day: { title: 'Jour' } }, { day: {} }],
  });
  const said: string[] = [];
  const build = {
    error: (sentence: string): never => {
      said.push(sentence);
      throw new Error(sentence);
    },
  };
  const { buildStart, transform } = plugin as unknown as {
    buildStart: (this: typeof build) => void;
    transform: { handler: (this: typeof build, code: string, id: string) => void };
  };
  assert.throws(() => buildStart.call(build));
  assert.match(said[0] ?? '', /pro: day\.title is not in English/);
  transform.handler.call(build, "t('day.title'); t('wait')", '/web/pro/pages/day.tsx');
  assert.throws(() => transform.handler.call(build, "t('day.lead')", '/web/pro/pages/day.tsx'));
  assert.throws(() => transform.handler.call(build, "t('day.title')", '/web/kit/page.tsx'), 'the kit has no words of a space');
});

test('issue 8, the kit: a plural is asked for without its form', () => {
  const known = new Set(['found_one', 'found_other', 'wait']);
  assert.deepEqual(unknownKeys("t('found', { count }); t('wait'); start('go'); at('x')", known), []);
  assert.deepEqual(unknownKeys("t('nothing')", known), ['nothing']);
});
