import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conditionsOf, unchangedSince } from './conditions.ts';
import { preferOf } from './prefer.ts';

const headers = (given: Readonly<Record<string, string>>) => (name: string) => given[name];

test('FHIR R4 §3.1.0.5, If-Match: the version of the tag; what is none is refused and not ignored', () => {
  assert.deepEqual(conditionsOf(headers({})), {});
  for (const tag of ['W/"3"', '"3"', '3', ' W/"3" '])
    assert.deepEqual(conditionsOf(headers({ 'if-match': tag })), { ifMatch: 3 });
  for (const tag of ['*', 'W/"x"', 'W/"3", W/"4"', '', "' or 1=1 --"])
    assert.throws(() => conditionsOf(headers({ 'if-match': tag })), { code: 'fhir.bad-etag' }, tag);
  assert.deepEqual(conditionsOf(headers({ 'if-none-match': '*' })), { ifNoneMatch: '*' });
  assert.throws(() => conditionsOf(headers({ 'if-none-match': 'W/"1"' })), { code: 'fhir.bad-etag' });
});

test('FHIR R4 §3.1.0.8.1, If-None-Exist: the parameters of a search, with or without what stands before them', () => {
  for (const search of ['identifier=a|b', '?identifier=a|b', 'http://example.org/fhir/Patient?identifier=a|b'])
    assert.deepEqual(conditionsOf(headers({ 'if-none-exist': search })), { ifNoneExist: 'identifier=a|b' });
});

test('FHIR R4 §3.1.0.1.4, conditional read: If-None-Match by version, else If-Modified-Since by the second', () => {
  const stored = { version: 3, at: new Date('2026-05-01T10:00:00.700Z') };
  const unchanged = (given: Readonly<Record<string, string>>) => unchangedSince(headers(given), stored);
  assert.equal(unchanged({}), false);
  assert.equal(unchanged({ 'if-none-match': 'W/"2", W/"3"' }), true);
  assert.equal(unchanged({ 'if-none-match': 'W/"2"' }), false);
  assert.equal(unchanged({ 'if-none-match': '*' }), true);
  assert.equal(unchanged({ 'if-modified-since': 'Fri, 01 May 2026 10:00:00 GMT' }), true);
  assert.equal(unchanged({ 'if-modified-since': 'Fri, 01 May 2026 09:59:59 GMT' }), false);
  assert.equal(unchanged({ 'if-modified-since': 'yesterday' }), false);
  // RFC 9110 §13.1.3: the tag counts and the date does not.
  assert.equal(unchanged({ 'if-none-match': 'W/"2"', 'if-modified-since': 'Fri, 01 May 2027 10:00:00 GMT' }), false);
});

test('FHIR R4 §3.1.0.1.9, RFC 7240, Prefer: what is known is read, the first of each counts, the rest is left aside', () => {
  assert.deepEqual(preferOf(undefined), { respondAsync: false });
  assert.deepEqual(preferOf('return=minimal'), { respondAsync: false, return: 'minimal' });
  assert.deepEqual(preferOf('return="operationoutcome"; handling=lenient'), {
    respondAsync: false,
    return: 'OperationOutcome',
    handling: 'lenient',
  });
  assert.deepEqual(preferOf('respond-async, handling=strict, handling=lenient'), { respondAsync: true, handling: 'strict' });
  assert.deepEqual(preferOf('return=everything, foo'), { respondAsync: false });
});
