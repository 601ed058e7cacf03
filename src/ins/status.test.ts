import assert from 'node:assert/strict';
import { test } from 'node:test';
import spec from '../../spec/ins/status.json' with { type: 'json' };
import { identityChecked, identityDocuments, isIdentityDocument } from './evidence.ts';
import { type Attribute, actions, allows, attributes, statusAfter, statuses } from './status.ts';

/** The eight sets of attributes. */
const sets: Attribute[][] = Array.from({ length: 8 }, (_, bits) => attributes.filter((_attribute, n) => (bits >> n) & 1));
const doubtful = (set: readonly Attribute[]): boolean => set.includes('douteux') || set.includes('fictif');

for (const row of spec.after)
  test(`Guide INS, ${row.rule}: INSi ${row.insiFound ? 'yes' : 'no'}, identity check ${row.identityChecked ? 'yes' : 'no'} gives ${row.status}`, () => {
    assert.equal(statusAfter(row.insiFound, row.identityChecked), row.status);
    for (const set of sets)
      assert.equal(statusAfter(row.insiFound, row.identityChecked, set), doubtful(set) ? 'PROV' : row.status, set.join());
  });

test('Guide INS, règle 20: the table of facts is complete, and each status comes from exactly one row', () => {
  assert.deepEqual(spec.after.map((row) => `${row.insiFound} ${row.identityChecked}`).sort(), [
    'false false',
    'false true',
    'true false',
    'true true',
  ]);
  assert.deepEqual(spec.after.map((row) => row.status).sort(), [...statuses].sort());
});

for (const what of actions)
  test(`Guide INS, règles 25 to 28: who may ${what}, for every status and every set of attributes`, () => {
    for (const status of statuses)
      for (const set of sets) {
        const expected = doubtful(set) ? spec.doubtful[what] : spec.allows[what][status];
        assert.equal(allows(status, what, set), expected, `${status} ${set.join()}`);
      }
  });

test('Guide INS, règles 25 to 28: the table of cases names every action, and no other', () => {
  assert.deepEqual(Object.keys(spec.allows).sort(), [...actions].sort());
  assert.deepEqual(Object.keys(spec.doubtful).sort(), [...actions].sort());
});

test('RNIV 1, identity check: only a document of a high degree of trust counts', () => {
  const proving = Object.keys(identityDocuments).filter(
    (kind) => isIdentityDocument(kind) && identityChecked({ insi: false, identityDocument: kind }),
  );
  assert.deepEqual(proving.sort(), ['AN', 'ANCV', 'AV', 'CC', 'CN', 'CS', 'IN', 'LE', 'LECV', 'LEP', 'PA', 'eCN']);
  assert.equal(identityChecked({ insi: true }), false);
  assert.equal(isIdentityDocument('toString'), false);
});
