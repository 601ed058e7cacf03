import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import * as oidc from 'openid-client';
import { type Call, newRecordId, PLATFORM } from '#kernel';
import { openAuthenticator } from '../../spec/signin/authenticator.ts';
import { Browser } from '../../spec/signin/browser.ts';
import { type House, openHouse, people } from '../../spec/signin/house.ts';
import { ask, softwareOf } from '../../spec/signin/software.ts';
import { twoApps } from '../../spec/signin/twoApps.ts';
import { stepAt, totpOf } from './accounts/totp.ts';

const password = 'le-gros-mirabellier-penche';
const { matricule, birthDate, name } = people.citizen;
const birth = birthDate.split('-').reverse().join('/');
const start = Date.now();
let house: House;
let now: Date;
const later = (seconds: number): void => {
  now = new Date(now.getTime() + seconds * 1000);
};
beforeEach(async () => {
  now = new Date(start);
  house = await openHouse({ host: 'localhost', demo: false, clock: () => now });
});
afterEach(() => house.close());

const call = (): Call => ({ actor: { kind: 'operator', id: 'odile', name: 'Odile' }, at: now, requestId: 'test' });
const paper = async (): Promise<string> =>
  (await house.signin.citizens.activations.make(call(), house.record, 'desk'))?.code ?? assert.fail('known');
const atSignIn = async (): Promise<Browser> => new Browser(house.url).get('/entrer/citoyen');
const isIn = (browser: Browser): boolean => browser.cookie('socle_session') !== undefined;
const attribute = (browser: Browser, called: string): string =>
  new RegExp(`${called}="([^"]*)"`).exec(browser.page.text)?.[1]?.replaceAll('&quot;', '"') ??
  assert.fail(`no ${called}: ${browser.page.text}`);

async function withCode(code: string, typed = birth): Promise<Browser> {
  const browser = await atSignIn();
  await browser.submit('activate');
  return browser.submit('code', { code, birth: typed });
}

/** To a password with an application; gives its secret and the recovery codes. */
async function withPassword(login = 'ambre.nouvelle'): Promise<{ browser: Browser; secret: Buffer; codes: string[] }> {
  const browser = await withCode(await paper());
  await browser.submit('choose', { login, password, again: password, kind: 'totp', email: '' });
  const shown = /Clé : <code>([A-Z2-7 ]+)<\/code>/.exec(browser.page.text)?.[1] ?? assert.fail(browser.page.text);
  const secret = fromBase32(shown.replaceAll(' ', ''));
  await browser.submit('prove', { code: totpOf(secret, stepAt(now)) });
  const codes = [...browser.page.text.matchAll(/<code>([A-Z2-9-]{19})<\/code>/g)].map((m) => m[1] ?? '');
  assert.equal(codes.length, 8, browser.page.text);
  await browser.submit('enter');
  assert.ok(isIn(browser), browser.page.text);
  return { browser, secret, codes };
}

function fromBase32(text: string): Buffer {
  const bits = [...text]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

async function second(login = 'ambre.nouvelle'): Promise<Browser> {
  const browser = await atSignIn();
  await browser.submit('password', { login, password });
  assert.match(browser.page.text, /Votre code à usage unique/);
  assert.ok(!isIn(browser));
  return browser;
}

test('Issue 6, 5: a code on paper and a birth date open the choice; a passkey is made, then opens alone; all is told', async () => {
  const device = openAuthenticator(house.url);
  const browser = await withCode((await paper()).toLowerCase().replaceAll('-', ' '));
  assert.match(browser.page.text, new RegExp(`Bonjour ${name}`));
  await browser.submit('make-passkey', { answer: device.make(attribute(browser, 'data-options')) });
  assert.ok(isIn(browser), browser.page.text);
  const again = await atSignIn();
  assert.match(again.page.headers.get('content-security-policy') ?? '', /script-src 'self';/);
  await again.submit('passkey', { answer: device.use(attribute(again, 'data-options')) });
  assert.equal(again.page.url, `${house.url}/carnet`);
  assert.ok(isIn(again));
  assert.deepEqual(house.told, ['activation-code', 'activated', 'passkey-added', 'passkey', 'passkey']);
  assert.ok(house.traced.every(({ record }) => record === house.record));
  const former = await atSignIn();
  await former.submit('password', { login: people.citizen.login, password: people.citizen.password });
  assert.equal(former.page.status, 422, 'the former password is gone');
});

test('Issue 6, 5: a password and an application; the code is asked each time, serves once; every failure is told', async () => {
  const { secret } = await withPassword();
  later(30);
  const browser = await second();
  const code = totpOf(secret, stepAt(now));
  await browser.submit('second', { code: '000000' === code ? '111111' : '000000' });
  assert.equal(browser.page.status, 422);
  assert.match(browser.page.text, /Ce code n’est pas le bon/);
  await browser.submit('second', { code });
  assert.ok(isIn(browser), browser.page.text);
  const replay = await second();
  await replay.submit('second', { code });
  assert.equal(replay.page.status, 422, 'the same code again');
  assert.ok(!isIn(replay));
  assert.deepEqual(house.told, [
    'activation-code',
    'activated',
    'password-set',
    'password+totp',
    'signin.wrong-code',
    'password+totp',
    'signin.wrong-code',
  ]);
});

test('Issue 6, 5, one code at a time in parallel: one opens, and no more than five wrong ones are read', async () => {
  const { secret } = await withPassword();
  later(30);
  const code = totpOf(secret, stepAt(now));
  const { seconds } = house.signin.citizens;
  const same = await Promise.allSettled([1, 2, 3].map(() => seconds.check(house.record, code)));
  assert.equal(same.filter(({ status }) => status === 'fulfilled').length, 1);
  later(30);
  const right = totpOf(secret, stepAt(now));
  const guesses = Array.from({ length: 40 }, (_, n) => String(n).padStart(6, '0')).filter((guess) => guess !== right);
  const ends = await Promise.allSettled(guesses.map((guess) => seconds.check(house.record, guess)));
  const refusals = ends.map((end) => (end.status === 'rejected' ? (end.reason as { code: string }).code : 'opened'));
  const read = refusals.filter((one) => one === 'signin.wrong-code').length;
  // Of the three before, those that came after the one that opened count among the five.
  assert.ok(read >= 3 && read <= 5, `${read} were read`);
  assert.equal(refusals.filter((one) => one === 'signin.too-many-tries').length, guesses.length - read);
  await assert.rejects(seconds.check(house.record, right), { code: 'signin.too-many-tries' });
  later(901);
  await seconds.check(house.record, totpOf(secret, stepAt(now)));
});

test('Issue 6, 5, recovery: a code takes the place of the application, after the password only, once; other sessions are cut', async () => {
  const { browser: other, codes } = await withPassword();
  const [code = ''] = codes;
  const browser = await second();
  await browser.submit('recovery');
  await browser.submit('recover', { code: 'AAAA-AAAA-AAAA-AAAA' });
  assert.equal(browser.page.status, 422);
  await browser.submit('recover', { code: code.toLowerCase() });
  assert.ok(isIn(browser), browser.page.text);
  await other.get('/api/session');
  assert.equal(other.page.status, 401, 'the session of before');
  await browser.get('/api/session');
  assert.equal(browser.page.status, 200);
  const again = await second();
  await again.submit('recovery');
  await again.submit('recover', { code });
  assert.equal(again.page.status, 422, 'the same code again');
  const { recoveryCodesLeft, recoveryUsedAt } = await house.signin.citizens.ways.of(house.record);
  assert.deepEqual([recoveryCodesLeft, recoveryUsedAt?.getTime()], [7, now.getTime()]);
  assert.ok(house.told.includes('recovery-used'));
  assert.equal(house.told.at(-1), 'signin.wrong-recovery-code');
});

test('Issue 6, 5, by e-mail: the code goes to the address, serves once, ten minutes; changes are told there too', async () => {
  const browser = await withCode(await paper());
  const chosen = { login: 'ambre.courriel', password, again: password, kind: 'email', email: 'ambre@exemple.fr' };
  await browser.submit('choose', chosen);
  assert.match(browser.page.text, /envoyé à a…@exemple\.fr/);
  const sent = (): string => /\b(\d{6})\b/.exec(house.mails()[0]?.text ?? '')?.[1] ?? assert.fail('no code was sent');
  await browser.submit('prove', { code: sent() });
  await browser.submit('enter');
  assert.ok(isIn(browser), browser.page.text);
  const again = await second('ambre.courriel');
  const code = sent();
  const count = house.mails().length;
  await again.submit('resend');
  assert.equal(house.mails().length, count, 'not twice within a minute');
  later(61);
  await again.submit('resend');
  assert.equal(house.mails().length, count + 1);
  if (sent() !== code) {
    await again.submit('second', { code });
    assert.equal(again.page.status, 422, 'the code of before');
  }
  later(601);
  await again.submit('second', { code: sent() });
  assert.equal(again.page.status, 422, 'too late');
  await again.submit('resend');
  await again.submit('second', { code: sent() });
  assert.ok(isIn(again), again.page.text);
  await withCode(await paper());
  await house.signin.citizens.ways.removePassword(call(), house.record).catch((error: { code: string }) => {
    assert.equal(error.code, 'signin.last-way');
  });
  const page = await again.get('/oidc/courriels');
  assert.match(page.page.text, /Boîte aux lettres de démonstration/);
});

test('Issue 6, 5, activation: wrong dates close a code after five, whoever sends them together; a new one closes the old', async () => {
  const { activations } = house.signin.citizens;
  const code = await paper();
  const guess = (n: number) => activations.open(code, `1950-01-${String(n + 10)}`, `192.0.2.${n}`);
  const ends = await Promise.allSettled(Array.from({ length: 12 }, (_, n) => guess(n)));
  assert.ok(ends.every((end) => end.status === 'rejected' && end.reason.code === 'signin.activation-refused'));
  await assert.rejects(activations.open(code, birthDate, '198.51.100.1'), { code: 'signin.activation-refused' });
  assert.equal(house.told.filter((one) => one === 'signin.activation-refused activation').length, 5);
  const [first, newest] = [await paper(), await paper()];
  await assert.rejects(activations.open(first, birthDate, '198.51.100.2'), { code: 'signin.activation-refused' });
  for (let n = 0; n < 8; n++) await activations.open(newest, birthDate, '198.51.100.3');
  later(42 * 86_400);
  await assert.rejects(activations.open(newest, birthDate, '198.51.100.4'), { code: 'signin.activation-refused' });
});

test('Issue 6, 5, activation: an address that tries unknown codes waits; the page says one thing for all of them', async () => {
  const said = new Set<string>();
  for (const [code, typed] of [
    ['AB2C-DEF3-GHJ4', birth],
    [await paper(), '01/01/1950'],
    ['zzz', birth],
  ] as const) {
    const browser = await withCode(code, typed);
    assert.equal(browser.page.status, 422);
    said.add(/<a href="#code">([^<]+)/.exec(browser.page.text)?.[1] ?? '');
  }
  assert.equal(said.size, 1);
  const slowed = await withCode('AB2C-DEF3-GHJ5');
  assert.equal(slowed.page.status, 429);
  later(120);
  const malformed = await withCode(await paper(), '31/02/1960');
  assert.match(malformed.page.text, /Écrivez la date de naissance/);
});

test('Issue 6, 5, activation: two who finish with one code: one gets in, the other’s choice leaves nothing', async () => {
  const code = await paper();
  const [one, two] = [await withCode(code), await withCode(code)];
  const [phone, stolen] = [openAuthenticator(house.url), openAuthenticator(house.url)];
  await one.submit('make-passkey', { answer: phone.make(attribute(one, 'data-options')) });
  assert.ok(isIn(one));
  await two.submit('make-passkey', { answer: stolen.make(attribute(two, 'data-options')) });
  assert.equal(two.page.status, 422);
  assert.ok(!isIn(two));
  assert.equal((await house.signin.citizens.ways.of(house.record)).passkeys.length, 1);
});

test('Issue 6, 5, after a loss: a new code ends passkeys, password, recovery codes, sessions and what applications were allowed, at once', async () => {
  const { browser: before, codes, secret } = await withPassword();
  const { own, ofDelegate, cuts, allowed } = await twoApps(house, () => now);
  const device = openAuthenticator(house.url);
  const browser = await withCode(await paper());
  await browser.submit('make-passkey', { answer: device.make(attribute(browser, 'data-options')) });
  assert.ok(isIn(browser), browser.page.text);
  later(2);
  assert.deepEqual([await cuts.holds('', own), await cuts.holds('', ofDelegate)], [true, false]);
  assert.equal((await allowed.about(house.record)).length, 1);
  later(-2);
  await before.get('/api/session');
  assert.equal(before.page.status, 401);
  const gone = await atSignIn();
  await gone.submit('password', { login: 'ambre.nouvelle', password });
  assert.equal(gone.page.status, 422);
  const { citizens } = house.signin;
  await assert.rejects(citizens.ways.useRecoveryCode(call(), house.record, codes[1] ?? ''), {
    code: 'signin.wrong-recovery-code',
  });
  await assert.rejects(citizens.seconds.check(house.record, totpOf(secret, stepAt(now))), { code: 'signin.too-many-tries' });
  const ways = await citizens.ways.of(house.record);
  assert.deepEqual([ways.passkeys.length, ways.login, ways.recoveryCodesLeft], [1, undefined, 0]);
  assert.equal(ways.anewAt?.getTime(), now.getTime());
});

test('Issue 6, 5, sessions cut: what the provider remembers of a browser counts no more, for an application either', async () => {
  const { browser } = await withPassword();
  const application = await softwareOf(house.url, 'application-mobile', oidc.None());
  const asked = async (): Promise<string> => {
    const { url } = await ask(application, { redirect_uri: 'https://app.example/r', scope: 'openid patient/*.rs' });
    return (await browser.get(url.href)).page.text;
  };
  assert.match(await asked(), /Autoriser Mobile Fictif/, 'known: asked for consent only');
  // The provider counts in whole seconds of the machine's clock.
  now = new Date(Date.now() + 2000);
  await house.signin.citizens.sessions.endOthers(call(), house.record, '');
  assert.match(await asked(), /name="password"/);
  assert.equal(house.told.at(-1), 'sessions-ended');
});

test('Issue 6, 5, after a loss: what an application was given before renews itself no more', async () => {
  const { browser } = await withPassword();
  const application = await softwareOf(house.url, 'application-mobile', oidc.None());
  const params = { redirect_uri: 'https://app.example/r', scope: 'openid patient/*.rs offline_access', prompt: 'consent' };
  const { url, checks } = await ask(application, params);
  await browser.get(url.href);
  await browser.submit('consent');
  const tokens = await oidc.authorizationCodeGrant(application, browser.left ?? assert.fail(browser.page.text), checks);
  const renewed = await oidc.refreshTokenGrant(application, tokens.refresh_token ?? '');
  // The provider counts in whole seconds of the machine's clock.
  now = new Date(Date.now() + 2000);
  const device = openAuthenticator(house.url);
  const again = await withCode(await paper());
  await again.submit('make-passkey', { answer: device.make(attribute(again, 'data-options')) });
  await assert.rejects(oidc.refreshTokenGrant(application, renewed.refresh_token ?? ''), { error: 'invalid_grant' });
});

test('Issue 6, 5, letters: asking tells nobody whether somebody is known; one wait each, seen by the operator', async () => {
  const said = new Set<string>();
  const other = '255014999999908';
  for (const [who, typed] of [
    [matricule, birth],
    [matricule, '01/01/1950'],
    [other, birth],
    [matricule, birth],
  ] as const) {
    const browser = await atSignIn();
    await browser.submit('letter');
    await browser.submit('letter-ask', { matricule: who, birth: typed });
    assert.equal(browser.page.status, 200);
    said.add(browser.page.text.replaceAll(/interaction\/[\w-]+/g, ''));
    later(20);
  }
  assert.equal(said.size, 1);
  const { activations } = house.signin.citizens;
  const waiting = await activations.letters();
  assert.deepEqual(
    waiting.map(({ person, askedBy }) => [person.record, askedBy]),
    [[house.record, 'person']],
  );
  assert.deepEqual(house.told, ['letter-asked']);
  const browser = await atSignIn();
  await browser.submit('letter');
  await browser.submit('letter-ask', { matricule: '12', birth });
  assert.match(browser.page.text, /15 caractères/);
  const made = await activations.make(call(), house.record, 'letter');
  assert.match(made?.code ?? '', /^[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}$/);
  assert.deepEqual(await activations.letters(), []);
  await assert.rejects(activations.make(call(), house.record, 'letter'), { code: 'signin.unknown-letter' });
  assert.equal(await activations.make(call(), newRecordId(), 'desk'), undefined);
});

test('Issue 6, 5: outside a demonstration a password alone opens nothing, and says what to do', async () => {
  const browser = await atSignIn();
  await browser.submit('password', { login: people.citizen.login, password: people.citizen.password });
  assert.equal(browser.page.status, 422);
  assert.match(browser.page.text, /Un mot de passe seul n’ouvre pas le carnet/);
  assert.ok(!isIn(browser));
  assert.deepEqual(house.told, ['signin.second-needed']);
});

test('Issue 6, bad input: states of another sign-in, another page or nobody lead nowhere; a taken login is told', async () => {
  const { secret } = await withPassword();
  const mine = await second();
  const state = /name="state" value="([^"]+)"/.exec(mine.page.text)?.[1] ?? '';
  later(30);
  const code = totpOf(secret, stepAt(now));
  const thief = await atSignIn();
  const at = new URL(thief.page.url).pathname;
  for (const fields of [
    { step: 'second', state, code },
    { step: 'enter', state },
    { step: 'prove', state, draft: '', code },
    { step: 'make-passkey', state, answer: '{}' },
    { step: 'second', state: '', code },
    { step: '__proto__', state },
    { step: 'unheard-of' },
  ] satisfies Record<string, string>[]) {
    await thief.post(at, fields);
    assert.equal(thief.page.status, 400, JSON.stringify(fields));
    assert.ok(!isIn(thief));
  }
  // What nobody known stands behind is told under the platform, as refused and without a name.
  assert.ok(house.traced.every(({ record, outcome }) => record !== PLATFORM || outcome === 'refused'));
  await house.signin.accounts.create({ login: 'pris.deja', password, record: newRecordId(), name: 'Autre Personne' });
  const browser = await withCode(await paper());
  await browser.submit('choose', { login: 'pris.deja', password, again: password, kind: 'totp', email: '' });
  const shown = /Clé : <code>([A-Z2-7 ]+)<\/code>/.exec(browser.page.text)?.[1] ?? '';
  await browser.submit('prove', { code: totpOf(fromBase32(shown.replaceAll(' ', '')), stepAt(now)) });
  assert.match(browser.page.text, /Cet identifiant est déjà pris/);
  await browser.submit('choose', {
    login: 'ambre.autre',
    password: 'motdepasse2026',
    again: 'motdepasse2026',
    kind: 'totp',
    email: '',
  });
  assert.match(browser.page.text, /que l’on essaie en premier/);
  assert.doesNotMatch(browser.page.text, /motdepasse2026/);
});

test('Issue 6, 8: the tables hold no secret that opens anything: no code, password or secret in clear', async () => {
  const { codes, secret } = await withPassword();
  const code = await paper();
  const tables = ['account', 'activation', 'activation_code', 'passkey', 'second_factor', 'recovery_code', 'artefact', 'spent'];
  const rows = await Promise.all(tables.map((table) => house.store.pool.query(`select t::text as row from signin.${table} t`)));
  const all = rows.flatMap(({ rows: found }) => found.map(({ row }: { row: string }) => row)).join('\n');
  for (const word of [...codes, code, password]) {
    for (const form of [word, word.replaceAll('-', '')])
      for (const coded of [form, Buffer.from(form).toString('hex'), Buffer.from(form).toString('base64')])
        assert.ok(!all.includes(coded), `${word.slice(0, 4)}… is in a table`);
  }
  assert.ok(!all.includes(secret.toString('hex')));
});
