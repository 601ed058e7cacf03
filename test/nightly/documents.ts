/**
 * `node test/nightly/documents.ts [RUNS] [SEED]`: damages the documents of the outside corpus in every way that `fuzz.check.ts` knows,
 * 100,000 times unless told otherwise, and proves each time what must hold. The exit status is 1 when something did not, with the seed and
 * the smallest damage that shows it.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { damagedDocuments, holds } from '../../src/documents/verdict/fuzz.check.ts';
import { sample, sampleN1 } from '../../src/documents/verdict/mutants.check.ts';

const [runs = 100_000, seed = Date.now() % 2 ** 31] = process.argv.slice(2).map(Number);
const folder = `${process.env.SOCLE_CORPUS ?? fileURLToPath(new URL('../../../shared/data', import.meta.url))}/cda`;
const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.xml')) : [];
const documents = [Buffer.from(sample), Buffer.from(sampleN1), ...names.map((name) => readFileSync(`${folder}/${name}`))];
const chunk = 1000;
/** One document is never worth more than this: a hang is told and not waited for. */
const mostMs = 10_000;

console.log(`${runs} runs over ${documents.length} documents, seed ${seed}`);
for (let done = 0; done < runs; done += chunk) {
  const result = await fc.check(
    fc.asyncProperty(damagedDocuments(documents), async ({ bytes }) => {
      const before = performance.now();
      await holds(bytes);
      const took = performance.now() - before;
      if (took > mostMs) throw new Error(`took ${Math.round(took)} ms`);
    }),
    { numRuns: Math.min(chunk, runs - done), seed: (seed + done) | 0 },
  );
  if (result.failed) {
    const [shown] = result.counterexample ?? [];
    console.error(`failed after ${done + result.numRuns} runs, seed ${seed + done}: ${shown?.what}`, result.errorInstance);
    process.exit(1);
  }
  if (done % 10_000 === 0) console.log(`${done + chunk} runs: nothing found`);
}
console.log('nothing found');
