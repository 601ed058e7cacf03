/** The hand-written cases of FHIR search, asked of the real search; `oracle/cases.test.ts` asks the oracle the same. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Json, shelfWith } from '#packages';
import { type CaseFile, casesOfSpec } from './cases.ts';
import { answered } from './ground/answers.ts';
import { type Ground, openGround } from './ground/ground.ts';
import type { Stored } from './random/stored.ts';
import { record } from './random/words.ts';

const files = casesOfSpec();
let ground: Ground;
before(async () => {
  ground = await openGround(shelfWith(files.flatMap(({ shelf }) => shelf)));
});
after(() => ground.close());

for (const file of files) describe(file.source, () => asked(file));

function asked({ resources, cases }: CaseFile): void {
  before(() => ground.put(resources.map(kept)));
  for (const { name, type, asked, finds, ordered, includes } of cases) {
    test(name, async () => {
      const { total, pages } = await answered(ground, type, asked, { record });
      const names = finds.map((id) => `${type}/${id}`);
      const found = pages.flatMap(({ matches }) => matches);
      assert.deepEqual(ordered ? found : found.toSorted(), ordered ? names : names.toSorted());
      assert.equal(total, names.length);
      assert.deepEqual(pages.flatMap(({ included }) => included).toSorted(), includes.toSorted());
    });
  }
}

/** All in one record, whatever the type. */
function kept(json: Json, n: number): Stored {
  const updatedAt = new Date('2020-01-01T00:00:00Z');
  return {
    json,
    record,
    n,
    updatedAt,
    authors: [],
    depositor: '',
    hiddenFromProfessionals: false,
    hiddenFromPatient: false,
    hiddenFromRepresentatives: false,
    documentType: null,
  };
}
