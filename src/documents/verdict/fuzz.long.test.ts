import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { damagedDocuments, holds } from './fuzz.check.ts';
import { sample, sampleN1 } from './mutants.check.ts';

/** The outside corpus where it is there; the largest files say nothing that the others do not. */
const folder = `${process.env.SOCLE_CORPUS ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url))}/cda`;
const largest = 120_000;
const outside = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.xml')) : [];
const documents = [
  Buffer.from(sample),
  Buffer.from(sampleN1),
  ...outside.map((name) => readFileSync(`${folder}/${name}`)).filter(({ length }) => length <= largest),
];

test('Documents, any damage: a check gives a verdict, a reader a result or a refusal', { timeout: 300_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(damagedDocuments(documents), ({ bytes }) => holds(bytes)),
    { numRuns: 2000, interruptAfterTimeLimit: 240_000, markInterruptAsFailure: true },
  );
});
