/** Who floods or guesses is told to wait; nobody else is. Addresses come by a proxy that the server believes. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Browser } from '../../spec/signin/browser.ts';
import { ambre, nuees, softwareSecret } from './cast.ts';
import { type Ground, openGround } from './ground.ts';

let ground: Ground;
const password = 'le-mot-de-passe-2026';
before(async () => {
  ground = await openGround({ proxies: ['127.0.0.1'] });
  await ground.signin.accounts.create({ login: 'ambre', password, record: ground.ambre, name: ambre.firstBirthGiven });
});
after(() => ground.close());

const from = (address: string) => ({ 'x-forwarded-for': address });

/** One attempt with a fresh page, from this address. */
async function attempt(browser: Browser, address: string, secret: string): Promise<number> {
  await browser.get('/entrer/citoyen', from(address));
  const page = new URL(browser.page.url).pathname;
  await browser.post(page, { step: 'password', login: 'ambre', password: secret }, from(address));
  return browser.cookie('socle_session') === undefined ? browser.page.status : 200;
}

test('Issue 6, 8: an attacker slows down themself; the owner, from elsewhere and from behind the same address on their device, is not', async () => {
  const [owner, attacker] = [new Browser(ground.url), new Browser(ground.url)];
  assert.equal(await attempt(owner, '203.0.113.5', password), 200);
  const device = owner.cookie('socle_appareil') ?? '';
  assert.match(device, /^[\w-]{22}\.1\./);
  const statuses: number[] = [];
  for (let i = 0; i < 5; i++) statuses.push(await attempt(attacker, '203.0.113.5', 'pas-le-bon-mot'));
  assert.deepEqual(statuses.slice(0, 3), [422, 422, 422]);
  assert.ok(statuses.slice(3).includes(429), String(statuses));
  const elsewhere = new Browser(ground.url);
  assert.equal(await attempt(elsewhere, '198.51.100.1', password), 200);
  const same = new Browser(ground.url);
  same.setCookie('socle_appareil', device);
  assert.equal(await attempt(same, '203.0.113.5', password), 200);
});

test('RFC 6585 §4: a flood of tokens from one address is answered 429 with Retry-After; another address is served', async () => {
  const ask = (address: string) =>
    fetch(`${ground.url}/oidc/token`, {
      method: 'POST',
      body: 'grant_type=client_credentials&scope=system/*.rs',
      headers: {
        ...from(address),
        'content-type': 'application/x-www-form-urlencoded',
        authorization: `Basic ${Buffer.from(`${nuees.id}:${softwareSecret}`).toString('base64')}`,
      },
    });
  let limited: Response | undefined;
  for (let round = 0; round < 200 && limited === undefined; round++) {
    const many = Array.from({ length: 50 }, () =>
      fetch(`${ground.url}/oidc/token`, { method: 'POST', headers: from('192.0.2.9') }),
    );
    const answers = await Promise.all(many);
    limited = answers.find(({ status }) => status === 429);
    await Promise.all(answers.map((answer) => (answer === limited ? undefined : answer.arrayBuffer())));
  }
  assert.ok(limited !== undefined, 'ten thousand requests were all served');
  assert.match(limited.headers.get('retry-after') ?? '', /^[1-9]\d*$/);
  assert.equal(((await limited.json()) as { code: string }).code, 'http.too-many');
  assert.equal((await ask('192.0.2.10')).status, 200);
  assert.equal((await fetch(`${ground.url}/oidc/nowhere`)).status, 404, 'the machine itself is served');
  const health = await fetch(`${ground.url}/fhir/metadata`, { headers: from('192.0.2.9') });
  assert.equal(health.status, 200, 'what is not of sign-in is served');
});
