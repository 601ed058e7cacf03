import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { hexOfRecordId, itemId, type RecordId } from '#kernel';
import { irene, nuees } from '../walks/cast.ts';
import { askingAt, codeOf, type Found, type Json, withStatus } from '../walks/fhir/asking.ts';
import { haemoglobin } from '../walks/fhir/things.ts';
import type { Answer, Bundle } from '../walks/ground.ts';
import { until } from '../walks/server.ts';
import { type Role, sees } from './oracle.ts';
import { type Asker, openScene, type Scene } from './scene.ts';
import { thingNamed, things } from './things.ts';
import { namedIn, textsIn } from './wordsIn.ts';

let scene: Scene;
let hook: Server;
const heard = new Map<string, string>();
before(async () => {
  scene = await openScene();
  hook = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += part));
    request.on('end', () => {
      const to = decodeURIComponent(request.url?.split('/')[2] ?? '');
      heard.set(to, `${heard.get(to) ?? ''}\n${body}`);
      response.end();
    });
  });
  await new Promise<void>((done) => hook.listen(0, '127.0.0.1', done));
});
after(async () => {
  hook?.close();
  await scene?.ground.close();
});

const asker = (role: Role): Asker => scene.askers.find((one) => one.role === role) ?? assert.fail(role);
const get = (path: string, { token }: Pick<Asker, 'token'>): Promise<Answer> =>
  scene.ground.fhir(path, token === undefined ? {} : { token });
/** Those who ask under `/fhir`. */
const callers = (): readonly Asker[] =>
  scene.askers.filter(({ role, token }) => token !== undefined && !/delegate|representative/.test(role));
/** What a role is told that it may not see. */
const leaked = async (role: Role, bytes: Buffer): Promise<readonly string[]> => {
  const named = namedIn(await textsIn(bytes));
  return things
    .filter((thing) => named.has(thing.name) && !(['list', 'item', 'across'] as const).some((door) => sees(role, thing, door)))
    .map(({ name }) => name);
};

test('issue 5, bad input: a forged, unsigned, expired or foreign token, and one for another audience, open nothing', async () => {
  const { ground, hex, ids } = scene;
  const good = await ground.token(irene);
  const [head = '', claims = '', signature = ''] = good.split('.');
  const changed = Buffer.from(Buffer.from(claims, 'base64url').toString().replaceAll(irene.id, '899700000137')).toString(
    'base64url',
  );
  const none = Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url');
  const bad = {
    changed: `${head}.${changed}.${signature}`,
    unsigned: `${none}.${claims}.`,
    'of another key': `${head}.${claims}.${Buffer.alloc(64, 7).toString('base64url')}`,
    expired: await ground.signin.issue(irene, { seconds: -5 }),
    'for another audience': await ground.tokenAt('http://127.0.0.1:9/autre', irene),
    'no token at all': 'open-sesame',
  };
  assert.equal((await get(`/Binary/${ids.get('open')}`, { token: good })).status, 200);
  for (const [what, token] of Object.entries(bad)) {
    for (const path of [
      `/Binary/${ids.get('open')}`,
      `/DocumentReference?patient=Patient/${hex}`,
      `/Patient/${hex}/$everything`,
      '/$export',
    ]) {
      const answer = await get(path, { token });
      assert.equal(answer.status, 401, `${what}: ${path}`);
      assert.equal(namedIn(await textsIn(answer.bytes)).size, 0);
    }
  }
});

test('issue 5, bad input: an id that is guessed is answered as one that is not there, whoever asks, by every door', async () => {
  const { ids, hex, record } = scene;
  const unknown = '0'.repeat(32) as RecordId;
  const paths = (id: string) => [
    `/DocumentReference/${id}`,
    `/Binary/${id}`,
    `/Observation/${id}`,
    `/DocumentReference/${id}/$facts`,
    `/DocumentReference/${id}/$xdm`,
    `/DocumentReference/${id}/_history/1`,
  ];
  const told = async (path: string, by: Asker): Promise<string> => {
    const answer = await get(path, by);
    return `${answer.status} ${codeOf(answer.as<Json>())}`;
  };
  for (const by of callers()) {
    for (const name of ['all', 'unsaid', 'shut'] as const) {
      const there = thingNamed(name);
      if (sees(by.role, there, 'item')) continue;
      const hidden = await Promise.all(paths(ids.get(name) ?? '').map((path) => told(path, by)));
      const absent = await Promise.all(paths(itemId(record, 99_999)).map((path) => told(path, by)));
      assert.deepEqual(hidden, absent, `${by.role}: ${name}`);
      const heads = paths(ids.get(name) ?? '').map((path) => scene.ground.fhir(path, { method: 'HEAD', token: by.token ?? '' }));
      for (const [n, { status, bytes }] of (await Promise.all(heads)).entries())
        assert.deepEqual([String(status), bytes.length], [hidden[n]?.slice(0, 3), 0], by.role);
    }
    const nowhere = await told(`/DocumentReference/${unknown}-2`, by);
    assert.match(nowhere, /^(403 rights\.|404 id\.unknown)/, by.role);
  }
  // An id of one record under the address of another.
  const other = hexOfRecordId(scene.ground.basile);
  const pro = asker('author with a ground').space;
  for (const path of [
    `/pro/patients/${other}/documents/${ids.get('open')}`,
    `/pro/patients/${other}/xdm?document=${ids.get('open')}`,
  ])
    assert.equal((await pro?.ask(path))?.status, 404);
  assert.equal((await pro?.ask(`/pro/patients/${hex}/documents/${ids.get('open')}`))?.status, 200);
});

test('issue 5, bad input: the page after, reused by another person, is refused to them, or shows them what they see and nothing else', async () => {
  const { hex } = scene;
  const starts = [
    `/DocumentReference?patient=Patient/${hex}&_count=2`,
    `/Observation?patient=Patient/${hex}&_count=2`,
    `/Patient/${hex}/$everything?_count=3`,
    `/Observation/_history?patient=Patient/${hex}&_count=2`,
  ];
  const followed = new Set<Role>();
  for (const start of starts) {
    const first = withStatus(200, await get(start, asker('software that deposited')));
    const next = first.as<Bundle>().link?.find(({ relation }) => relation === 'next')?.url ?? assert.fail(`one page: ${start}`);
    const path = next.slice(next.indexOf('/fhir') + 5);
    for (const by of callers()) {
      const answer = await get(path, by);
      assert.deepEqual(await leaked(by.role, answer.bytes), [], `${by.role}: ${path}`);
      const looks = sees(by.role, thingNamed('open'), 'list') || by.role === 'other software';
      // A place in somebody's own list may be refused to all others.
      if (!looks) assert.ok(answer.status >= 400, `${by.role}: ${answer.status}`);
      else if (answer.status === 200) followed.add(by.role);
    }
  }
  assert.ok(followed.has('software that deposited'), 'to whom it was given it leads on');
});

test('Bulk Data Access 2.0.0: an export holds what its owner sees in lists, of whomever; nobody else has its status or its files', async () => {
  const out = callers().filter(({ role }) => role !== 'operator');
  const below = (url: string): string => url.slice(url.indexOf('/fhir') + 5);
  const exported = async ({ role, token = '' }: Asker) => {
    const begun = await scene.ground.fhir('/$export', { token, headers: { prefer: 'respond-async' } });
    const status = below(begun.headers.get('content-location') ?? assert.fail(`${role}: ${begun.status} ${begun.bytes}`));
    for (const end = Date.now() + 60_000; Date.now() < end; await sleep(200)) {
      const answer = await get(status, { token });
      if (answer.status === 202) continue;
      const { output } = withStatus(200, answer).as<{ output: readonly { url: string }[] }>();
      const files = output.map(({ url }) => below(url));
      const bytes = await Promise.all(files.map(async (file) => withStatus(200, await get(file, { token })).bytes));
      return { role, status, files, bytes: Buffer.concat(bytes) };
    }
    return assert.fail(`${role}: the export did not end`);
  };
  const all = await Promise.all(out.map(exported));
  for (const { role, bytes } of all) {
    // It goes through the records where its owner made something; in these it holds all that they see.
    const made = things.some((thing) => sees(role, thing, 'across'));
    const seen = things
      .filter((thing) => made && (sees(role, thing, 'list') || sees(role, thing, 'across')))
      .map(({ name }) => name);
    assert.deepEqual([...namedIn(await textsIn(bytes))].toSorted(), seen.toSorted(), role);
  }
  const [mine] = all;
  for (const by of out.filter(({ role }) => role !== mine?.role))
    for (const path of [mine?.status ?? '', ...(mine?.files ?? [])]) assert.equal((await get(path, by)).status, 404, by.role);
});

test('Subscriptions: a notification holds what who is told of it sees at that moment', async () => {
  const { ground, record, hex } = scene;
  const as = askingAt(ground);
  const { port } = hook.address() as AddressInfo;
  const told: Asker[] = [];
  for (const by of callers()) {
    const endpoint = `http://127.0.0.1:${port}/${encodeURIComponent(by.role)}`;
    const channel = {
      type: 'rest-hook',
      endpoint: `http://127.0.0.1:${port}/hook/${encodeURIComponent(by.role)}`,
      payload: 'application/fhir+json',
    };
    const body = {
      resourceType: 'Subscription',
      status: 'requested',
      reason: 'Suivi',
      criteria: `Observation?patient=Patient/${hex}`,
      channel,
    };
    const answer = await ground.fhir('/Subscription', { method: 'POST', token: by.token ?? '', body });
    if (answer.status === 201) told.push(by);
    else assert.ok(answer.status >= 400 && answer.status < 500, `${endpoint}: ${answer.status}`);
  }
  assert.ok(
    told.some(({ role }) => role === 'person') && told.some(({ role }) => role === 'nurse with a ground'),
    'some are told',
  );
  await until(async () => {
    const lists = await Promise.all(told.map((by) => get('/Subscription', by)));
    return lists.every((list) => (list.as<Found>().entry ?? []).every(({ resource }) => resource?.status === 'active'));
  }, 20_000);
  // The same states of visibility as those of the scene, under words of their own.
  const made = ['plain', 'shut', 'unsaid', 'kept'].map(thingNamed);
  for (const { name, masked, invisible, withheld } of made) {
    const codes = [
      ...(masked ? ['MASQUE_PS'] : []),
      ...(invisible ? ['INVISIBLE_PATIENT'] : []),
      ...(withheld ? ['INVISIBLE_REPRESENTANTS_LEGAUX'] : []),
    ];
    const meta =
      codes.length === 0 ? {} : { meta: { security: codes.map((code) => ({ system: 'urn:oid:1.2.250.1.213.1.1.4.13', code })) } };
    const performer = [{ identifier: { system: 'urn:oid:1.2.250.1.71.4.2.1', value: irene.id } }];
    withStatus(
      201,
      await as(
        nuees,
        'POST',
        '/Observation',
        haemoglobin(record, '13.50', { ...meta, performer, note: [{ text: `zqtold${name}xz` }] }),
      ),
    );
  }
  const expected = (role: Role): string[] =>
    made.filter((thing) => sees(role, thing, 'list') || sees(role, thing, 'across')).map(({ name }) => `zqtold${name}xz`);
  const got = (role: Role): string[] => [...new Set(heard.get(role)?.match(/zqtold\w+?xz/g) ?? [])];
  await until(() => told.every(({ role }) => expected(role).every((word) => got(role).includes(word))), 30_000).catch(
    () => undefined,
  );
  for (const { role } of told) assert.deepEqual(got(role).toSorted(), expected(role).toSorted(), role);
});
