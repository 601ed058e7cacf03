import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Call, Delegate } from '#kernel';
import { openRights } from '#rights';
import { type TestSocle, testSocle } from '../../test/socle.ts';
import { ambre, citizen, makeKnown } from '../../test/walks/cast.ts';
import { openShares, type Shares } from './open.ts';
import { managesLink } from './sharer.ts';

let socle: TestSocle;
let call: Call;
let record: Awaited<ReturnType<typeof makeKnown>>;
before(async () => {
  socle = await testSocle();
  record = await makeKnown(socle, ambre);
  call = { actor: citizen(record, ambre), at: new Date(), requestId: 'test' };
});
after(() => socle.close());

/** As several servers of one database, each with its own memory of who comes. */
const server = (): Shares => {
  const { store, trace, ins, engine: fhir } = socle;
  const documents = { chosen: async () => [] };
  return openShares({
    store,
    trace,
    ins,
    fhir,
    documents,
    rights: openRights(store, trace),
    publicUrl: 'https://socle.example.org',
  });
};
const idOf = (shlink: string): string => {
  const { url } = JSON.parse(Buffer.from(shlink.replace('shlink:/', ''), 'base64url').toString()) as { url: string };
  return url.split('/').at(-1) ?? '';
};
const visitor = (passcode?: string) => ({
  recipient: 'Quelqu’un',
  at: new Date(),
  requestId: 'test',
  ...(passcode === undefined ? {} : { passcode }),
});
const codeOf = (error: unknown): string => (error as { code?: string }).code ?? String(error);

test('SMART Health Links 1.0, passcode: fifty at once on five servers, each its own code; ten are compared, and the right one came too late', async () => {
  const servers = Array.from({ length: 5 }, server);
  const { shlink } = await (servers[0] as Shares).make(call, record, {
    label: 'Test',
    summary: true,
    documents: [],
    passcode: '4321',
  });
  const id = idOf(shlink);
  const ends = await Promise.all(
    Array.from({ length: 50 }, (_, n) => (servers[n % 5] as Shares).open(id, visitor(`000${n}`)).then(() => 'opened', codeOf)),
  );
  const count = (end: string): number => ends.filter((each) => each === end).length;
  assert.deepEqual([count('share.wrong-passcode'), count('share.unknown'), count('opened')], [10, 40, 0]);
  assert.equal(
    await server()
      .open(id, visitor('4321'))
      .then(() => 'opened', codeOf),
    'share.unknown',
  );
});

test('SMART Health Links 1.0, passcode: what comes in one instant on many servers is not compared beyond the tries, a right code neither', async () => {
  const wish = { label: 'Test', summary: true, documents: [], passcode: '0019', tries: 5 };
  const { shlink } = await server().make(call, record, wish);
  const guesses = Array.from({ length: 20 }, (_, n) => String(n).padStart(4, '0'));
  const ends = await Promise.all(
    guesses.map((code) =>
      server()
        .open(idOf(shlink), visitor(code))
        .then(() => 'opened', codeOf),
    ),
  );
  assert.equal(ends.at(-1), 'share.unknown', 'the right one, asked last, was not looked at');
  assert.equal(ends.filter((end) => end === 'share.wrong-passcode').length, 5);
});

test('SMART Health Links 1.0, passcode: a right code spends nothing, however often and on however many servers at once', async () => {
  const servers = Array.from({ length: 3 }, server);
  const { shlink, id: link } = await server().make(call, record, {
    label: 'Test',
    summary: true,
    documents: [],
    passcode: '4321',
    tries: 5,
  });
  await Promise.all(Array.from({ length: 6 }, (_, n) => (servers[n % 3] as Shares).open(idOf(shlink), visitor('4321'))));
  const found = (await server().links(call, record)).find(({ id }) => id === link);
  assert.deepEqual([found?.triesLeft, found?.opened, found?.state], [5, 6, 'open']);
});

test('share: a link for one use opens once, whoever comes at once; its notes come after', async () => {
  const servers = Array.from({ length: 4 }, server);
  const { shlink } = await server().make(call, record, { label: 'Une fois', summary: true, documents: [], once: true });
  const ends = await Promise.all(servers.map((each) => each.open(idOf(shlink), visitor()).then(() => 'opened', codeOf)));
  assert.deepEqual(ends.toSorted(), ['opened', 'share.unknown', 'share.unknown', 'share.unknown']);
  await server().leaveNote(idOf(shlink), visitor(), 'Bien reçu.');
});

test('share: who knocks at a dead link is told of two hundred times, and no more', async () => {
  const { shlink, id } = await server().make(call, record, { label: 'Mort', summary: true, documents: [] });
  await server().revoke(call, record, id);
  await server().revoke(call, record, id);
  const before = (await socle.trace.positions([record])).get(record) ?? 0;
  for (let n = 0; n < 9; n++) {
    const one = server(); // thirty a minute on each
    for (let each = 0; each < 25; each++) assert.equal(await one.open(idOf(shlink), visitor()).catch(codeOf), 'share.unknown');
  }
  assert.equal(((await socle.trace.positions([record])).get(record) ?? 0) - before, 200);
  const one = server();
  const ends = await Promise.all(Array.from({ length: 31 }, () => one.open(idOf(shlink), visitor()).catch(codeOf)));
  assert.equal(ends.filter((end) => end === 'share.too-often').length, 1);
});

test('share: codes that were tried are told however often somebody knocked without one before', async () => {
  const { shlink, id } = await server().make(call, record, {
    label: 'Bruit',
    summary: true,
    documents: [],
    passcode: '4321',
    tries: 5,
  });
  for (let n = 0; n < 9; n++) {
    const one = server();
    for (let each = 0; each < 25; each++) await one.open(idOf(shlink), visitor()).catch(codeOf);
  }
  const before = (await socle.trace.positions([record])).get(record) ?? 0;
  for (let n = 0; n < 5; n++)
    assert.equal(await server().open(idOf(shlink), visitor('0000')).catch(codeOf), 'share.wrong-passcode');
  assert.equal(((await socle.trace.positions([record])).get(record) ?? 0) - before, 5);
  assert.equal((await server().links(call, record)).find((link) => link.id === id)?.state, 'locked');
});

test('share: fifty open links a record; a stopped one makes room', async () => {
  const shares = server();
  const wish = { label: 'Un de plus', summary: true, documents: [] };
  let end = '';
  const made: string[] = [];
  for (let n = 0; n < 60 && end === ''; n++)
    await shares.make(call, record, wish).then(
      ({ id }) => made.push(id),
      (error) => {
        end = codeOf(error);
      },
    );
  assert.equal(end, 'share.too-many');
  await shares.revoke(call, record, made[0] ?? '');
  await shares.make(call, record, wish);
});

test('share: places of files that lead nowhere any more are forgotten', async () => {
  const shares = server();
  const open = (await shares.links(call, record)).find(({ state }) => state === 'open');
  await shares.revoke(call, record, open?.id ?? '');
  const { shlink } = await shares.make(call, record, { label: 'Ailleurs', summary: true, documents: [] });
  await shares.open(idOf(shlink), { ...visitor(), embeddedLengthMax: 0 });
  const count = async () => (await socle.store.pool.query<{ n: number }>('select count(*) as n from share.ticket')).rows[0]?.n;
  assert.equal(await count(), 1);
  await shares.sweep(new Date());
  assert.equal(await count(), 1);
  await shares.sweep(new Date(Date.now() + 31 * 60_000));
  assert.equal(await count(), 0);
});

test('Issue 5, 3: who acts for a person sees the links they made themself, and not those by which a minor shows what they hide', () => {
  const delegate: Delegate = { kind: 'delegate', id: 'd' as Delegate['id'], name: 'Parent', record };
  const made = (actor: object) => ({ sharer: JSON.stringify(actor) });
  const by = (actor: Call['actor'], link: object) => managesLink({ ...call, actor }, made(link));
  assert.equal(by(call.actor, delegate), true);
  assert.equal(by(delegate, delegate), true);
  assert.equal(by(delegate, call.actor), false);
  assert.equal(by(delegate, { ...delegate, id: 'another' }), false);
});
