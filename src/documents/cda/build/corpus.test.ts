import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { compileSchematron } from '#schematron';
import { readXml } from '#xml';
import { cdaXsd, commonRules, readRules, withoutRules } from '../../../../test/officialRules.ts';
import { withoutWitness, witness } from '../../../../test/witnesses.ts';
import { buildN1 } from './document.ts';
import { headings, letters, prescriptions, reports, summaries, vaccinations } from './drafts.check.ts';
import { type DocumentKind, kinds } from './models/kinds.ts';

/** Of each kind; four times as many of those that do not carry their printed form, which takes most of the time. */
const runs = Number(process.env.SOCLE_BUILD_RUNS ?? 20);
const printedInside: readonly DocumentKind[] = ['prescription', 'laboratory'];
const skip = withoutRules || withoutWitness('xmllint');
const cases: readonly (readonly [DocumentKind, string, fc.Arbitrary<object>])[] = [
  ['prescription', 'CI-SIS_EP-MED-DM_2024.01.sch', prescriptions],
  ['vaccination', 'CI-SIS_VAC-NOTE_2023.01.sch', vaccinations],
  ['discharge', 'CI-SIS_LDL-SES_2022.01.sch', letters],
  ['summary', 'CI-SIS_VSM_2023.01.sch', summaries],
  ['laboratory', 'CI-SIS_BIO-CR-BIO_2024.01.sch', reports],
];

for (const [kind, rules, forms] of cases)
  test(`CI-SIS ${rules}: a ${kind} made of any form is valid (CDA_extended.xsd by xmllint, official schematrons)`, {
    skip,
  }, () => {
    const schematrons = [...commonRules, rules].map((entry) => ({ entry, rules: compileSchematron(entry, readRules) }));
    const documents = fc
      .sample(fc.tuple(headings, forms), { numRuns: printedInside.includes(kind) ? runs : 4 * runs, seed: 4 })
      .map(([heading, form]) => kinds[kind](heading, form).xml);
    valid(documents);
    for (const xml of documents) {
      const tree = readXml(xml);
      for (const { entry, rules: schematron } of schematrons)
        assert.deepEqual(
          schematron
            .check(tree)
            .filter(({ role }) => role !== 'warning')
            .map(({ role, at, test: asked }) => `${entry} ${role} ${at}: ${asked}`),
          [],
        );
    }
  });

test('CI-SIS terminologie.sch: every code of a document made of any form is in its terminology', { skip }, () => {
  const schematron = compileSchematron('profils/terminologies/schematron/terminologie.sch', readRules);
  for (const [kind, , forms] of cases)
    for (const [heading, form] of fc.sample(fc.tuple(headings, forms), { numRuns: 5, seed: 4 })) {
      const found = schematron.check(readXml(kinds[kind](heading, form).xml));
      // UCUM is a grammar: the source holds no list of its units.
      assert.deepEqual(
        found
          .filter(({ message }) => !message.includes('2.16.840.1.113883.6.8.xml'))
          .map(({ at, message }) => `${kind} ${at}: ${message}`),
        [],
      );
    }
});

test('CI-SIS N1: a document around a PDF is valid (CDA_extended.xsd by xmllint, official schematrons)', { skip }, () => {
  const schematrons = commonRules.map((entry) => compileSchematron(entry, readRules));
  const documents = fc.sample(headings, { numRuns: runs, seed: 4 }).map(({ prescriber: _, ...heading }) =>
    buildN1(
      {
        ...heading,
        title: heading.author.family,
        templateIds: [],
        type: { code: '11488-4', system: '2.16.840.1.113883.6.1', display: 'CR ou fiche de consultation ou de visite' },
      },
      Buffer.from('%PDF-1.4'),
    ),
  );
  valid(documents);
  for (const xml of documents)
    for (const schematron of schematrons)
      assert.deepEqual(
        schematron
          .check(readXml(xml))
          .filter(({ role }) => role !== 'warning')
          .map(({ at, test: asked }) => `${at}: ${asked}`),
        [],
      );
});

test('CI-SIS schematrons: they would see a template that is missing', { skip }, () => {
  const [[heading, form] = []] = fc.sample(fc.tuple(headings, prescriptions), { numRuns: 1, seed: 4 });
  assert.ok(heading !== undefined);
  const wrong = kinds
    .prescription(heading, form)
    .xml.toString()
    .replaceAll('1.2.250.1.213.1.1.3.48.13"', '1.2.250.1.213.1.1.3.48.99"');
  assert.notDeepEqual(compileSchematron('CI-SIS_EP-MED-DM_2024.01.sch', readRules).check(readXml(Buffer.from(wrong))), []);
});

/** All files in one run of xmllint, which fails when one of them does. */
function valid(documents: readonly Buffer[]): void {
  const folder = mkdtempSync(join(tmpdir(), 'socle-build-'));
  try {
    const files = documents.map((xml, index) => {
      const file = join(folder, `${index}.xml`);
      writeFileSync(file, xml);
      return file;
    });
    execFileSync(witness('xmllint') ?? 'xmllint', ['--noout', '--nonet', '--schema', cdaXsd, ...files], { stdio: 'pipe' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
