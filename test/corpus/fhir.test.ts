import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { itemId, type Software } from '#kernel';
import { membersOf, withMeta } from '../../src/fhir/json/index.ts';
import { corpusFolder } from '../conformance/corpus.ts';
import { jsonExamples } from '../conformance/roundTrips.ts';
import { nuees } from '../walks/cast.ts';
import { type EngineGround, openEngineGround } from '../walks/fhir/engineGround.ts';

const corpus = corpusFolder();
const skip = corpus === undefined ? 'the outside corpus is not here' : false;
let ground: EngineGround;
before(async () => {
  if (corpus !== undefined) ground = await openEngineGround();
});
after(() => ground?.close());

test('FHIR R4 §2.6: every official and French example comes back from the store byte for byte, but for its id and meta', {
  skip,
}, async () => {
  const { store, fhir, ambre: record } = ground;
  const examples = jsonExamples(corpus ?? '');
  assert.ok(examples.length > 390, `${examples.length} examples`);
  const call = ground.call();
  const depositor = (call.actor as Software).id;
  const rows = examples.map(([name, text], i) => ({ name, text, n: 1000 + i, type: String(JSON.parse(text).resourceType) }));
  await store.transaction(async (tx) => {
    await store.records.lock(tx, record);
    const seen = {
      depositor,
      authorIds: [],
      hiddenFromProfessionals: false,
      hiddenFromPatient: false,
      hiddenFromRepresentatives: false,
      documentType: null,
    };
    const placed = rows.map(({ n, type, text }) => ({
      ...seen,
      ...{ n, type, id: itemId(record, n), version: 1, input: { json: JSON.parse(text), text } },
    }));
    await fhir.place(tx, call, record, placed);
  });
  const { rows: kept } = await store.pool.query<{ n: string; body: string }>(
    'select n, body from fhir.resource where record_id = $1 and n >= 1000',
    [record],
  );
  const bodies = new Map(kept.map(({ n, body }) => [Number(n), body]));
  for (const { name, text, n } of rows) {
    const body = bodies.get(n) ?? '';
    const id = itemId(record, n);
    assert.equal(body, withMeta(text, { id, versionId: '1', lastUpdated: call.at.toISOString() }), name);
    assert.deepEqual(others(body), others(text), name);
  }
  // And by the front door, as the one who put it there.
  const seen = rows.filter(({ type }) => type === 'Observation');
  assert.ok(seen.length > 0);
  for (const { n } of seen)
    assert.equal((await fhir.read(ground.call(nuees), 'Observation', itemId(record, n))).body, bodies.get(n));
});

/** Everything but id and meta, as it is written. */
const others = (text: string): string[] =>
  membersOf(text)
    .filter(({ name }) => name !== 'id' && name !== 'meta')
    .map(({ keyFrom, to }) => text.slice(keyFrom, to));
