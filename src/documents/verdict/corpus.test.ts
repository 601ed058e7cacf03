import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readXml } from '#xml';
import { libraryOf } from '../specifications/library.ts';
import { rulesOf } from '../specifications/rules.ts';
import { compileSchema } from '../specifications/schema.ts';
import { readSpecifications } from '../specifications/specificationsOf.ts';
import { type CheckOptions, checkDocument } from './check.ts';
import { everyDamage } from './damages.check.ts';
import { saysTheSame } from './headerEnd.check.ts';
import { cases, type MutantCase, mutated, placeIn, sample } from './mutants.check.ts';
import { findingsOf, type Stage, type Verdict } from './verdict.ts';

const corpus = process.env.SOCLE_CORPUS ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url));
const absent = existsSync(`${corpus}/cda`) ? false : 'the outside corpus is absent (SOCLE_CORPUS or ../shared/data)';
const names =
  absent === false
    ? readdirSync(`${corpus}/cda`)
        .filter((name) => name.endsWith('.xml'))
        .sort()
    : [];
const bytesOf = (name: string): Buffer => readFileSync(`${corpus}/cda/${name}`);

/** How many findings of each rule, of each stage that found any; `-` of a stage that did not run. */
type Facts = Readonly<Record<string, Readonly<Partial<Record<Stage, '-' | Readonly<Record<string, number>>>>>>>;
const stored = new URL('../../../spec/verdict/corpus.json', import.meta.url);
/** `node src/documents/verdict/corpus.test.ts --write` stores what is found now: read the difference before it is kept. */
const writes = process.argv.includes('--write');

let specifications: NonNullable<CheckOptions['specifications']>;
/** What the published schematron of the header says against a document. */
let saidOfHeader: (text: string) => readonly string[];
before(async () => {
  if (absent !== false) return;
  const parts = ['cda-xsd', 'cda-schematron', 'codelists'].map((part) => readSpecifications(`${corpus}/${part}`));
  const library = libraryOf((await Promise.all(parts)).map(({ files }) => files));
  const [schema, rules] = [compileSchema(library, library.schemas[0] ?? ''), rulesOf(library)];
  specifications = {
    schema: async (bytes) => schema.check(bytes),
    rules: async (bytes) => rules.check(bytes, () => undefined),
  };
  const ofHeader = rules.entries.find(({ path }) => path.endsWith('ASIP-STRUCT-MIN-StrucMin.sch'));
  assert.ok(ofHeader !== undefined);
  const schematron = rules.compiled(ofHeader);
  saidOfHeader = (text) =>
    schematron
      .check(readXml(Buffer.from(text)))
      .filter(({ role }) => role === 'error')
      .map(({ message }) => message);
});

test('CI-SIS corpus: the verdict of every document is the stored one', { skip: absent, timeout: 300_000 }, async () => {
  assert.ok(names.length > 0);
  const found: Record<string, Facts[string]> = {};
  for (const name of names) found[name] = factsOf(await checkDocument(bytesOf(name), { specifications }));
  if (writes) {
    const source =
      'The 75 documents of the outside corpus with the XSD, schematrons and lists beside them; counts only, by stage and rule.';
    writeFileSync(stored, `${JSON.stringify({ source, verdicts: found }, null, 2)}\n`);
    return;
  }
  const { verdicts } = JSON.parse(readFileSync(stored, 'utf8')) as { verdicts: Facts };
  assert.deepEqual(Object.keys(found), Object.keys(verdicts));
  for (const name of names) assert.deepEqual(found[name], verdicts[name], name);
});

function factsOf({ stages }: Verdict): Facts[string] {
  const entries = stages.flatMap(({ stage, outcome, findings }): [Stage, '-' | Record<string, number>][] => {
    if (outcome === 'not-run') return [[stage, '-']];
    const rules = Object.entries(Object.groupBy(findings, ({ severity, rule }) => `${severity} ${rule}`));
    return rules.length === 0 ? [] : [[stage, Object.fromEntries(rules.map(([rule, all]) => [rule, all?.length ?? 0]).sort())]];
  });
  return Object.fromEntries(entries);
}

test('CI-SIS corpus: the header is told the same, in what is read of each document and in the whole', { skip: absent }, () => {
  for (const name of names) {
    const bytes = bytesOf(name);
    assert.equal(saysTheSame(bytes, name), 'header', name);
    // Another value in every attribute of one name: most rules find something.
    const damaged = bytes.toString('latin1').replaceAll(/\b(code|value|root)="[^"]*"/g, '$1="Q Q"');
    saysTheSame(Buffer.from(damaged, 'latin1'), name);
  }
});

test('CI-SIS, minimal structure: what the published schematron of the header finds, Socle finds', {
  skip: absent,
  timeout: 300_000,
}, async () => {
  assert.deepEqual(saidOfHeader(sample), []);
  const missed: string[] = [];
  let found = 0;
  for (const { what, text } of everyDamage(sample)) {
    const said = saidOfHeader(text);
    if (said.length === 0) continue;
    found++;
    const { outcome } = await checkDocument(Buffer.from(text), {});
    if (outcome === 'passed') missed.push(`${what}: ${said[0]}`);
  }
  assert.ok(found > 500, `${found}`);
  assert.deepEqual(missed, []);
});

/** Of several kinds and ages, tried first: N1 and N3, self-presenting, with and without what it replaces. */
const first = [
  'BIO-CR-BIO_2021.01_Auto-Presentable.xml',
  'BIO-CR-BIO_2024.01_TSH_2.xml',
  'DOC_NON_STRUCTURE_CDA-R2-N1.xml',
  'LDL-SES_2022.01.xml',
  'VAC-NOTE_2023.01.xml',
  'VSM_1.4_2022.01.xml',
];
const inTurn = [...first.filter((name) => names.includes(name)), ...names.filter((name) => !first.includes(name))];
/** So many real documents are damaged by each case, where so many have what it damages. */
const enough = 4;

const texts = new Map<string, string>();
function textOf(name: string): string {
  const known =
    texts.get(name) ??
    bytesOf(name)
      .toString()
      .replace(/^\ufeff/, '')
      .replaceAll(/\r\n?/g, '\n');
  texts.set(name, known);
  return known;
}

const earlier = new Map<string, Promise<ReadonlySet<string>>>();
/** The rules that the document itself breaks: that they find it damaged shows nothing. */
function brokenBefore(name: string): Promise<ReadonlySet<string>> {
  const known =
    earlier.get(name) ??
    checkDocument(Buffer.from(textOf(name)), {}).then((verdict) => new Set(findingsOf(verdict).map(({ rule }) => rule)));
  earlier.set(name, known);
  return known;
}

for (const one of cases.filter(({ sampleOnly }) => sampleOnly !== true)) {
  test(`CI-SIS corpus, mutants: ${one.name} → ${one.rule}`, { skip: absent }, async () => {
    let tried = 0;
    for (const name of inTurn) {
      if (one.n1 === true && !textOf(name).includes('<nonXMLBody')) continue;
      const wrong = mutated(textOf(name), one);
      if (wrong === undefined || (await brokenBefore(name)).has(one.rule)) continue;
      await foundIn(name, wrong, one);
      if (++tried === enough) return;
    }
    assert.ok(tried > 0, 'no document has what is damaged');
  });
}

async function foundIn(name: string, wrong: string, { rule, at }: MutantCase): Promise<void> {
  const found = findingsOf(await checkDocument(Buffer.from(wrong), {})).filter((finding) => finding.rule === rule);
  assert.ok(found.length > 0, `${name}: not found`);
  if (at === null) return;
  const place = placeIn(wrong, at);
  assert.ok(
    found.some(({ xpath, line }) => xpath === place.xpath && line === place.line),
    `${name}: ${JSON.stringify(found)} is not at ${JSON.stringify(place)}`,
  );
}
