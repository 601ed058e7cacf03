import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { ask } from './ground.ts';
import { newPlace } from './server.ts';

const skip = process.getuid?.() === 0 ? false : 'only root has folders that nobody else may enter';

test('Issue 2: started as root below a folder that only root may enter, it works', { skip }, async (t) => {
  const parent = mkdtempSync(join(tmpdir(), 'socle-root-'));
  chmodSync(parent, 0o700);
  mkdirSync(join(parent, 'inner'), { mode: 0o700 });
  const place = await newPlace(parent);
  t.after(() => place.clear());
  const server = await place.start();
  t.diagnostic(`first start: ready in ${server.readyMs} ms`);
  assert.equal((await ask(`${place.url}/health/ready`, {})).status, 200);
  const { status, said } = await place.run('log', 'verify');
  assert.equal(status, 0, said);
});
