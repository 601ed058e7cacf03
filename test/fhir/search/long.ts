/**
 * `node test/fhir/search/long.ts [rounds] [first]`: the same comparison as `oracle.test.ts` on as many sets of random resources as one has time
 * for (50 when not said), the first of them numbered `first` (1000 when not said). Prints a line for each; ends at the first difference.
 */
import { shelfWith } from '#packages';
import { openCoverage } from './coverage.ts';
import { openGround } from './ground/ground.ts';
import { definitionsOn } from './oracle/definitions.ts';
import { pagesAreStable } from './pages.ts';
import { types, shelf as words } from './random/words.ts';
import { layRound } from './round.ts';
import { formsAgree, hostileAreRefused, permitsAgree, searchesAgree } from './rounds.ts';

const [rounds = 50, first = 1000] = process.argv.slice(2).map(Number);
const shelf = shelfWith(words);
const coverage = openCoverage();
const ground = await openGround(shelf);
try {
  for (let number = first; number < first + rounds; number++) {
    const start = performance.now();
    const round = await layRound(ground, shelf, number);
    await formsAgree(round, coverage);
    await searchesAgree(round, 2000);
    await permitsAgree(round, 2000);
    await hostileAreRefused(round, 2000);
    await pagesAreStable(round, 200);
    console.log(`round ${number}: the same, in ${Math.round(performance.now() - start)} ms`);
  }
  console.log(coverage.lacking(types, definitionsOn(shelf)).join('\n'));
} finally {
  await ground.close();
}
