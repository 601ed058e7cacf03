import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ambre, basile, type Person } from './cast.ts';
import { ask, type Bundle } from './ground.ts';
import { n1, n3, provide, provideAll } from './papers.ts';
import { alive, newPlace, type Place, type Server, until } from './server.ts';

/** A deposit that was sent, and what became of it as far as its sender knows. */
interface Sent {
  readonly person: Person;
  readonly bytes: readonly Buffer[];
  readonly body: string;
  ids: string[] | undefined;
}

let place: Place;
let server: Server;
const sent: Sent[] = [];
const statuses = new Map<number, number>();
const bad: string[] = [];

const ready = async (): Promise<boolean> =>
  (await ask(`${place.url}/health/ready`, { atMostMs: 5000 }).catch(() => undefined))?.status === 200;

async function token(as: string): Promise<string> {
  await until(ready, 30_000);
  const answer = await ask(`${place.url}/oidc/operator-token`, {
    method: 'POST',
    body: { as },
    headers: { 'content-type': 'application/json' },
  });
  return answer.as<{ access_token: string }>().access_token;
}

before(async () => {
  place = await newPlace();
  server = await place.start();
  const operator = await token('operator');
  for (const person of [ambre, basile]) {
    const made = await ask(`${place.url}/api/operator/identities`, {
      method: 'POST',
      token: operator,
      body: person,
      headers: { 'content-type': 'application/json' },
    });
    assert.equal(made.status, 201, made.bytes.toString());
  }
});
after(() => place.clear());

/** Deposits without pause until told to stop: one or three documents at once; what was not acknowledged is sent again, unchanged. */
function writer(person: Person, by: string): { stop(): Promise<void> } {
  let going = true;
  const work = (async (): Promise<void> => {
    for (let n = 0; going; n++) {
      const bytes = Array.from({ length: n % 3 === 0 ? 3 : 1 }, (_, i) =>
        (i % 2 === 0 ? n1 : n3)(person, { title: `Document ${n}.${i}` }),
      );
      const one: Sent = { person, bytes, body: JSON.stringify(provideAll(bytes.map((paper) => provide(paper)))), ids: undefined };
      sent.push(one);
      while (one.ids === undefined && going) one.ids = await tryOnce(one, by);
    }
  })();
  return {
    stop: () => {
      going = false;
      return work;
    },
  };
}

async function tryOnce(one: Sent, by: string): Promise<string[] | undefined> {
  try {
    const answer = await ask(`${place.url}/fhir`, { method: 'POST', token: by, body: one.body, atMostMs: 10_000 });
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    if (answer.status === 200) {
      const places = answer.as<Bundle>().entry?.map(({ response }) => response.location) ?? [];
      return places.filter((location) => location.startsWith('Binary/'));
    }
    if (answer.status !== 503 || !answer.headers.has('retry-after')) bad.push(`${answer.status} ${answer.bytes}`);
  } catch {
    // nobody listens, or the connection broke
  }
  await new Promise((done) => setTimeout(done, 30));
  return undefined;
}

/** Asks all kinds of things without pause: each is answered, or told to come back later. */
function reader(by: string): { stop(): Promise<void> } {
  let going = true;
  const work = (async (): Promise<void> => {
    for (let n = 0; going; n++) {
      const patient = `patient.identifier=urn:oid:${ambre.oid}|${ambre.matricule}`;
      const client = { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' } };
      const questions: readonly (readonly [path: string, expected: number, asked: object])[] = [
        [`/fhir/DocumentReference?${patient}&_count=5`, 200, { token: by }],
        [`/fhir/List?${patient}&_count=5`, 200, { token: by }],
        ['/health/ready', 200, {}],
        ['/api/session', 401, { headers: { cookie: 'socle_session=abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrs' } }],
        ['/oidc/token', 401, { ...client, body: `grant_type=client_credentials&client_id=logiciel-${n}&client_secret=x` }],
      ];
      for (const [path, expected, asked] of questions) {
        const answer = await ask(`${place.url}${path}`, { ...asked, atMostMs: 10_000 }).catch(() => undefined);
        if (answer === undefined || answer.status === expected) continue;
        if (answer.status !== 503 || !answer.headers.has('retry-after')) bad.push(`${path}: ${answer.status} ${answer.bytes}`);
      }
      await new Promise((done) => setTimeout(done, 20));
    }
  })();
  return {
    stop: () => {
      going = false;
      return work;
    },
  };
}

const acknowledged = (): number => sent.filter(({ ids }) => ids !== undefined).length;
const more = (count: number): Promise<void> => {
  const from = acknowledged();
  return until(() => acknowledged() >= from + count, 30_000);
};

test('Issue, faults: writers deposit while the server, then PostgreSQL, are killed with -9; they come back', async (t) => {
  const by = await token('socle-cli');
  const busy = [writer(ambre, by), writer(ambre, by), writer(basile, by), reader(by)];
  t.after(() => Promise.all(busy.map((one) => one.stop())));
  await more(20);
  const startAgain = async (what: string): Promise<void> => {
    await server.ended;
    const left = place.postgres();
    server = await place.start();
    t.diagnostic(`start after kill -9 of ${what}: ready in ${server.readyMs} ms`);
    assert.ok(!alive(left), 'the PostgreSQL that was left behind has ended');
    await more(10);
  };
  for (let round = 0; round < 2; round++) {
    process.kill(server.pid, 'SIGKILL');
    await startAgain('the server');
  }
  process.kill(place.postgres(), 'SIGKILL');
  process.kill(server.pid, 'SIGKILL');
  await startAgain('both');
  for (let round = 0; round < 3; round++) {
    const before = place.postgres();
    const from = Date.now();
    process.kill(before, 'SIGKILL');
    await more(3);
    t.diagnostic(`kill -9 of PostgreSQL: writers went on after ${Date.now() - from} ms at most`);
    await place.postgresAfter(before, 5000);
  }
  for (let round = 0; round < 2; round++) {
    const [backend] = place.backends();
    if (backend !== undefined) process.kill(backend, 'SIGKILL'); // PostgreSQL then ends all the others and recovers by itself
    await more(3);
  }
  assert.equal(server.child.exitCode, null, 'the server itself never ended');
  await Promise.all(busy.map((one) => one.stop()));
  const connections = place.backends().length;
  assert.ok(connections < 30, `${connections} connections: each fault must not leave one more`);
  t.diagnostic(`${acknowledged()} of ${sent.length} submissions acknowledged; answers: ${JSON.stringify([...statuses])}`);
  assert.deepEqual(bad, [], 'only 200, and 503 with Retry-After');
});

test('Issue, faults: no acknowledged deposit is missing, every document is whole, none is half there', async () => {
  const reader = await token('socle-cli');
  for (const { ids, bytes } of sent) {
    for (const [index, location] of (ids ?? []).entries()) {
      const back = await ask(`${place.url}/fhir/${location}`, { token: reader });
      assert.equal(back.status, 200, location);
      assert.ok(back.bytes.equals(bytes[index] ?? Buffer.alloc(0)), `${location} is the document that was sent`);
    }
  }
  const known = new Set<string>();
  for (const person of [ambre, basile]) {
    for (const resource of ['DocumentReference', 'List']) {
      let path: string | undefined = `/fhir/${resource}?patient.identifier=urn:oid:${person.oid}|${person.matricule}&_count=200`;
      while (path !== undefined) {
        const page: Bundle = (await ask(`${place.url}${path}`, { token: reader })).as();
        for (const { resource: found } of page.entry ?? []) {
          if (resource === 'List') {
            const size = (found.entry as object[]).length;
            assert.ok(size === 1 || size === 3, `a submission of ${size} documents`);
          } else {
            known.add(`Binary/${found.id}`);
            assert.equal((await ask(`${place.url}/fhir/Binary/${found.id}`, { token: reader })).status, 200);
          }
        }
        path = page.link?.find(({ relation }) => relation === 'next')?.url.replace(place.url, '');
      }
    }
  }
  const promised = sent.flatMap(({ ids }) => ids ?? []);
  assert.equal(new Set(promised).size, promised.length);
  assert.deepEqual(
    promised.filter((location) => !known.has(location)),
    [],
  );
  // what was sent and never answered is there whole or not at all; nothing else is there
  assert.ok(known.size - promised.length <= sent.filter(({ ids }) => ids === undefined).length * 3);
  // what is done after an act was done for each, whatever was killed in the midst of it
  const across = `${place.url}/fhir/DocumentReference?_summary=count`;
  await until(async () => (await ask(across, { token: reader })).as<Bundle>().total === known.size, 10_000);
});

test('Issue, faults: what was not acknowledged is sent again unchanged and stands once', async () => {
  const by = await token('socle-cli');
  const body = JSON.stringify(provide(n3(ambre)));
  const answers = [1, 2].map(() => ask(`${place.url}/fhir`, { method: 'POST', token: by, body }));
  process.kill(place.postgres(), 'SIGKILL');
  await Promise.all(answers.map((answer) => answer.catch(() => undefined)));
  const one: Sent = { person: ambre, bytes: [], body, ids: undefined };
  await until(async () => {
    one.ids = await tryOnce(one, by);
    return one.ids !== undefined;
  }, 30_000);
  assert.deepEqual(await tryOnce(one, by), one.ids);
});

test('Issue, faults: the log verifies beside the running server', async () => {
  const { status, said } = await place.run('log', 'verify');
  assert.equal(status, 0, said);
  assert.match(said, /, 0 faults/);
});

test('Issue 2: a second Socle on the same SOCLE_HOME refuses with a clear sentence, and the first goes on', async () => {
  const { status, said } = await place.run('serve', '--empty');
  assert.equal(status, 1);
  assert.match(said, /Another Socle already uses .* SOCLE_HOME/);
  assert.ok(!/ at .*\.ts:\d+/.test(said), said);
  assert.equal((await ask(`${place.url}/health/ready`, {})).status, 200);
});

test('Public contract, run: SIGTERM ends the server and PostgreSQL, nothing stays behind; a second start is quick', async (t) => {
  const postgres = place.postgres();
  server.child.kill('SIGTERM');
  assert.equal(await server.ended, 0, server.said().slice(-2000));
  assert.ok(!alive(postgres), 'PostgreSQL has ended');
  assert.match((await place.run('log', 'verify')).said, /, 0 faults/); // without a server too
  server = await place.start();
  t.diagnostic(`second start: ready in ${server.readyMs} ms`);
  assert.ok(server.readyMs < 20_000);
  const person = await token(ambre.matricule);
  const found = (await ask(`${place.url}/fhir/DocumentReference?_count=0`, { token: person })).as<Bundle>();
  assert.ok((found.total ?? 0) > 0);
});
