/**
 * FHIR search against a naive oracle: random resources, random searches, the same answer. The oracle is `oracle/`, held by hand-written cases;
 * a longer run is `long.ts`.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { shelfWith } from '#packages';
import { type Coverage, openCoverage, unsearched } from './coverage.ts';
import { answered } from './ground/answers.ts';
import { type Ground, openGround } from './ground/ground.ts';
import { definitionsOn } from './oracle/definitions.ts';
import { pagesAreStable } from './pages.ts';
import { record, types, shelf as words } from './random/words.ts';
import { layRound } from './round.ts';
import { formsAgree, hostileAreRefused, leaksSeen, permitsAgree, searchesAgree } from './rounds.ts';

const shelf = shelfWith(words);
const definitions = definitionsOn(shelf);
/** Each round is another set of random resources; the same ones in every run. */
const rounds = [1, 2, 3, 4];
/** Some parameters seldom match: for them there may be more. */
const mostRounds = 12;

let ground: Ground;
const coverage: Coverage = openCoverage();
before(async () => {
  ground = await openGround(shelf);
});
after(() => ground.close());

for (const number of rounds) {
  test(`FHIR R4 §3.1.1, round ${number}`, async (t) => {
    const round = await layRound(ground, shelf, number);
    await t.test('§3.1.1.4: every way of asking every parameter finds what the oracle finds', () => formsAgree(round, coverage));
    await t.test('random searches, ordered, paged, with includes, have the oracle’s answer', () => searchesAgree(round, 300));
    await t.test('rights: an answer under a Permit is that of a world without what it hides', () => permitsAgree(round, 300));
  });
}

test('FHIR R4 §3.1.1, once more', async (t) => {
  const round = await layRound(ground, shelf, 0);
  await t.test('rights: a Permit that is put on the matches only would be seen', async () => {
    assert.ok((await leaksSeen(round, 100)) > 2);
  });
  await t.test('issue 3, bad input: whatever is asked, the answer is one or a refusal', () => hostileAreRefused(round, 2000));
  await t.test('issue 3, bad input: five thousand alternatives are refused', async () => {
    const code = Array.from({ length: 5000 }, (_, i) => i).join(',');
    const asking = answered(ground, 'Observation', [['code', code]], { record });
    await assert.rejects(asking, { code: /^fhir\.(value-too-long|search-too-complex)$/ });
  });
  await t.test('§3.1.1.5: turning pages while others write loses and repeats nothing that they left alone', () =>
    pagesAreStable(round, 40),
  );
});

test('FHIR R4 §3.1.1.4: every parameter of the types used matched something once, and once not', async () => {
  const lacking = () => coverage.lacking(types, definitions);
  for (let number = rounds.length + 1; number <= mostRounds && lacking().length > 0; number++)
    await formsAgree(await layRound(ground, shelf, number), coverage);
  assert.deepEqual(lacking(), []);
});

test('FHIR R4 §3.1.1.4: what is excepted from that is still a parameter', () => {
  for (const name of Object.keys(unsearched)) {
    const [type = '', code = ''] = name.split('.');
    const of = type === '*' ? types : types.filter((one) => one === type);
    assert.ok(
      of.some((one) => definitions(one).has(code)),
      name,
    );
  }
});
