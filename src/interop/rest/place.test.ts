import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Patterns } from './place.ts';

const patterns = new Patterns(
  (
    [
      ['GET', '/'],
      ['POST', '/'],
      ['GET', '/:type/:id'],
      ['PUT', '/:type/:id'],
      ['GET', '/:type/_history'],
      ['GET', '/:type/$validate'],
      ['GET', '/:type/:id/:inner'],
      ['GET', '/:type/:id/_history'],
      ['GET', '/Binary/:id'],
      ['GET', '/$export/:id'],
    ] as const
  ).map(([verb, path]) => ({ verb, path })),
);
const found = (verb: 'GET' | 'PUT' | 'DELETE', path: string) => {
  const one = patterns.find(verb, path);
  return one === undefined ? undefined : [one.pattern.path, one.place];
};

test('FHIR R4 §3.1.0.1.1, addresses: a fixed word counts before a parameter, at the earliest step', () => {
  assert.deepEqual(found('GET', '/'), ['/', {}]);
  assert.deepEqual(found('GET', '/Observation/1'), ['/:type/:id', { type: 'Observation', id: '1' }]);
  assert.deepEqual(found('GET', '/Observation/_history'), ['/:type/_history', { type: 'Observation' }]);
  assert.deepEqual(found('GET', '/Binary/_history'), ['/Binary/:id', { id: '_history' }]);
  assert.deepEqual(found('GET', '/Patient/1/Observation'), [
    '/:type/:id/:inner',
    { type: 'Patient', id: '1', inner: 'Observation' },
  ]);
  assert.deepEqual(found('GET', '/Patient/1/_history'), ['/:type/:id/_history', { type: 'Patient', id: '1' }]);
  assert.deepEqual(found('GET', '/$export/x'), ['/$export/:id', { id: 'x' }]);
  assert.equal(found('DELETE', '/Observation/1'), undefined);
  assert.equal(found('GET', '/a/b/c/d/e'), undefined);
  assert.deepEqual(found('GET', '/Observation/a%2Db'), ['/:type/:id', { type: 'Observation', id: 'a-b' }]);
  assert.equal(found('GET', '/%E0%A4%A'), undefined, 'what cannot be decoded is no address, and not the root');
});

test('RFC 9110 §15.5.6: the methods of an address are those of every pattern that fits it', () => {
  assert.deepEqual(
    patterns
      .at('/Observation/1')
      .map(({ verb }) => verb)
      .sort(),
    ['GET', 'PUT'],
  );
  assert.deepEqual(patterns.at('/a/b/c/d/e'), []);
  assert.deepEqual(patterns.at('/%E0%A4%A'), []);
});

test('RFC 9110 §10.2.1, Allow: a pattern that is not offered there counts for nothing, nor one behind it of the same method', () => {
  const some = new Patterns([
    { verb: 'GET', path: '/:type/:id', offered: () => true },
    { verb: 'PUT', path: '/:type/:id', offered: ({ type }: { type?: string }) => type !== 'Binary' },
    { verb: 'GET', path: '/:type/$apply', offered: () => false },
    { verb: 'POST', path: '/:type/$apply', offered: () => true },
  ] as const);
  const verbs = (path: string) =>
    some
      .at(path)
      .map(({ verb }) => verb)
      .sort();
  assert.deepEqual(verbs('/Binary/1'), ['GET']);
  assert.deepEqual(verbs('/Observation/1'), ['GET', 'PUT']);
  assert.deepEqual(verbs('/Binary/$apply'), ['POST']);
});
