import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chanceOf, mistakes, others, someone, writtenAgain } from '../../../spec/ins/people.ts';
import type { Traits } from '../traits.ts';
import { compareIdentities, type Level } from './compare.ts';
import { keysOf, probeOf } from './keys.ts';

const pairs = 100_000;

interface Tally {
  readonly of: number;
  readonly same: number;
  readonly possible: number;
  readonly found: number;
}
const none: Tally = { of: 0, same: 0, possible: 0, found: 0 };

/** Whether who is kept under these traits is met by who looks for those. */
function meets(kept: Traits, sought: Traits): boolean {
  const { dated, named, year, days } = probeOf(sought);
  return keysOf(kept).some(
    ({ key, birth }) =>
      dated.includes(key) ||
      (named.includes(key) && (year === null || Math.floor(birth / 10_000) === year || days.includes(birth % 10_000))),
  );
}

function counted(before: Tally, level: Level, found: boolean): Tally {
  const one = (holds: boolean): number => (holds ? 1 : 0);
  return {
    of: before.of + 1,
    same: before.same + one(found && level === 'same'),
    possible: before.possible + one(found && level !== 'different'),
    found: before.found + one(found),
  };
}

test('RNIV 1, doublons: precision and recall on 100,000 synthetic pairs, half of them one person written down twice', (t) => {
  const chance = chanceOf(20_261_122);
  const rows = new Map<string, Tally>();
  let [ones, twos] = [none, none];
  const kinds = Object.entries(others);
  while (ones.of + twos.of < pairs) {
    const person = someone(chance);
    if (ones.of <= twos.of) {
      const { traits, wrong } = writtenAgain(person, chance);
      const { level } = compareIdentities(person, traits);
      const found = meets(person, traits);
      ones = counted(ones, level, found);
      const row = wrong.length === 1 ? (wrong[0] ?? '') : `${wrong.length} mistakes at once`;
      rows.set(row, counted(rows.get(row) ?? none, level, found));
    } else {
      const [name, other] = kinds[twos.of % kinds.length] ?? assert.fail('no kinds');
      const stranger = other(person, chance);
      const { level } = compareIdentities(person, stranger);
      const found = meets(person, stranger);
      twos = counted(twos, level, found);
      rows.set(name, counted(rows.get(name) ?? none, level, found));
    }
  }
  const precision = (level: 'same' | 'possible'): number => ones[level] / (ones[level] + twos[level]);
  const recall = (level: 'same' | 'possible'): number => ones[level] / ones.of;
  const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;
  for (const level of ['same', 'possible'] as const)
    t.diagnostic(
      `${level === 'same' ? 'probably one person' : 'probably or possibly one person'}: precision ${percent(precision(level))}, recall ${percent(recall(level))}`,
    );
  t.diagnostic(`met by a key: ${percent(ones.found / ones.of)} of those who are one person`);
  for (const name of [...Object.keys(mistakes), '2 mistakes at once', '3 mistakes at once', ...Object.keys(others)]) {
    const { of, same, possible } = rows.get(name) ?? none;
    t.diagnostic(`  ${name}: ${of} pairs, probably ${percent(same / of)}, at least possibly ${percent(possible / of)}`);
  }
  assert.ok(precision('same') >= 0.99, `precision ${percent(precision('same'))}`);
  assert.ok(precision('possible') >= 0.97, `precision ${percent(precision('possible'))}`);
  assert.ok(recall('possible') >= 0.95, `recall ${percent(recall('possible'))}`);
});
