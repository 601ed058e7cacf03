import assert from 'node:assert/strict';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { after, before, test } from 'node:test';
import { type Call, newRecordId } from '#kernel';
import type { Store } from '#store';
import { testStore } from '../../../test/store.ts';
import { type Act, checkExport, type ExportOf, type ExportVerdict, openTrace, type Trace, traceMigrations } from '../index.ts';
import type { ExportWords } from './words.ts';

let store: Store;
let trace: Trace;
const record = newRecordId();
const at = new Date('2026-03-01T10:00:00Z');
const call: Call = { actor: { kind: 'operator', id: 'test', name: 'Test' }, at, requestId: 'r1' };
const act = (n: number): Act => ({
  action: 'read',
  outcome: 'done',
  object: { kind: 'DocumentReference', id: `read-of-the-test-${n}`, title: 'Été' },
});

before(async () => {
  store = await testStore(traceMigrations);
  trace = await openTrace(store);
  for (let n = 1; n <= 6; n++) await trace.journal(call, record, act(n));
  for (let n = 0; n < 20; n++) await trace.journal(call, newRecordId(), act(n));
  await trace.checkpoint(at);
  for (let n = 7; n <= 8; n++) await trace.journal(call, record, act(n));
});
after(() => store.close());

const whole: ExportOf = { record, name: 'Ambre', at, shown: async (lines) => new Set(lines.map(({ seq }) => seq)) };
const only =
  (...seqs: number[]): ExportOf['shown'] =>
  async () =>
    new Set(seqs);

async function verdictOf(
  file: string,
  ...keys: Parameters<typeof checkExport> extends [string, ...infer K] ? K : never
): Promise<ExportVerdict> {
  const verdict = await checkExport(file, ...keys);
  assert.ok(verdict !== undefined);
  return verdict;
}

/** The export with other words under the same signature. */
async function changed(change: (words: Mutable) => void): Promise<string[]> {
  const { file } = await trace.export(whole);
  const jws = JSON.parse(file) as { payload: string };
  const words = JSON.parse(Buffer.from(jws.payload, 'base64url').toString()) as Mutable;
  change(words);
  const { faults } = await verdictOf(
    JSON.stringify({ ...jws, payload: Buffer.from(JSON.stringify(words)).toString('base64url') }),
  );
  return faults.map(({ kind, seq }) => (seq === undefined ? kind : `${kind} ${seq}`));
}

type Mutable = Omit<ExportWords, 'lines' | 'checkpoint'> & {
  lines: { seq: number; hash: string; body?: string }[];
  checkpoint: { jws: string; seq: number; hash: string; index: number; path: string[] };
};

test('issue 5 §5: a whole export is proved by itself: signature, chain, and what the last checkpoint vouches for', async () => {
  const { file, lines } = await trace.export(whole);
  assert.equal(lines, 8);
  for (const keys of [undefined, await trace.keys()]) {
    const verdict = await verdictOf(file, keys);
    assert.deepEqual(verdict.faults, []);
    assert.equal(verdict.words.whole, true);
    assert.equal(verdict.withheld, 0);
    assert.deepEqual(verdict.checkpoint, { n: 1, at: at.toISOString(), from: 1, to: 6 });
    assert.deepEqual(verdict.shown, (await trace.lines(record, undefined, 10)).reverse());
  }
});

test('docs/guide/log.md: what the page says is enough to verify an export without Socle', async () => {
  const { file } = await trace.export(whole);
  const bytes = (text: string): Buffer => Buffer.from(text, 'base64url');
  const sha = (...parts: (string | Uint8Array)[]): Buffer => {
    const hash = createHash('sha256');
    for (const part of parts) hash.update(part);
    return hash.digest();
  };
  const number = (n: number): Buffer => Buffer.from(n.toString(16).padStart(16, '0'), 'hex');
  const jws = JSON.parse(file) as Record<'payload' | 'protected' | 'signature', string>;
  const words = JSON.parse(bytes(jws.payload).toString()) as ExportWords;
  const key = createPublicKey({ key: words.keys.keys[0] as import('node:crypto').JsonWebKey, format: 'jwk' });
  assert.ok(verify(null, Buffer.from(`${jws.protected}.${jws.payload}`), key, bytes(jws.signature)));
  let hash = bytes(words.start.hash);
  for (const { seq, body = '', hash: said } of words.lines) {
    hash = sha(hash, number(seq), body);
    assert.equal(hash.toString('base64url'), said);
  }
  assert.equal(words.end.hash, hash.toString('base64url'));
  const proof = words.checkpoint;
  assert.ok(proof !== undefined);
  const [head, payload, signature = ''] = proof.jws.split('.');
  assert.ok(verify(null, Buffer.from(`${head}.${payload}`), key, bytes(signature)));
  const { root, leaves } = JSON.parse(bytes(payload ?? '').toString()) as { root: string; leaves: number };
  let node = sha(Buffer.of(0), Buffer.from(words.record.replaceAll('-', ''), 'hex'), number(proof.seq), bytes(proof.hash));
  const path = proof.path.map(bytes);
  // RFC 9162 §2.1.3.2, the algorithm that the path of RFC 6962 is verified by.
  let [fn, sn] = [proof.index, leaves - 1];
  for (const beside of path) {
    assert.ok(sn > 0);
    if (fn % 2 === 1 || fn === sn) {
      node = sha(Buffer.of(1), beside, node);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn >> 1, sn >> 1];
    } else node = sha(Buffer.of(1), node, beside);
    [fn, sn] = [fn >> 1, sn >> 1];
  }
  assert.deepEqual([sn, node.toString('base64url')], [0, root]);
});

test('issue 5 §5: a line changed, taken out, moved or added is told by its number, and the signature holds no more', async () => {
  const swapped = (words: Mutable): void => void words.lines.splice(2, 2, ...words.lines.slice(2, 4).reverse());
  assert.deepEqual(await changed(({ lines }) => void lines.splice(2, 1, { seq: 3, hash: lines[2]?.hash ?? '', body: '{}' })), [
    'signature',
    'changed 3',
  ]);
  assert.deepEqual(await changed(({ lines }) => void lines.splice(2, 1)), ['signature', 'missing 3']);
  assert.deepEqual(await changed(swapped), ['signature', 'missing 3', 'order 3', 'missing 4']);
  assert.deepEqual(await changed(({ lines }) => void lines.pop()), ['signature', 'cut 8']);
  assert.deepEqual(await changed(({ lines }) => void lines.splice(0, 2)), ['signature', 'missing 1', 'missing 2']);
  assert.deepEqual(await changed((words) => void Object.assign(words, { name: 'Basile' })), ['signature']);
  const added = await changed(({ lines }) => void lines.push({ seq: 9, hash: lines[0]?.hash ?? '', body: '{}' }));
  assert.deepEqual(added, ['signature', 'changed 9', 'cut 8']);
});

test('issue 5 §5: a proof that does not lead to a root that was signed vouches for nothing', async () => {
  const other = Buffer.alloc(32).toString('base64url');
  const proofs: ((proof: Mutable['checkpoint']) => void)[] = [
    (proof) => void Object.assign(proof, { index: 30 }),
    (proof) => void proof.path.splice(0, 1, other),
    (proof) => void proof.path.pop(),
    (proof) => void Object.assign(proof, { hash: other }),
    (proof) => void Object.assign(proof, { seq: 5 }),
    (proof) => void Object.assign(proof, { jws: `${proof.jws.slice(0, -8)}AAAAAAAA` }),
    (proof) => void Object.assign(proof, { path: 'x' }),
  ];
  for (const change of proofs) {
    const faults = await changed(({ checkpoint }) => change(checkpoint));
    assert.ok(
      faults.some((fault) => fault.startsWith('checkpoint')),
      faults.join(),
    );
  }
});

test('issue 5 §5: signed by somebody else, an export holds by its own key and not by the one that is published', async () => {
  const stranger = await testStore(traceMigrations);
  try {
    const theirs = await openTrace(stranger);
    await theirs.journal(call, record, act(1));
    const { file } = await theirs.export(whole);
    assert.deepEqual((await verdictOf(file)).faults, []);
    assert.deepEqual((await verdictOf(file, await trace.keys())).faults, [{ kind: 'signature' }]);
    const alone = (await verdictOf(file)).checkpoint;
    assert.equal(alone, undefined, 'no checkpoint told of these lines');
  } finally {
    await stranger.close();
  }
});

test('issue 5 §5: a part says that it is one, keeps its place in the chain, and holds the hash alone of what was not asked for', async () => {
  const { file, lines } = await trace.export({ ...whole, asked: { who: 'professionals' }, shown: only(3, 5, 6) });
  assert.equal(lines, 3);
  const { words, shown, withheld, checkpoint, faults } = await verdictOf(file);
  assert.deepEqual(faults, []);
  assert.deepEqual([words.whole, words.asked, words.start.seq, words.end.seq], [false, { who: 'professionals' }, 2, 6]);
  assert.deepEqual([shown.map(({ seq }) => seq), withheld], [[3, 5, 6], 1]);
  assert.deepEqual(checkpoint, { n: 1, at: at.toISOString(), from: 5, to: 6 });
  const nothing = await verdictOf((await trace.export({ ...whole, asked: { who: 'x' }, shown: only() })).file);
  assert.deepEqual([nothing.faults, nothing.words.lines], [[], []]);
});

test('issue 5 §5: what may not be told is withheld from a whole export too: its hash alone is there', async () => {
  const { file } = await trace.export({ ...whole, shown: only(1, 2, 3, 5, 6, 7) });
  const verdict = await verdictOf(file);
  assert.deepEqual([verdict.faults, verdict.withheld, verdict.words.end.seq], [[], 2, 8]);
  assert.deepEqual(verdict.checkpoint, { n: 1, at: at.toISOString(), from: 5, to: 6 });
  assert.ok(
    !Buffer.from((JSON.parse(file) as { payload: string }).payload, 'base64url')
      .toString()
      .includes('read-of-the-test-4'),
  );
});

test('issue 5, bad input: what is no export is not taken for one', async () => {
  const payload = (words: unknown): string =>
    JSON.stringify({ payload: Buffer.from(JSON.stringify(words)).toString('base64url'), protected: '', signature: '' });
  const texts = [
    '',
    '{}',
    'null',
    '[]',
    '{"payload":1}',
    payload(null),
    payload({}),
    payload({ socle: 'log-export/1', record: 'x' }),
  ];
  for (const text of texts) assert.equal(await checkExport(text), undefined, text);
  const { file } = await trace.export(whole);
  const jws = JSON.parse(file) as { payload: string };
  const words = JSON.parse(Buffer.from(jws.payload, 'base64url').toString()) as Mutable;
  assert.equal(await checkExport(payload({ ...words, lines: [null] })), undefined);
  assert.equal(await checkExport(payload({ ...words, keys: undefined })), undefined);
  const odd = await verdictOf(payload({ ...words, keys: { keys: [{ kty: 'none' }, 3] }, checkpoint: { seq: 1 } }));
  assert.deepEqual(
    odd.faults.map(({ kind }) => kind),
    ['signature', 'checkpoint'],
  );
});
