/**
 * `npm run conformance`: runs the outside suites that stand in the corpus, prints a table, and writes what each gave to docs/conformance.
 * The corpus is ../shared/data or SOCLE_CORPUS; without it there is nothing to run, and the program says so.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { corpusFolder } from './corpus.ts';
import { validationCost } from './cost.ts';
import { fhirPathSuite } from './fhirpath.ts';
import { guideDefinitions, guideExamples } from './guides.ts';
import { fhirPathPatchSuite, jsonPatchSuite } from './patch.ts';
import { contradictoryExamples } from './reasons.ts';
import { storedRoundTrips, xmlExamples, xmlRoundTrips } from './roundTrips.ts';
import type { Tally } from './tally.ts';
import { agreementTally, officialExamples } from './validator.ts';

interface Suite {
  /** The file it is written to. */
  readonly name: string;
  readonly title: string;
  readonly about: string;
  run(corpus: string): Tally;
}

const contradictory = Object.entries(contradictoryExamples).map(([name, why]) => `- ${name}: ${why}`);

const suites: readonly Suite[] = [
  {
    name: 'validator',
    title: 'HL7 validator cases',
    about:
      'The same verdict (errors or none) as HL7’s validator, against the base definitions and against a profile; as strict as it about ' +
      'extensions, profiles and displays that are not known.',
    run: (corpus) => agreementTally(corpus, 'hl7'),
  },
  {
    name: 'validator-server',
    title: 'HL7 validator cases, as a server',
    about: 'The same cases as Socle runs by default: what is not known here is told of and refuses nothing.',
    run: (corpus) => agreementTally(corpus, 'server'),
  },
  {
    name: 'official-examples',
    title: 'Official R4 examples valid',
    about: `No false alarm. The definitions of R4 refuse some examples themselves; their faults must be found:\n\n${contradictory.join('\n')}`,
    run: officialExamples,
  },
  {
    name: 'guide-examples',
    title: 'French examples valid',
    about:
      'Each example of the French guides against the profiles that it claims, with all the guides loaded; or the reason why not.',
    run: guideExamples,
  },
  {
    name: 'guide-definitions',
    title: 'French definitions valid',
    about: 'Each StructureDefinition, ValueSet and so on of the French guides against the base definitions.',
    run: guideDefinitions,
  },
  { name: 'fhirpath', title: 'FHIRPath suite', about: 'HL7’s tests of FHIRPath for R4.', run: fhirPathSuite },
  { name: 'json-patch', title: 'JSON Patch', about: 'The tests of JSON Patch.', run: jsonPatchSuite },
  { name: 'fhirpath-patch', title: 'FHIRPath Patch', about: 'HL7’s tests of FHIRPath Patch.', run: fhirPathPatchSuite },
  {
    name: 'json-round-trips',
    title: 'JSON → store → JSON',
    about: 'Every example leaves as it came, byte for byte but for id and meta.',
    run: storedRoundTrips,
  },
  { name: 'xml-round-trips', title: 'JSON → XML → JSON', about: 'Every example comes back equal.', run: xmlRoundTrips },
  { name: 'xml-examples', title: 'XML → JSON → XML', about: 'Every XML example comes back equal.', run: xmlExamples },
];

const corpus = corpusFolder();
if (corpus === undefined) console.log('The corpus is not here (../shared/data or SOCLE_CORPUS): nothing to run.');
else report(corpus);

function report(folder: string): void {
  const target = join(import.meta.dirname, '..', '..', 'docs', 'conformance');
  mkdirSync(target, { recursive: true });
  const only = process.argv.slice(2);
  const asked = suites.filter(({ name }) => only.length === 0 || only.includes(name));
  const rows = asked.map((suite) => {
    const result = suite.run(folder);
    const row = [suite.title, `${result.passed} of ${result.cases}`, percent(result)] as const;
    console.log(`${row[0].padEnd(36)}${row[1].padStart(14)}${row[2].padStart(10)}`);
    writeFileSync(join(target, `${suite.name}.md`), page(suite, result));
    return `| [${row[0]}](${suite.name}.md) | ${row[1]} | ${row[2]} |`;
  });
  if (only.length > 0) return;
  const costs = validationCost();
  for (const { name, milliseconds } of costs) console.log(`${`Cost: ${name}`.padEnd(50)}${milliseconds.toFixed(3)} CPU-ms`);
  const cost = costs.map(({ name, milliseconds }) => `| ${name} | ${milliseconds.toFixed(3)} |`);
  const table = ['| suite | agreed | |', '| --- | ---: | ---: |', ...rows];
  const lines = ['# Conformance', '', ...table, '', '| one validation, median | CPU-ms |', '| --- | ---: |', ...cost, ''];
  writeFileSync(join(target, 'README.md'), lines.join('\n'));
}

function percent({ cases, passed }: Tally): string {
  return cases === 0 ? '–' : `${((100 * passed) / cases).toFixed(1)} %`;
}

function page({ title, about }: Suite, result: Tally): string {
  const { cases, passed, misses, absent } = result;
  const head = [`# ${title}`, '', about, '', `${passed} of ${cases}, ${percent(result)}.`];
  const left = absent > 0 ? ['', `${absent} more need an input that is not in the corpus.`] : [];
  const list = misses.map(({ name, why }) => `- **${name}**: ${why.replace(/\s+/g, ' ')}`);
  return [...head, ...left, ...(list.length > 0 ? ['', '## Misses', '', ...list] : []), ''].join('\n');
}
