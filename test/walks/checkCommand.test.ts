import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ambre } from './cast.ts';
import { n1 } from './papers.ts';
import { newPlace, type Place } from './server.ts';
import { specificationFolder } from './specified.ts';

let place: Place;
const folder = specificationFolder();
const path = (name: string): string => join(folder.path, name);
before(async () => {
  place = await newPlace();
  const good = n1(ambre).toString();
  writeFileSync(path('good.xml'), good);
  writeFileSync(path('wrong.xml'), good.replace('POCD_HD000040', 'POCD_HD000041'));
  writeFileSync(path('untitled.xml'), good.replace(/<title>[^<]*</, '<title>Sans titre<'));
  writeFileSync(path('broken.xml'), '<a><b></a>');
});
after(async () => {
  await place.clear();
  folder.clear();
});

test('README, npx socle: check is the check of documents, beside npm run check', () => {
  const program = join(import.meta.dirname, '..', '..', 'bin', 'socle.js');
  const run = spawnSync(process.execPath, [program, 'check', path('broken.xml')], {
    env: { ...process.env, SOCLE_HOME: folder.path },
  });
  assert.equal(run.status, 1, run.stderr.toString());
  assert.match(run.stdout.toString(), /broken\.xml: failed \(1 error\)\n {2}form {6}failed/);
});

test('socle check: without a server or a database; the built-in stages decide the exit status', async () => {
  const { status, said } = await place.run('check', path('good.xml'));
  assert.equal(status, 0, said);
  assert.match(
    said,
    /good\.xml: passed\n {2}form {6}passed\n {2}header {4}passed\n {2}metadata {2}passed\n {2}lists {5}passed\n/,
  );
  assert.match(said, /schema {4}not run: No XSD of CDA is loaded/);
  assert.match(said, /rules {5}not run: No loaded schematron/);
  // It must not leave a database behind where there was none.
  assert.equal(existsSync(place.home), false);
});

test('socle check: each finding with its rule, line and XPath; one file that fails is enough', async () => {
  const { status, said } = await place.run('check', path('good.xml'), path('wrong.xml'), path('broken.xml'));
  assert.equal(status, 1, said);
  assert.match(said, /wrong\.xml: failed \(1 error\)/);
  assert.match(said, / {4}error {2}document\.type-id {2}line \d+ {2}\/ClinicalDocument\/typeId\[1\]\n {6}There is one typeId/);
  assert.match(said, /broken\.xml: failed \(1 error\)\n {2}form {6}failed\n {4}error {2}xml\.malformed {2}line 1\n/);
  assert.match(said, /header {4}not run: The check ends with the form of the document\./);
});

test('socle check --json: one verdict for each file', async () => {
  const { status, said } = await place.run('check', '--json', path('good.xml'), path('wrong.xml'));
  assert.equal(status, 1);
  const verdicts = JSON.parse(said) as {
    file: string;
    outcome: string;
    stages: { stage: string; outcome: string; findings: { rule: string }[] }[];
    metadata: { type: { code: string }; class: { code: string }; level: string };
  }[];
  assert.deepEqual(
    verdicts.map(({ outcome }) => outcome),
    ['passed', 'failed'],
  );
  assert.deepEqual(
    [verdicts[0]?.metadata.type.code, verdicts[0]?.metadata.class.code, verdicts[0]?.metadata.level],
    ['11488-4', '10', 'N1'],
  );
  assert.deepEqual(
    verdicts[1]?.stages[1]?.findings.map(({ rule }) => rule),
    ['document.type-id'],
  );
});

test('socle check --specs: XSD and schematron of a folder, loaded nowhere', async () => {
  const passed = await place.run('check', '--specs', folder.path, path('good.xml'));
  assert.equal(passed.status, 0, passed.said);
  assert.match(passed.said, /schema {4}passed\n {2}rules {5}passed/);
  const failed = await place.run('check', '--specs', folder.path, path('untitled.xml'));
  assert.equal(failed.status, 1, failed.said);
  assert.match(failed.said, /rules {5}failed\n {4}error {2}titled-as-wanted {2}line \d+ {2}\/ClinicalDocument\/title\[1\]/);
  assert.equal(existsSync(place.home), false);
});

test('socle check: what cannot be done is told', async () => {
  for (const words of [[], [path('absent.xml')], ['--specs', path('absent'), path('good.xml')]]) {
    const { status, said } = await place.run('check', ...words);
    assert.equal(status, 1, said);
    assert.match(said, /^socle: /m);
  }
  const { status, said } = await place.run('check', '--help');
  assert.equal(status, 0);
  assert.match(said, /^socle check FILE/);
});

test('socle check, deposit --strict: beside a running Socle, with what socle specs load has loaded', async () => {
  await place.start();
  const loaded = await place.run('specs', 'load', folder.path);
  assert.equal(loaded.status, 0, loaded.said);
  const checked = await place.run('check', path('good.xml'), path('untitled.xml'));
  assert.equal(checked.status, 1, checked.said);
  assert.match(
    checked.said,
    /good\.xml: passed\n[\s\S]*schema {4}passed\n {2}rules {5}passed\n[\s\S]*untitled\.xml: failed \(1 error\)/,
  );
  const refused = await place.run('deposit', '--create-patient', '--strict', path('untitled.xml'));
  assert.equal(refused.status, 1);
  assert.match(refused.said, /documents\.not-conformant: .*\[titled-as-wanted, line \d+\]/);
  const deposited = await place.run('deposit', '--strict', '--verify', path('good.xml'));
  assert.equal(deposited.status, 0, deposited.said);
  assert.match(deposited.said, /deposited: DocumentReference\//);
});
