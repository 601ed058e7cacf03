import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Refusal } from '#kernel';
import { markedWith, parseAttributes, statusWith } from './attributes.ts';
import type { Evidence } from './evidence.ts';
import type { Identity } from './identity.ts';
import { type Attribute, attributes, statuses } from './status.ts';

const sets: Attribute[][] = Array.from({ length: 8 }, (_, bits) => attributes.filter((_one, n) => (bits >> n) & 1));
const doubtful = (set: readonly Attribute[]): boolean => set.some((one) => one !== 'homonyme');
const checks: readonly (readonly [Evidence, boolean])[] = [
  [{ insi: true }, false],
  [{ insi: true, identityDocument: 'PC' }, false],
  [{ insi: true, identityDocument: 'CN' }, true],
];

/** The rules in sentences, told a second time and otherwise: what must come of each cell. */
function expected(status: string, from: Attribute[], to: Attribute[], checked: boolean, found: boolean): string {
  if (from.join() === to.join()) return 'ins.nothing-changed';
  if (doubtful(from) && !doubtful(to)) {
    if (!checked) return 'ins.new-check-needed';
    return found ? 'QUAL' : 'VALI';
  }
  return doubtful(to) ? 'PROV' : status;
}

for (const status of statuses)
  test(`RNIV 1, attributs: from ${status}, every set of attributes to every other, with each check and each word of INSi`, () => {
    let cells = 0;
    for (const from of sets) {
      // a doubtful identity is never anything but provisional
      const real = doubtful(from) ? 'PROV' : status;
      const identity = { status: real, attributes: from } as unknown as Identity;
      for (const to of sets)
        for (const [evidence, checked] of checks)
          for (const found of [true, false]) {
            cells += 1;
            const cell = `${real} ${from.join()} → ${to.join()} ${evidence.identityDocument} ${found}`;
            assert.equal(outcome(identity, to, evidence, found), expected(real, from, to, checked, found), cell);
          }
    }
    assert.equal(cells, 8 * 8 * 3 * 2);
  });

function outcome(identity: Identity, to: Attribute[], evidence: Evidence, found: boolean): string {
  try {
    const marked = markedWith(identity, to, evidence);
    assert.deepEqual(marked.attributes, to);
    assert.equal(marked.effect === 'hide', doubtful(to) && !doubtful(identity.attributes));
    return statusWith(marked, identity, found, evidence);
  } catch (error) {
    return (error as Refusal).code;
  }
}

test('RNIV 1, attributs: what is no attribute is refused, and each counts once', () => {
  assert.deepEqual(parseAttributes(['fictif', 'homonyme', 'fictif']), ['homonyme', 'fictif']);
  assert.deepEqual(parseAttributes([]), []);
  for (const bad of ['sosie', null, 7, ['homonyme', 'HOMONYME'], [['douteux']], {}])
    assert.throws(() => parseAttributes(bad), { code: 'ins.unknown-attribute' });
});
