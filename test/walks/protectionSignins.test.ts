/** Every way to sign in, done and refused: each leaves its line in the log, and a page of none gives a session away. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PLATFORM, type RecordId } from '#kernel';
import type { TraceLine } from '#trace';
import { Browser } from '../../spec/signin/browser.ts';
import { ambre, irene, nuees, softwareSecret } from './cast.ts';
import { traceFrom } from './ground.ts';
import { until } from './server.ts';
import { openTlsGround, type TlsGround } from './tlsGround.ts';

let ground: TlsGround;
let card: { readonly pem: string; readonly key: string };
let revoked: typeof card;
before(async () => {
  ground = await openTlsGround();
  const { accounts } = ground.signin;
  await accounts.create({ login: 'ambre', password, record: ground.ambre, name: ambre.firstBirthGiven });
  await accounts.createDemo([{ login: 'demo.un', name: 'Démo Un', note: 'essai', record: ground.basile }], password);
  await accounts.createDemoOperators([{ login: 'odile', name: 'Odile Vigiemarine', note: '' }], password);
  card = await ground.certificates.person(irene.id);
  const gone = await ground.certificates.person(irene.id);
  await ground.certificates.revoke(gone.serial, 'keyCompromise');
  revoked = gone;
});
after(() => ground.close());

const password = 'le-mot-de-passe-2026';
const wrong = 'pas-le-bon-mot-de-passe';

type Door = 'citoyen' | 'pro' | 'exploitation';
const at = (door: Door) => new Browser(ground.url).get(`/entrer/${door}`);
const typed = async (door: Door, login: string, secret: string) =>
  (await at(door)).submit('password', { login, password: secret });

async function byCard(as: typeof card): Promise<Browser> {
  const browser = await at('pro');
  const link = new URL(/class="button" href="([^"]+)"/.exec(browser.page.text)?.[1] ?? '').pathname;
  const { headers } = await ground.byTls(link, { as });
  return headers.location === undefined ? browser : (await browser.get(String(headers.location))).submit('card');
}

async function byTelephone(who: string): Promise<Browser> {
  const browser = await (await at('pro')).submit('who', { who });
  return browser.page.status === 200 ? browser.submit('code') : browser;
}

function token(client: string, secret: string): Promise<unknown> {
  return fetch(`${ground.url}/oidc/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${client}:${secret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'system/*.rs' }),
  });
}

interface Way {
  readonly name: string;
  readonly go: () => Promise<unknown>;
  /** Whose chain, and what stands in the line. */
  readonly on: () => RecordId;
  readonly leaves: readonly [outcome: string, code: string | undefined, who: string];
}

const platform = (): RecordId => PLATFORM;
const hers = (): RecordId => ground.ambre;
const nobody = 'Socle';
const password422 = 'signin.wrong-password';

const ways: readonly Way[] = [
  { name: 'citizen, password', go: () => typed('citoyen', 'ambre', password), on: hers, leaves: ['done', undefined, 'AMBRE'] },
  {
    name: 'citizen, wrong password',
    go: () => typed('citoyen', 'ambre', wrong),
    on: hers,
    leaves: ['refused', password422, 'AMBRE'],
  },
  {
    name: 'citizen, unknown login',
    go: () => typed('citoyen', 'personne', wrong),
    on: platform,
    leaves: ['refused', password422, nobody],
  },
  {
    name: 'citizen, demonstration',
    go: async () => (await at('citoyen')).submit('demo', { demo: 'demo.un' }),
    on: () => ground.basile,
    leaves: ['done', undefined, 'Démo Un'],
  },
  {
    name: 'citizen, demonstration of nobody',
    go: async () => (await at('citoyen')).submit('demo', { demo: 'personne' }),
    on: platform,
    leaves: ['refused', password422, nobody],
  },
  {
    name: 'operator, password',
    go: () => typed('exploitation', 'odile', password),
    on: platform,
    leaves: ['done', undefined, 'Odile Vigiemarine'],
  },
  {
    name: 'operator, wrong password',
    go: () => typed('exploitation', 'odile', wrong),
    on: platform,
    leaves: ['refused', password422, 'Odile Vigiemarine'],
  },
  {
    name: 'operator, a citizen’s login',
    go: () => typed('exploitation', 'ambre', password),
    on: platform,
    leaves: ['refused', password422, nobody],
  },
  { name: 'professional, e-CPS', go: () => byTelephone(irene.id), on: platform, leaves: ['done', undefined, irene.name] },
  {
    name: 'professional, unknown',
    go: () => byTelephone('10000000000'),
    on: platform,
    leaves: ['refused', 'signin.unknown-professional', nobody],
  },
  { name: 'professional, card', go: () => byCard(card), on: platform, leaves: ['done', undefined, irene.name] },
  {
    name: 'professional, revoked card',
    go: () => byCard(revoked),
    on: platform,
    leaves: ['refused', 'signin.certificate-revoked', nobody],
  },
  {
    name: 'software, secret',
    go: () => token(nuees.id, softwareSecret),
    on: platform,
    leaves: ['done', undefined, nuees.name],
  },
  {
    name: 'software, wrong secret',
    go: () => token(nuees.id, wrong),
    on: platform,
    leaves: ['refused', 'oauth.invalid_client', nobody],
  },
  {
    name: 'software that nobody knows',
    go: () => token('inconnu', wrong),
    on: platform,
    leaves: ['refused', 'oauth.invalid_client', nobody],
  },
];

for (const { name, go, on, leaves } of ways) {
  test(`Issue 6, 8, audit of every sign-in: ${name}`, async () => {
    const lines = await traceFrom(ground, on());
    const others = on() === PLATFORM ? async () => [] as TraceLine[] : await traceFrom(ground, PLATFORM);
    await go();
    await until(async () => (await lines()).length > 0, 5000);
    const found = (await lines()).map(({ action, outcome, code, who }) => [action, outcome, code, who.name]);
    assert.deepEqual(found, [['sign-in', ...leaves]]);
    assert.deepEqual(await others(), [], 'one line, in one place');
    assert.ok(!JSON.stringify(await lines()).includes(wrong));
  });
}

test('Issue 6, 8: of a flood of the same refusal one line is written at once, and no more in that minute', async () => {
  const lines = await traceFrom(ground, PLATFORM);
  for (let i = 0; i < 25; i++) await token(nuees.id, wrong);
  assert.ok((await lines()).length <= 1);
});

test('Issue 6, 8: what was typed in the place of a login is never written: people type passwords there', async () => {
  const lines = await traceFrom(ground, PLATFORM);
  await typed('citoyen', 'mon-mot-de-passe-secret', 'x');
  await token('mon-mot-de-passe-secret', 'x');
  assert.ok(!JSON.stringify(await lines()).includes('mon-mot-de-passe'));
});
