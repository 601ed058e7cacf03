import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hexOfRecordId } from '#kernel';
import { basile } from './cast.ts';
import { type Ground, traceFrom } from './ground.ts';
import { type Listed, type Made, openShareGround, type ShareGround, told, wrongOf } from './shareGround.ts';
import { asked, payloadOf, readLink } from './shareReader.ts';
import { enterCarnet, type Space, toldPlainly } from './space.ts';

let shared: ShareGround;
let ground: Ground;
let carnet: Space;
before(async () => {
  shared = await openShareGround();
  ({ ground, carnet } = shared);
});
after(() => ground.close());
const make = (wish: object): Promise<Made> => shared.make(wish);
const listed = (id: string): Promise<Listed> => shared.listed(id);

test('SMART Health Links 1.0, passcode: 50 wrong ones at once spend no more than the ten tries of the link’s life', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const made = await make({ summary: true, documents: [], passcode: true });
  assert.match(made.passcode ?? '', /^\d{6}$/);
  const payload = payloadOf(made.shlink);
  assert.equal(payload.flag, 'P');
  const first = await asked(payload, { recipient: 'Sans code' });
  assert.deepEqual([first.status, ((await first.json()) as { remainingAttempts: number }).remainingAttempts], [401, 10]);
  await readLink(made.shlink, { recipient: 'Avec le code', passcode: made.passcode ?? '' });
  const answers = await Promise.all(
    Array.from({ length: 50 }, async (_, n) => {
      const answer = await asked(payload, { recipient: `Essai ${n}`, passcode: wrongOf(made.passcode) });
      return [answer.status, ((await answer.json()) as { remainingAttempts?: number }).remainingAttempts ?? 'none'] as const;
    }),
  );
  const compared = answers.filter(([status]) => status === 401).map(([, left]) => left);
  assert.deepEqual(
    compared.toSorted((a, b) => Number(a) - Number(b)),
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  );
  for (const [status] of answers) assert.ok([401, 404, 429].includes(status), String(status));
  const right = await asked(payload, { recipient: 'Trop tard', passcode: made.passcode });
  assert.ok([404, 429].includes(right.status));
  assert.equal((await listed(made.id)).state, 'locked');
  const seen = await told(lines);
  assert.equal(seen.filter((line) => line === 'share refused open share.wrong-passcode guest').length, 11);
  assert.equal(seen.filter((line) => line === 'share done open guest').length, 1);
});

test('SMART Health Links 1.0, passcode: two servers of one database count the same tries', async () => {
  const made = await make({ summary: true, documents: [], passcode: true });
  const other = await ground.beside();
  const here = payloadOf(made.shlink);
  const there = { ...here, url: here.url.replace(ground.url, other.url) };
  const answers = await Promise.all(
    Array.from(
      { length: 28 },
      async (_, n) =>
        (await asked(n % 2 === 0 ? here : there, { recipient: 'Force brute', passcode: wrongOf(made.passcode) })).status,
    ),
  );
  assert.equal(answers.filter((status) => status === 401).length, 10, answers.join(' '));
  await other.close();
});

test('Bad input: a guessed id, a stopped, used and expired link answer the same, and only holders of a link are told of in the log', async () => {
  const once = await make({ summary: true, documents: [], once: true });
  const uses = await Promise.all(
    [1, 2, 3, 4].map(async () => (await asked(payloadOf(once.shlink), { recipient: 'Ensemble' })).status),
  );
  assert.deepEqual(uses.toSorted(), [200, 404, 404, 404]);
  const stopped = await make({ summary: true, documents: [] });
  await carnet(`/carnet/shares/${stopped.id}`, { method: 'DELETE' });
  const expired = await make({ summary: true, documents: [] });
  await ground.store.pool.query("update share.link set until = now() - interval '1 second' where id = $1", [expired.id]);
  const guessed = { ...payloadOf(stopped.shlink), url: `${ground.url}/shl/${'A'.repeat(43)}` };
  const ill = { ...guessed, url: `${ground.url}/shl/x` };
  const lines = await traceFrom(ground, ground.ambre);
  const answers = await Promise.all(
    [payloadOf(once.shlink), payloadOf(stopped.shlink), payloadOf(expired.shlink), guessed, ill].map(async (payload) => {
      const answer = await asked(payload, { recipient: 'Curieux' });
      return [answer.status, await answer.text()];
    }),
  );
  assert.deepEqual([...new Set(answers.map(([status, body]) => `${status} ${body}`))].length, 1, JSON.stringify(answers));
  assert.equal(answers[0]?.[0], 404);
  assert.deepEqual(await told(lines), Array(3).fill('share refused open share.unknown guest'));
  assert.deepEqual(
    [(await listed(once.id)).state, (await listed(stopped.id)).state, (await listed(expired.id)).state],
    ['used', 'revoked', 'expired'],
  );
  toldPlainly(await carnet(`/carnet/shares/${stopped.id}/show`, { method: 'POST', body: {} }), 409, 'share.ended');
});

test('Issue 5, 4: a reader leaves a note, past the passcode and once the link was opened; the person reads it and removes it', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const made = await make({ summary: true, documents: [], passcode: true });
  const payload = payloadOf(made.shlink);
  const noted = (body: object) =>
    fetch(`${payload.url}/notes`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const said = { recipient: 'Dr Fictif', passcode: made.passcode, words: 'Vu ce jour. Tension <b>13/8</b>.' };
  assert.equal((await noted(said)).status, 409, 'not before it was opened');
  await readLink(made.shlink, { recipient: 'Dr Fictif', passcode: made.passcode ?? '' });
  assert.equal((await noted({ ...said, passcode: wrongOf(made.passcode) })).status, 401);
  assert.equal((await noted({ ...said, words: 'x'.repeat(2001) })).status, 400);
  const statuses = await Promise.all(Array.from({ length: 7 }, async () => (await noted(said)).status));
  assert.deepEqual(statuses.toSorted(), [204, 204, 204, 204, 204, 409, 409]);
  const { notes, triesLeft } = await listed(made.id);
  assert.deepEqual(
    [notes.length, triesLeft, notes[0]?.name, notes[0]?.words],
    [5, 9, 'Dr Fictif', 'Vu ce jour. Tension <b>13/8</b>.'],
  );
  assert.equal((await carnet(`/carnet/shares/${made.id}/notes/1`, { method: 'DELETE' })).status, 204);
  toldPlainly(await carnet(`/carnet/shares/${made.id}/notes/1`, { method: 'DELETE' }), 404, 'id.unknown');
  assert.equal((await listed(made.id)).notes.length, 4);
  assert.equal((await noted(said)).status, 409, 'five in its whole life');
  const seen = await told(lines);
  assert.equal(seen.filter((line) => line === 'share done note guest').length, 5);
  assert.equal(seen.at(-1), 'share done remove-note citizen');
  assert.ok(!JSON.stringify(await lines()).includes('Tension'), 'the log holds no word of it');
});

test('Issue 5, 4: a link is its maker’s alone; another’s documents, unknown ones and wishes that cannot be met are refused', async () => {
  const other = await enterCarnet(ground, ground.basile, basile);
  const made = await make({ summary: true, documents: [shared.paged] });
  const shown = (await carnet(`/carnet/shares/${made.id}/show`, { method: 'POST', body: {} })).as<Made>();
  assert.deepEqual([shown.shlink, shown.address], [made.shlink, made.address]);
  toldPlainly(await other(`/carnet/shares/${made.id}/show`, { method: 'POST', body: {} }), 404, 'id.unknown');
  toldPlainly(await other(`/carnet/shares/${made.id}`, { method: 'DELETE' }), 404, 'id.unknown');
  assert.deepEqual((await other('/carnet/shares')).as<{ shares: unknown[] }>().shares, []);
  for (const [wish, status, code] of [
    [{ summary: false, documents: [] }, 422, 'share.nothing-chosen'],
    [{ label: ' ', summary: true }, 422, 'share.bad-label'],
    [{ label: 'x'.repeat(81), summary: true }, 422, 'share.bad-label'],
    [{ summary: true, minutes: 1 }, 422, 'share.bad-until'],
    [{ summary: true, minutes: 600_000 }, 422, 'share.bad-until'],
    [{ summary: true, once: true, longTerm: true }, 422, 'share.once-or-long'],
    [{ documents: ['nothing'] }, 404, 'id.unknown'],
    [{ documents: [`${hexOfRecordId(ground.ambre)}-zzzz`] }, 422, 'share.document'],
    [{ documents: Array.from({ length: 51 }, (_, n) => `${hexOfRecordId(ground.ambre)}-${n}`) }, 422, 'share.too-many-documents'],
    [{ summary: 'yes' }, 400, 'http.malformed'],
    [{ summary: true, key: 'mine' }, 400, 'http.malformed'],
  ] as const)
    toldPlainly(await carnet('/carnet/shares', { method: 'POST', body: { label: 'Refusé', ...wish } }), status, code);
  toldPlainly(
    await other('/carnet/shares', { method: 'POST', body: { label: 'Autre', documents: [shared.paged] } }),
    422,
    'share.document',
  );
  const forged = await carnet('/carnet/shares', {
    method: 'POST',
    body: { label: 'x', summary: true },
    headers: { 'x-socle': '' },
  });
  toldPlainly(forged, 403, 'session.forged');
});

test('SMART Health Links 1.0, flag L: a link for the long term says when to ask again; nothing secret is kept in clear', async () => {
  const made = await make({ summary: true, documents: [], minutes: 60 * 24 * 90, longTerm: true });
  assert.equal(payloadOf(made.shlink).flag, 'L');
  const { headers } = await readLink(made.shlink, { recipient: 'Lecteur' });
  assert.equal(headers.get('retry-after'), '300');
  const { url, key } = payloadOf(made.shlink);
  const id = Buffer.from(url.split('/').at(-1) ?? '', 'base64url');
  const dump = JSON.stringify(
    (await ground.store.pool.query('select l::text, d::text from share.link l join share.door d on d.link_id = l.id')).rows,
  );
  assert.ok(dump.includes(made.id));
  for (const secret of [id, Buffer.from(key, 'base64url')])
    assert.ok(!dump.includes(secret.toString('hex')) && !dump.includes(secret.toString('base64url')));
  const lines = JSON.stringify(await ground.trace.lines(ground.ambre, undefined, 200));
  assert.ok(!lines.includes(key) && !lines.includes(id.toString('base64url')) && !ground.said.join('\n').includes(key));
  assert.deepEqual((await ground.trace.verify(ground.ambre)).faults, []);
});
