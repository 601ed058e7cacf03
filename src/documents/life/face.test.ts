import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RecordId } from '#kernel';
import { archivedExtension, archivedIn, withArchived } from './archived.ts';
import { entryUuid, withIdentifiers } from './identifiers.ts';
import { labelsIn, labelsOf, securityLabels } from './labels.ts';

const record = '6f9a1c9e-7d0b-4a53-9c0e-2f6d1b8a7c55' as RecordId;

test('JDV_J08: labels come back as they were said, whatever is said together', () => {
  for (const base of ['N', 'R', 'V'] as const)
    for (let bits = 0; bits < 8; bits++) {
      const labels = {
        base,
        hiddenFromProfessionals: (bits & 1) > 0,
        hiddenFromPatient: (bits & 2) > 0,
        hiddenFromRepresentatives: (bits & 4) > 0,
      };
      const securityLabel = securityLabels(labels);
      assert.deepEqual(labelsIn({ securityLabel }), labels);
      assert.equal(securityLabel.length, 1 + [...bits.toString(2)].filter((bit) => bit === '1').length);
    }
  assert.equal(labelsOf([]).base, 'N');
  assert.equal(labelsOf(['N', 'V', 'R']).base, 'V', 'the strictest');
  assert.deepEqual(labelsIn({}), labelsOf([]));
});

test('ITI TF-3 4.2.3.2, entryUUID and logicalID: one for each version, always the same, of no other document; RFC 9562 version 8', () => {
  const made = [1, 2, 3].flatMap((n) => [1, 2, 3].map((version) => entryUuid(record, n, version)));
  assert.equal(new Set(made).size, 9);
  for (const uuid of made) assert.match(uuid, /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(entryUuid(record, 2, 1), entryUuid(record, 2, 1));
  assert.ok(!made.some((uuid) => uuid.includes(record.slice(0, 8))), 'it says nothing of the record');
});

test('MHD, DocumentReference.identifier: those of the version before go, those of the sender stay, the logicalID is the same', () => {
  const theirs = { system: 'urn:oid:1.2.3', value: '42' };
  const second = withIdentifiers({ identifier: [theirs] }, { entry: 'b', logical: 'a' });
  const third = withIdentifiers(second, { entry: 'c', logical: 'a' });
  const said = (third.identifier as { value: string; use?: string }[]).map(({ use, value }) => [use, value]);
  assert.deepEqual(said, [
    [undefined, '42'],
    ['official', 'urn:uuid:c'],
    ['secondary', 'urn:uuid:a'],
  ]);
});

test('PDSm, pdsm-ext-is-archived: said once it is so, and that it is no longer; other extensions stay', () => {
  const other = { url: 'urn:x', valueString: 'y' };
  const never = { extension: [other] };
  assert.equal(withArchived(never, false), never);
  const put = withArchived(never, true);
  assert.deepEqual(put.extension, [other, { url: archivedExtension, valueBoolean: true }]);
  const back = withArchived(put, false);
  assert.deepEqual([archivedIn(back), (back.extension as unknown[]).length], [false, 2]);
});
