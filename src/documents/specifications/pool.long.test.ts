import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bundleOf, filesOf } from './bundle.ts';
import { madeDocument, madeSpecifications } from './made.check.ts';
import { openPool, type PoolLimits, poolLimits } from './pool.ts';
import { runPacks } from './running.ts';

const files = new Map(Object.entries(madeSpecifications('T1')).map(([path, content]) => [path, Buffer.from(content)] as const));
const stock = { packages: [bundleOf(files).packed] };
const limits: PoolLimits = { ...poolLimits, workers: 1, milliseconds: 300, compileMilliseconds: 20_000, megabytes: 64 };
const unavailable = { code: 'documents.check-unavailable' };

/** A process that does with the first byte of a document what a hostile one could make it do; `g` is well done. */
const program = new URL(
  `data:text/javascript,${encodeURIComponent(`
  import { hear } from ${JSON.stringify(new URL('../apart/index.ts', import.meta.url).href)};
  const loop = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0,
    7, 5, 1, 1, 102, 0, 0, 10, 9, 1, 7, 0, 3, 64, 12, 0, 11, 11]))).exports.f;
  hear(({ id, bytes }) => {
    if (id === undefined) return;
    const asked = String.fromCharCode(bytes[0]);
    process.send({ id, state: 'begun' });
    if (asked === 'h') for (;;);
    if (asked === 'w') loop();
    if (asked === 'x') process.exit(3);
    if (asked === 't') setImmediate(() => { throw new Error('words of the document'); });
    if (asked === 'm') { const all = []; for (;;) all.push(new Array(100_000).fill({}).map(() => ({}))); }
    if (asked === 'b') process.send({ id, state: 'broken', kind: 'TypeError' });
    if (asked === 's') setTimeout(() => process.send({ id, state: 'done', result: [] }), 100);
    if (asked === 'c') {
      process.send({ id, state: 'compiling' });
      setTimeout(() => {
        process.send({ id, state: 'begun' });
        process.send({ id, state: 'done', result: [] });
      }, 600);
    }
    if (asked === 'g') process.send({ id, state: 'done', result: [] });
  });`)}`,
);

test('Issue 4, check: a document that hangs its checker, or kills it, is told as not checked; the next one is checked', async () => {
  const said: string[] = [];
  const pool = openPool(stock, (line) => said.push(line), limits, program);
  for (const fault of ['h', 'w', 'x', 't', 'm', 'b']) {
    await assert.rejects(pool.ask('schema', Buffer.from(fault)), unavailable, fault);
    assert.deepEqual(await pool.ask('schema', Buffer.from('g')), [], `after ${fault}`);
  }
  await pool.close();
  assert.equal(said.length, 6);
  assert.ok(!said.join('\n').includes('words of the document'));
});

test('Issue 4, check: compiling has its own time, which is not that of a document', async () => {
  const pool = openPool(stock, () => undefined, limits, program);
  assert.deepEqual(await pool.ask('schema', Buffer.from('c')), []);
  await pool.close();
});

test('Issue 4, check: the queue is bounded, and a document too large is not taken', async () => {
  const pool = openPool(stock, () => undefined, { ...limits, waiting: 2, bytes: 3 }, program);
  const first = ['s', 's', 's'].map((one) => pool.ask('schema', Buffer.from(one)));
  await assert.rejects(pool.ask('schema', Buffer.from('s')), unavailable);
  await assert.rejects(pool.ask('schema', Buffer.from('gggg')), unavailable);
  assert.deepEqual(await Promise.all(first), [[], [], []]);
  await pool.close();
});

test('Issue 4, check: a pool that is retired answers what it has taken, one that is closed lets it go', async () => {
  const retired = openPool(stock, () => undefined, limits, program);
  const taken = ['s', 's'].map((one) => retired.ask('schema', Buffer.from(one)));
  await retired.retire();
  assert.deepEqual(await Promise.all(taken), [[], []]);
  const closed = openPool(stock, () => undefined, limits, program);
  const lost = ['s', 's'].map((one) => assert.rejects(closed.ask('schema', Buffer.from(one)), unavailable));
  await closed.close();
  await Promise.all(lost);
  await assert.rejects(closed.ask('schema', Buffer.from('g')), unavailable);
});

test('Issue 4, check: what the reading of a document refuses comes back as the same refusal, and the worker goes on', async () => {
  const pool = openPool(stock, () => undefined, { ...limits, milliseconds: 20_000, megabytes: 512 });
  await assert.rejects(pool.ask('schema', Buffer.from('<a>')), { code: 'cda.malformed' });
  await assert.rejects(pool.ask('rules', Buffer.from('<!DOCTYPE a><a/>')), { code: 'xml.doctype' });
  assert.deepEqual(await pool.ask('schema', madeDocument({})), []);
  assert.deepEqual(
    (await pool.ask('schema', madeDocument({ version: 'a' })))?.map(({ rule }) => rule),
    ['xsd.value'],
  );
  assert.deepEqual(
    (await pool.ask('rules', madeDocument({ title: '' })))?.findings.map(({ rule }) => rule),
    ['has-title'],
  );
  const { compiled, faults } = await pool.ask('examine', new Uint8Array());
  assert.deepEqual([compiled, faults.length], [5, 1]);
  await pool.close();
});

test('Issue 4, check: other packages are used from the next document on; none loaded says nothing of a document', async () => {
  const running = runPacks(() => undefined, { ...poolLimits, workers: 1 });
  assert.deepEqual([await running.schema(madeDocument({})), await running.rules(madeDocument({}))], [undefined, undefined]);
  const pack = (codes: string[], digest: string) => {
    const made = new Map(Object.entries(madeSpecifications(...codes)).map(([path, text]) => [path, Buffer.from(text)] as const));
    return { name: 'a', version: '1', digest, schemas: 1, schematrons: 5, lists: 1, packed: bundleOf(made).packed };
  };
  running.use([pack(['T1'], 'one')]);
  assert.deepEqual((await running.rules(madeDocument({})))?.findings, []);
  const under = running.rules(madeDocument({}));
  running.use([pack(['T2'], 'two')]);
  assert.deepEqual((await under)?.findings, []);
  assert.deepEqual(
    (await running.rules(madeDocument({})))?.findings.map(({ rule }) => rule),
    ['titled'],
  );
  running.use([]);
  assert.equal(await running.rules(madeDocument({})), undefined);
  running.use([pack(['T2'], 'two')]);
  await running.close();
  await assert.rejects(running.rules(madeDocument({})), unavailable);
});

test('A bundle gives back its files, and the same digest whatever their order', () => {
  const reversed = new Map([...files].reverse());
  assert.equal(bundleOf(files).digest, bundleOf(reversed).digest);
  assert.deepEqual(
    [...filesOf(bundleOf(files).packed)].map(([path]) => path),
    [...files.keys()].sort(),
  );
  assert.equal(Buffer.from(filesOf(bundleOf(files).packed).get('lisez-moi.txt') ?? '').toString(), 'rien à garder');
});
