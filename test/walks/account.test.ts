import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hexOfRecordId } from '#kernel';
import { stepAt, totpOf } from '../../src/signin/accounts/totp.ts';
import { ambre, basile, hector } from './cast.ts';
import { type Answer, type Ground, openGround, traceFrom } from './ground.ts';
import { operators } from './operators.ts';
import { enterCarnet, enterPro, type Space, toldPlainly } from './space.ts';

let ground: Ground;
let odile: Space;
let carnet: Space;
before(async () => {
  ground = await openGround();
  ({ odile } = await operators(ground));
  carnet = await enterCarnet(ground, ground.ambre, ambre);
});
after(() => ground.close());

interface Account {
  readonly login?: string;
  readonly second?: { readonly kind: string; readonly to?: string };
  readonly recoveryCodesLeft: number;
  readonly fresh: boolean;
  readonly passkeysPossible: boolean;
  readonly sessions: readonly { readonly id: string; readonly here: boolean; readonly device: { readonly browser: string } }[];
  readonly activation?: { readonly until: string };
}
const account = async (who = carnet): Promise<Account> => (await who('/carnet/account')).as<Account>();
const send = (who: Space, method: string, path: string, body?: object): Promise<Answer> =>
  who(`/carnet/account${path}`, { method, ...(body === undefined ? {} : { body }) });
const password = 'le-gros-mirabellier-penche';
const wish = { login: 'ambre.au.carnet', password, again: password, kind: 'totp', email: '' };
const secretOf = (shown: string): Buffer => {
  const letters = [...shown.replaceAll(' ', '')];
  const bits = letters.map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
};

/** Adds the password with an application, as the page does. */
async function addPassword(who = carnet): Promise<Answer> {
  const begun = (await send(who, 'POST', '/password/begin', wish)).as<{ draft: string; secret: string; qr: string }>();
  assert.match(begun.qr, /^<svg [^>]*viewBox/);
  const code = totpOf(secretOf(begun.secret), stepAt(new Date()));
  return send(who, 'POST', '/password', { draft: begun.draft, code });
}

test('Issue 6, 5: the person sees their ways in and devices, adds a password with its second code, makes new recovery codes; all is in the log', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const now = await account();
  assert.deepEqual([now.fresh, now.passkeysPossible, now.recoveryCodesLeft], [true, false, 0]);
  assert.deepEqual(
    now.sessions.map(({ here }) => here),
    [true],
  );
  const added = await addPassword();
  assert.equal(added.status, 201, added.bytes.toString());
  const { codes } = added.as<{ codes: string[] }>();
  assert.equal(new Set(codes).size, 8);
  const then = await account();
  assert.deepEqual([then.login, then.second?.kind, then.recoveryCodesLeft], [wish.login, 'totp', 8]);
  const renewed = await send(carnet, 'POST', '/recovery-codes');
  assert.equal(renewed.status, 201);
  assert.equal(
    renewed.as<{ codes: string[] }>().codes.some((code) => codes.includes(code)),
    false,
  );
  toldPlainly(await send(carnet, 'DELETE', '/password'), 409, 'signin.last-way');
  assert.deepEqual(
    (await lines()).map(({ action, outcome, detail, who }) => [action, outcome, detail?.change, who.kind]),
    [
      ['sign-in', 'done', 'password-set', 'citizen'],
      ['sign-in', 'done', 'recovery-codes', 'citizen'],
    ],
  );
  const said = (await carnet('/carnet/log'))
    .as<{ items: { sentence: { fr: string } }[] }>()
    .items.map(({ sentence }) => sentence.fr);
  assert.ok(said.includes('Vous : mot de passe et code à usage unique enregistrés.'), said.join('\n'));
  assert.ok(said.includes('Vous : connexion par mot de passe.'), said.join('\n'));
});

test('Issue 6, 5: sessions are listed and ended, one or all others, never somebody else’s; the ended one is out at once', async () => {
  const citizen = { kind: 'citizen', record: ground.basile, name: 'Basile' } as const;
  const other = await enterCarnet(ground, ground.basile, basile);
  const lines = await traceFrom(ground, ground.basile);
  const second = await ground.signin.webSessions.start(citizen, { browser: 'Firefox', system: 'Android' });
  const third = await ground.signin.webSessions.start(citizen);
  const { sessions } = await account(other);
  assert.equal(sessions.length, 3);
  const firefox = sessions.find(({ device }) => device.browser === 'Firefox')?.id ?? '';
  toldPlainly(await send(carnet, 'DELETE', `/sessions/${firefox}`), 404, 'signin.unknown-way');
  assert.equal((await send(other, 'DELETE', `/sessions/${firefox}`)).status, 204);
  assert.equal(await ground.signin.webSessions.find(second), undefined);
  toldPlainly(await send(other, 'DELETE', `/sessions/${firefox}`), 404, 'signin.unknown-way');
  assert.deepEqual((await send(other, 'POST', '/sessions/end-others')).as(), { ended: 1 });
  assert.equal(await ground.signin.webSessions.find(third), undefined);
  assert.equal((await account(other)).sessions.length, 1);
  assert.equal((await account()).sessions.length, 1, 'whoever else is signed in stays');
  assert.deepEqual(
    (await lines()).map(({ detail }) => [detail?.change, detail?.name ?? detail?.count]),
    [
      ['session-ended', 'Firefox sur Android'],
      ['sessions-ended', '1'],
    ],
  );
});

test('Issue 6, 5: a screen left open changes nothing: after 15 minutes the person signs in again; ending a session needs no more', async () => {
  await ground.store.pool.query(
    "update signin.web_session set created_at = created_at - interval '16 minutes' where person = $1",
    [ground.ambre],
  );
  assert.equal((await account()).fresh, false);
  for (const [method, path] of [
    ['POST', '/passkeys/offer'],
    ['POST', '/passkeys'],
    ['DELETE', '/passkeys/AAAA'],
    ['POST', '/password/begin'],
    ['POST', '/password'],
    ['DELETE', '/password'],
    ['POST', '/recovery-codes'],
  ] as const)
    toldPlainly(await send(carnet, method, path, method === 'POST' ? {} : undefined), 403, 'signin.fresh-needed');
  assert.equal((await send(carnet, 'POST', '/sessions/end-others')).status, 200);
  await ground.store.pool.query(
    "update signin.web_session set created_at = created_at + interval '16 minutes' where person = $1",
    [ground.ambre],
  );
});

test('Issue 6, 5: nobody else reads or changes how a person signs in: neither a professional, an operator, nor who acts for them', async () => {
  const pro = await enterPro(ground, hector.id);
  for (const [who, status, code] of [
    [pro, 403, 'session.wrong-kind'],
    [odile, 403, 'session.wrong-kind'],
  ] as const)
    for (const [method, path] of [
      ['GET', ''],
      ['POST', '/sessions/end-others'],
      ['POST', '/recovery-codes'],
    ] as const) {
      const asked = method === 'GET' ? {} : { method };
      toldPlainly(await who(`/carnet/account${path}`, asked), status, code);
    }
  const delegate = { kind: 'delegate', id: ground.basile, name: 'Basile', record: ground.ambre } as const;
  const id = await ground.signin.webSessions.start(delegate);
  const answer = await fetch(`${ground.url}/api/carnet/account`, { headers: { cookie: `socle_session=${id}` } });
  assert.equal(answer.status, 403);
  assert.equal(((await answer.json()) as { code: string }).code, 'session.acting');
  for (const headers of [{ 'x-socle': 'no' }, { origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }] as const)
    toldPlainly(
      await carnet('/carnet/account/recovery-codes', { method: 'POST', headers: headers as Record<string, string> }),
      403,
      'session.forged',
    );
});

test('Issue 6, bad input: what the account’s routes cannot read is refused plainly and changes nothing', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const before = await account();
  const cases: readonly (readonly [string, string, object, number, string])[] = [
    ['POST', '/passkeys', {}, 400, 'http.malformed'],
    ['POST', '/passkeys', { state: 1, answer: '' }, 400, 'http.malformed'],
    ['POST', '/passkeys', { state: 'a', answer: 'b' }, 422, 'signin.passkeys-impossible'],
    ['POST', '/passkeys/offer', {}, 422, 'signin.passkeys-impossible'],
    ['POST', '/password/begin', { ...wish, kind: 'sms' }, 400, 'http.malformed'],
    ['POST', '/password/begin', { ...wish, login: 'a b' }, 422, 'signin.malformed-login'],
    ['POST', '/password/begin', { ...wish, login: 'x'.repeat(300) }, 422, 'signin.malformed-login'],
    ['POST', '/password/begin', { ...wish, password: 'court', again: 'court' }, 422, 'signin.short-password'],
    ['POST', '/password/begin', { ...wish, password: 'motdepasse2026' }, 422, 'signin.common-password'],
    ['POST', '/password/begin', { ...wish, again: `${password}.` }, 422, 'signin.passwords-differ'],
    ['POST', '/password/begin', { ...wish, kind: 'email', email: 'personne' }, 422, 'signin.malformed-email'],
    ['POST', '/password/begin', { ...wish, login: 'a\0b' }, 400, 'http.malformed'],
    ['POST', '/password', { draft: 'x', code: '000000' }, 400, 'signin.interaction-lost'],
    ['POST', '/password', { draft: 'x'.repeat(9000), code: '000000' }, 400, 'signin.interaction-lost'],
    ['DELETE', '/sessions/..%2F..', {}, 400, 'http.malformed'],
    ['DELETE', '/sessions/AAAA', {}, 404, 'signin.unknown-way'],
    ['DELETE', '/passkeys/AAAA', {}, 404, 'signin.unknown-way'],
  ];
  for (const [method, path, body, status, code] of cases)
    toldPlainly(await send(carnet, method, path, method === 'DELETE' ? undefined : body), status, code);
  const begun = (await send(carnet, 'POST', '/password/begin', wish)).as<{ draft: string }>();
  toldPlainly(await send(carnet, 'POST', '/password', { draft: begun.draft, code: 'abc' }), 422, 'signin.wrong-code');
  const other = await enterCarnet(ground, ground.basile, basile);
  toldPlainly(await send(other, 'POST', '/password', { draft: begun.draft, code: '000000' }), 400, 'signin.interaction-lost');
  const { sessions: _, ...same } = await account();
  const { sessions: __, ...was } = before;
  assert.deepEqual(same, was);
  assert.deepEqual(await lines(), []);
});

test('Issue 6, 5: at the desk a checked person leaves with a code, on a paper without birth date or matricule; a letter needs an address', async () => {
  const lines = await traceFrom(ground, ground.ambre);
  const record = hexOfRecordId(ground.ambre);
  const post = (path: string, body?: object): Promise<Answer> =>
    odile(`/exploitation${path}`, { method: 'POST', ...(body === undefined ? {} : { body }) });
  toldPlainly(await post(`/desk/checks/${record}-1/activation`), 403, 'oversight.check-needed');
  const traits = ['birthFamily', 'firstBirthGiven', 'birthDate'];
  const check = (await post('/desk/checks', { record, document: 'CN', traits })).as<{ id: string }>().id;
  const made = await post(`/desk/checks/${check}/activation`);
  assert.equal(made.status, 201, made.bytes.toString());
  const { code, pdf } = made.as<{ code: string; pdf: string }>();
  assert.match(code, /^[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}$/);
  assert.match(Buffer.from(pdf, 'base64').subarray(0, 8).toString('latin1'), /^%PDF-1\./);
  assert.ok((await account()).activation !== undefined, 'the person sees that a code is under way');

  assert.equal((await post('/letters', { matricule: ambre.matricule })).status, 204);
  assert.equal((await post('/letters', { matricule: ambre.matricule })).status, 204, 'once is enough');
  toldPlainly(await post('/letters', { matricule: '12' }), 422, 'ins.malformed');
  toldPlainly(await post('/letters', {}), 400, 'http.malformed');
  const waiting = (await odile('/exploitation/letters')).as<{ items: { record: string; name: string; askedBy: string }[] }>();
  assert.deepEqual(
    waiting.items.map((one) => [one.record, one.askedBy]),
    [[record, 'odile']],
  );
  assert.ok(!JSON.stringify(waiting).includes(ambre.matricule) && !JSON.stringify(waiting).includes(ambre.birthDate));
  for (const address of [undefined, [], [''], ['x'.repeat(61)], Array.from({ length: 6 }, () => 'ligne'), ['a\nb'], 'rue'])
    toldPlainly(await post(`/letters/${record}/print`, { address }), 400, 'http.malformed');
  const printed = await post(`/letters/${record}/print`, { address: ['3 rue du Puits', '99123 SAINT-ORME'] });
  assert.equal(printed.status, 201, printed.bytes.toString());
  assert.ok(!('code' in printed.as<object>()), 'the code is on the paper alone');
  toldPlainly(await post(`/letters/${record}/print`, { address: ['3 rue du Puits'] }), 404, 'signin.unknown-letter');
  toldPlainly(await odile(`/exploitation/letters/${record}`, { method: 'DELETE' }), 404, 'signin.unknown-letter');
  toldPlainly(await carnet('/exploitation/letters'), 403, 'session.wrong-kind');
  assert.deepEqual(
    (await lines()).map(({ action, detail, who }) => [action, detail?.change, detail?.way ?? '', who.name]),
    [
      ['identity', 'desk-check', '', 'Odile Vigiemarine'],
      ['sign-in', 'activation-code', 'desk', 'Odile Vigiemarine'],
      ['sign-in', 'letter-asked', '', 'Odile Vigiemarine'],
      ['sign-in', 'activation-code', 'letter', 'Odile Vigiemarine'],
    ],
  );
});

test('Issue 6, 8: no secret of a sign-in is in what the server said, nor in the log', async () => {
  const begun = (await send(carnet, 'POST', '/password/begin', wish)).as<{ draft: string; secret: string }>();
  const said = ground.said.join('\n');
  const log = JSON.stringify(await ground.trace.lines(ground.ambre, undefined, 200));
  for (const secret of [password, begun.secret, begun.draft, ambre.matricule])
    for (const text of [said, log]) assert.ok(!text.includes(secret));
});
