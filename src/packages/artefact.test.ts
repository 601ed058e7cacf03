import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readArtefact, writeArtefact } from './artefact.ts';
import type { Json } from './shelf.ts';

const folder = mkdtempSync(join(tmpdir(), 'socle-artefact-'));
after(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'base.shelf');

const system = (code: string): Json => ({
  resourceType: 'CodeSystem',
  url: `http://example.org/${code}`,
  version: '1',
  name: 'Été',
  content: 'complete',
  concept: [{ code, display: 'Œdème – é', definition: 'prose' }],
});

test('Socle, base definitions: what is written is read back, one resource at a time, whatever its characters', () => {
  writeArtefact(path, [system('a'), { resourceType: 'Patient', id: 'x' }, { resourceType: 'ValueSet' }, system('b')]);
  const entries = readArtefact(path, 'here#1');
  assert.deepEqual(
    entries.map(({ kind, canonical }) => [kind, canonical]),
    ['a', 'b'].map((code) => ['CodeSystem', { url: `http://example.org/${code}`, version: '1', name: 'Été', package: 'here#1' }]),
  );
  assert.deepEqual(entries[1]?.read().concept, [{ code: 'b', display: 'Œdème – é' }]);
});

test('Socle, base definitions: who has the file open keeps reading the old one while a new one takes its place', () => {
  writeArtefact(path, [system('old')]);
  const [old] = readArtefact(path, 'here#1');
  writeArtefact(path, [system('new'), system('newer')]);
  assert.equal(old?.read().url, 'http://example.org/old');
  assert.equal(readArtefact(path, 'here#1').length, 2);
});

test('Socle, base definitions: another file is not taken for them', () => {
  for (const text of ['', 'socle-shelf 2 10\n[]', '{}']) {
    writeFileSync(path, text);
    assert.throws(() => readArtefact(path, 'here#1'), /not a file of definitions/);
  }
});
