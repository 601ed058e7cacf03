/** The oracle itself, held by hand-written cases: what it says is believed by the other tests of this folder. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shelfWith } from '#packages';
import { casesOfSpec } from '../cases.ts';
import { search } from './search.ts';
import { nameOf, worldOf } from './world.ts';

for (const { source, shelf, resources, cases } of casesOfSpec()) {
  for (const { name, type, asked, finds, ordered, includes } of cases) {
    test(`${source}: the oracle, ${name}`, () => {
      const world = worldOf(resources, { shelf: shelfWith(shelf) });
      const answer = search(type, asked, world);
      const ids = answer.pages.flatMap((page) => page.matches.map(({ id }) => String(id)));
      assert.equal(answer.total, finds.length);
      assert.deepEqual(ordered ? ids : ids.sort(), ordered ? finds : [...finds].sort());
      const added = answer.pages.flatMap((page) => page.included.map(nameOf));
      assert.deepEqual(added.sort(), [...includes].sort());
    });
  }
}
