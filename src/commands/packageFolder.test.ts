import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readPackage } from '#packages';
import { packageFolder } from './packageFolder.ts';
import { CommandFailed } from './server.ts';

const url = 'http://example.org/fhir/ValueSet/one';

for (const inside of ['.', 'package'])
  test(`FHIR NPM package specification, package layout: an unpacked package is read, its package.json in ${inside}`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'socle-package-'));
    try {
      const write = (name: string, content: unknown): void => writeFileSync(join(folder, inside, name), JSON.stringify(content));
      mkdirSync(join(folder, inside, 'example'), { recursive: true });
      write('package.json', {
        name: 'a.package',
        version: '1.2.0',
        fhirVersions: ['4.0.1'],
        dependencies: { 'b.package': '1.0.0' },
      });
      write('ValueSet-one.json', { resourceType: 'ValueSet', url });
      write('example/ValueSet-two.json', { resourceType: 'ValueSet', url: `${url}/two` });
      writeFileSync(join(folder, inside, 'readme.md'), 'passed over');
      const read = await readPackage(await packageFolder(folder));
      assert.deepEqual([read.name, read.version, read.dependencies], ['a.package', '1.2.0', ['b.package#1.0.0']]);
      assert.deepEqual(
        read.resources.map((resource) => resource.url),
        [url],
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

test('FHIR NPM package specification, package layout: a folder without package.json is told off with what to name instead', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'socle-package-'));
  try {
    await assert.rejects(packageFolder(folder), (error: unknown) => {
      return error instanceof CommandFailed && /without a FHIR package.*Name the files/.test(error.message);
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
