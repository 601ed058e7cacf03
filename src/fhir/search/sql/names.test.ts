import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nameFor } from './names.ts';

test('design §4.2: a text has a name once it is asked again and again, and keeps it', () => {
  assert.deepEqual([nameFor('search', 'a'), nameFor('search', 'a')], ['', '']);
  const name = nameFor('search', 'a');
  assert.match(name, /^fhir\.search\.\d+$/);
  assert.deepEqual([nameFor('search', 'a'), nameFor('search', 'b')], [name, '']);
});

test('design §4.2: however many shapes are asked, the names of prepared statements are few', () => {
  const names = new Set(Array.from({ length: 3000 }, (_, i) => nameFor('search', `shape ${Math.floor(i / 3)}`)));
  assert.ok(names.size > 100 && names.size <= 257, `${names.size} names`);
  assert.equal(nameFor('search', 'another'), '');
});
