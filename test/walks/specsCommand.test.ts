import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { madeSpecifications, zipOf } from '../../src/documents/specifications/made.check.ts';
import { ambre } from './cast.ts';
import { ask } from './ground.ts';
import { n1 } from './papers.ts';
import { newPlace, type Place, until } from './server.ts';

let place: Place;
let token: string;
const home = mkdtempSync(join(tmpdir(), 'socle-specs-'));
before(async () => {
  place = await newPlace();
  await place.start();
  token = (await place.run('token', '--as', 'operator')).said.trim();
});
after(async () => {
  await place.clear();
  rmSync(home, { recursive: true, force: true });
});

function folder(name: string, files: Readonly<Record<string, string>>): string {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(home, name, path)), { recursive: true });
    writeFileSync(join(home, name, path), content);
  }
  return join(home, name);
}

/** The rules of the loaded specifications that the running server finds against a document. */
async function found(): Promise<readonly string[]> {
  const headers = { 'content-type': 'text/xml' };
  const answer = await ask(`${place.url}/fhir/$check-document`, { method: 'POST', token, headers, body: n1(ambre) });
  assert.equal(answer.status, 200, answer.bytes.toString());
  const { issue } = answer.as<{ issue: { details?: { coding?: { code: string }[] } }[] }>();
  return issue.flatMap(({ details }) => details?.coding?.[0]?.code ?? []).filter((code) => /^(xsd\.|titled)/.test(code));
}

async function succeeds(...words: string[]): Promise<string> {
  const { status, said } = await place.run(...words);
  assert.equal(status, 0, said);
  return said;
}

test('socle specs: loaded from a folder, replaced by the zip of another version and removed while a server runs, which follows', async () => {
  assert.match(await succeeds('specs', 'list'), /nothing is loaded/);
  assert.deepEqual(await found(), []);

  const first = await succeeds('specs', 'load', folder('Essai-1-0', madeSpecifications('T1')));
  assert.match(first, /^Essai#1\.0: 1 schemas, 5 schematrons, 1 lists; loaded$/m);
  assert.match(first, /^5 schemas and schematrons compiled$/m);
  assert.match(first, /^ {2}schematrons\/Casse_1\.0\.sch:4: .*absent\.sch/m);
  await until(async () => (await found()).some((rule) => rule.startsWith('xsd.')), 30_000);
  assert.ok((await found()).includes('titled'), 'the type of the document is not in the list');
  assert.match(await succeeds('specs', 'load', join(home, 'Essai-1-0')), /; was loaded already$/m);

  const zip = join(home, 'Essai-1-1.zip');
  const { 'infrastructure/cda/CDA_extended.xsd': _, ...later } = madeSpecifications('T1');
  writeFileSync(zip, await zipOf(later));
  assert.match(await succeeds('specs', 'load', zip), /^Essai#1\.1: 0 schemas, 5 schematrons, 1 lists; loaded in place of 1\.0$/m);
  await until(async () => !(await found()).some((rule) => rule.startsWith('xsd.')), 30_000);
  assert.ok((await found()).includes('titled'));
  assert.match(await succeeds('specs', 'list'), /^Essai#1\.1 {2}0 schemas, 5 schematrons, 1 lists {2}loaded 20\S+Z$/m);

  assert.match(await succeeds('specs', 'remove', 'Essai#1.1'), /^Essai#1\.1: removed$/m);
  await until(async () => (await found()).length === 0, 30_000);
});

test('socle specs: what is wrong is told, and leaves what was loaded as it was', async () => {
  const good = join(home, 'kept-1-0.zip');
  writeFileSync(good, await zipOf(madeSpecifications('T1')));
  await succeeds('specs', 'load', good, '--name', 'kept', '--version', '7');
  const before = await succeeds('specs', 'list');
  const link = join(home, 'link.zip');
  writeFileSync(link, await zipOf({ 'x.sch': '/etc/passwd' }, 0o120777));
  for (const [words, told] of [
    [['load', link], /holds a link/],
    [['load', good, '--name', 'a b', '--version', '1'], /no name or version of the expected form/],
    [['load'], /load DIR\|ZIP, list or remove NAME is expected/],
    [['remove', 'other'], /No specification other is loaded/],
  ] as const) {
    const { status, said } = await place.run('specs', ...words);
    assert.equal(status, 1, said);
    assert.match(said, told);
  }
  assert.equal(await succeeds('specs', 'list'), before);
  assert.match(await succeeds('specs', '--help'), /^socle specs load DIR\|ZIP/);
});
