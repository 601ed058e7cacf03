import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readXml } from '#xml';
import { readSubmitObjects, writeSubmitObjects } from '../ebrim/index.ts';
import { drafts, sha1 } from './draft.check.ts';
import { readXdm, writeXdm } from './index.ts';

test('IHE ITI TF-2 §3.32, XDM: what is written is read again, whatever it holds', async () => {
  await fc.assert(
    fc.asyncProperty(drafts, async (draft) => {
      const { subsets, warnings } = await readXdm(await writeXdm(draft));
      assert.deepEqual(warnings, []);
      assert.equal(subsets.length, 1);
      const [subset] = subsets;
      assert.deepEqual(subset?.submissionSet, draft.submissionSet);
      assert.deepEqual(subset.relations, draft.relations);
      assert.deepEqual(
        subset.documents.map(({ metadata: { hash, size, uri, ...metadata }, bytes, pdf }) => {
          assert.deepEqual([hash, size], [sha1(bytes), bytes.length]);
          assert.match(uri ?? '', /^DOC0000\d\.(XML|PDF)$/);
          return { metadata, bytes, ...(pdf === undefined ? {} : { pdf }) };
        }),
        draft.documents,
      );
    }),
    { numRuns: 150 },
  );
});

test('IHE ITI TF-3 §4.2, ebRIM: metadata alone are read again, whatever they hold', () => {
  fc.assert(
    fc.property(drafts, ({ submissionSet, documents, relations }) => {
      const objects = { submissionSet, documents: documents.map(({ metadata }) => metadata), relations };
      assert.deepEqual(readSubmitObjects(readXml(Buffer.from(writeSubmitObjects(objects))).root), objects);
    }),
    { numRuns: 300 },
  );
});

test('XDM: the same draft gives the same bytes in any zone', async () => {
  const zone = process.env.TZ;
  try {
    for (const draft of fc.sample(drafts, { numRuns: 5, seed: 7 })) {
      const made: string[] = [];
      for (const tz of ['Europe/Paris', 'America/Martinique', 'Pacific/Noumea']) {
        process.env.TZ = tz;
        made.push(sha1(await writeXdm(draft)));
      }
      assert.equal(new Set(made).size, 1);
    }
  } finally {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  }
});
