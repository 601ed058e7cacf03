import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { hexOfRecordId } from '#kernel';
import { ambre, citizen, nuees } from '../cast.ts';
import { type Ground, openGround, refused } from '../ground.ts';
import { type As, askingAt, type Found, type Json, placeOf, withStatus } from './asking.ts';
import { operator } from './engineGround.ts';
import { haemoglobin } from './things.ts';

let ground: Ground;
let as: As;
before(async () => {
  ground = await openGround();
  as = askingAt(ground);
  for (const value of ['9.1', '9.2', '9.3'])
    withStatus(201, await as(nuees, 'POST', '/Observation', haemoglobin(ground.ambre, value, { note: [{ text: 'à jeun' }] })));
});
after(() => ground.close());

const defined: string[] = [];
const define = async (code: string, more: Json = {}) => {
  const place = placeOf(
    withStatus(
      201,
      await as(operator, 'POST', '/SearchParameter', {
        resourceType: 'SearchParameter',
        url: `https://socle.example/SearchParameter/${code}`,
        name: code,
        description: 'Of the test',
        status: 'active',
        code,
        base: ['Observation'],
        type: 'string',
        expression: 'Observation.note.text',
        ...more,
      }),
    ),
  );
  defined.push(place);
  return place;
};

interface Part {
  readonly name: string;
  readonly part?: readonly Part[];
  readonly [value: string]: unknown;
}
/** A parameter as its name and its value, or its parts; what is there several times has several. */
const plain = ({ name, part, ...value }: Part): readonly unknown[] => [name, part?.map(plain) ?? Object.values(value)[0]];
async function told(path: string): Promise<readonly (readonly unknown[])[]> {
  const answer = withStatus(200, await as(nuees, 'GET', `${path}/$indexing`)).as<Json>();
  return (answer.parameter as readonly Part[]).map(plain);
}
const partOf = (parts: unknown, name: string): unknown =>
  (parts as readonly (readonly unknown[])[]).find(([of]) => of === name)?.[1];
const statusOf = async (path: string) => partOf(await told(path), 'status');
const search = () => as(nuees, 'GET', `/Observation?patient=${hexOfRecordId(ground.ambre)}&note-text=a%20jeun`);
const set = (text: string) => ground.store.pool.query(`update fhir.indexing set ${text} where kind = 'keys'`);

async function until(path: string, wanted: string): Promise<void> {
  for (let i = 0; i < 300 && (await statusOf(path)) !== wanted; i++) await sleep(100);
  assert.equal(await statusOf(path), wanted, path);
}

/** Of each by itself first: all together are told as far as the server has heard of them, and it may not have of the last. */
async function allDone(): Promise<void> {
  for (const place of defined) await until(`/${place}`, 'done');
  await until('/SearchParameter', 'done');
}

test('issue, item 2: $indexing tells truthfully how far a posted search parameter is, from waiting to done', async () => {
  // Somebody else's work on another type, as it would stand in a greater database.
  await ground.store.pool.query(
    `insert into fhir.indexing (kind, types, status, total, processed, failed, started_at, leased_until)
     values ('keys', '{Patient}', 'running', 7, 3, 1, '2026-03-01T08:00:00Z', '2999-01-01')`,
  );
  const place = await define('note-text');
  const added = (status: string, missing: readonly string[]) => [
    'parameter',
    [
      ['url', 'https://socle.example/SearchParameter/note-text'],
      ['code', 'note-text'],
      ['status', status],
      ...missing.map((type) => ['missing', type]),
    ],
  ];
  assert.deepEqual(await told(`/${place}`), [['status', 'waiting'], added('waiting', ['Observation'])]);
  for (let i = 0; i < 300 && (await search()).status === 400; i++) await sleep(100); // the shelf hears of it a moment later
  assert.equal(await statusOf('/SearchParameter'), 'running', 'the other work is');
  assert.equal(await statusOf(`/${place}`), 'waiting');
  refused(await search(), 503, 'fhir.parameter-indexing');

  await set(`types = '{Observation}'`);
  const figures = (status: string) => [
    'work',
    [
      ['kind', 'keys'],
      ['status', status],
      ['type', 'Observation'],
      ['processed', 3],
      ['total', 7],
      ['failed', 1],
      ['started', '2026-03-01T08:00:00.000Z'],
    ],
  ];
  assert.deepEqual(await told(`/${place}`), [['status', 'running'], added('running', ['Observation']), figures('running')]);
  const all = await told('/SearchParameter');
  assert.deepEqual(all.slice(0, 2), [['status', 'running'], added('running', ['Observation'])]);
  assert.deepEqual(
    all.slice(2).map(([, parts]) => [partOf(parts, 'kind'), partOf(parts, 'status')]),
    [
      ['across', 'done'],
      ['keys', 'running'],
    ],
  );

  await set(`status = 'done', leased_until = null`);
  await define('another'); // the server looks for what there is to do
  await until(`/${place}`, 'done');
  assert.equal(withStatus(200, await search()).as<Found>().total, 3);
  await allDone();
  const work = (await told(`/${place}`)).at(-1)?.[1];
  assert.deepEqual([partOf(work, 'processed'), partOf(work, 'total'), partOf(work, 'failed')], [3, 3, 0]);
  assert.ok(String(partOf(work, 'ended')) >= String(partOf(work, 'started')));
});

test('issue, item 2: a work that its server left is told as waiting; a parameter that is retired as unused', async () => {
  await set(`status = 'running', leased_until = null, started_at = '2026-03-01T08:00:00Z'`);
  assert.equal(await statusOf('/SearchParameter'), 'waiting');
  await set(`leased_until = '2026-03-01T08:01:00Z'`);
  assert.equal(await statusOf('/SearchParameter'), 'waiting');
  await allDone();
  const place = await define('retired', { status: 'retired' });
  await until(`/${place}`, 'unused');
  defined.splice(defined.indexOf(place), 1);
});

test('issue, item 6: whoever may read a SearchParameter may ask; a change is none', async () => {
  const place = await define('asked');
  for (const actor of [operator, citizen(ground.ambre, ambre)])
    for (const path of ['/SearchParameter', `/${place}`]) withStatus(200, await as(actor, 'GET', `${path}/$indexing`));
  const token = await ground.token(nuees, { scopes: ['system/Observation.rs'] });
  for (const path of ['/SearchParameter', `/${place}`])
    refused(await ground.fhir(`${path}/$indexing`, { token }), 403, 'signin.scope');
  refused(await as(nuees, 'GET', '/SearchParameter/none/$indexing'), 404, 'id.unknown');
  refused(await as(nuees, 'GET', '/Observation/$indexing'), 404, 'fhir.not-supported');
  refused(await as(nuees, 'GET', '/SearchParameter/$indexing?type=Observation'), 400, 'fhir.unknown-parameter');
  const xml = withStatus(200, await as(nuees, 'GET', '/SearchParameter/$indexing?_format=xml&_pretty=true')).bytes.toString();
  assert.match(xml, /<Parameters [^>]+>\n {2}<parameter>\n {4}<name value="status"\/>\n/);
});

test('issue, item 2: socle indexing tells the same to the operator, beside the server; its status says whether all is done', async () => {
  const { home, databaseUrl = '', keyFile, blobs } = ground.settings;
  const run = async (...args: readonly string[]) => {
    const program = join(import.meta.dirname, '..', '..', '..', 'bin', 'socle.js');
    const child = spawn(process.execPath, [program, 'indexing', ...args], {
      env: { PATH: process.env.PATH, SOCLE_HOME: home, DATABASE_URL: databaseUrl, SOCLE_KEY_FILE: keyFile, SOCLE_BLOBS: blobs },
    });
    let said = '';
    child.stdout.on('data', (text) => (said += text));
    return { status: await new Promise<number | null>((done) => child.on('close', done)), said };
  };
  await allDone();
  const done = await run();
  assert.equal(done.status, 0, done.said);
  assert.match(done.said, /^added +done +note-text \(https:\/\/socle\.example\/SearchParameter\/note-text\)$/m);
  await set(`status = 'running', processed = 2, total = 5, leased_until = '2999-01-01'`);
  const running = await run('--json');
  assert.equal(running.status, 1, running.said);
  const work = (JSON.parse(running.said) as { works: Json[] }).works.find(({ kind }) => kind === 'keys');
  assert.deepEqual([work?.status, work?.processed, work?.total], ['running', 2, 5]);
});
