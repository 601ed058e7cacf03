import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { Browser } from '../../../spec/signin/browser.ts';
import { type House, openHouse } from '../../../spec/signin/house.ts';
import type { ShownSignIn } from '../accounts/accounts.ts';
import { citizenPage } from './citizen.ts';
import { render } from './page.ts';

let house: House;
before(async () => {
  house = await openHouse({ host: 'localhost' });
});
after(() => house.close());

const most = 150 * 1024;

test('Issue 6, marks: the sign-in page with its style, its script and twenty-four people is under 150 KiB compressed', async (t) => {
  const browser = await new Browser(house.url).get('/entrer/citoyen');
  const files = [...browser.page.text.matchAll(/(?:href|src)="(\/oidc\/[\w.-]+)"/g)].map((m) => m[1] ?? '');
  assert.deepEqual(files, ['/oidc/style.css', '/oidc/passkey.js']);
  const shown: ShownSignIn[] = Array.from({ length: 24 }, (_, n) => ({
    kind: 'citizen',
    login: `personne.${n * 7919}`,
    name: `Personne Fictive ${n * 104_729}`,
    note: `Une note sur la personne ${n * 1_299_709}`,
  }));
  const passkey = { options: JSON.stringify({ challenge: 'x'.repeat(43) }), state: 'y'.repeat(400) };
  const texts = [
    render(citizenPage({ action: '/oidc/interaction/x', shown, passkey }), 'fr', '/oidc/interaction/x?langue=en'),
    browser.page.text,
  ];
  const pages = texts.map((text) => gzipSync(text).length);
  const rest = await Promise.all(
    files.map(async (file) => {
      const answer = await fetch(`${house.url}${file}`);
      assert.equal(answer.status, 200);
      return gzipSync(Buffer.from(await answer.arrayBuffer())).length;
    }),
  );
  const total = Math.max(...pages) + rest.reduce((sum, one) => sum + one, 0);
  t.diagnostic(`${total} bytes, gzip`);
  assert.ok(total <= most, `${total} bytes`);
});

test('Issue 6, 5: without a script every way but the passkey is a plain form; where passkeys cannot be, there is no script', async () => {
  const { text, headers } = (await new Browser(house.url).get('/entrer/citoyen')).page;
  const hidden = /<div hidden>[\s\S]*?<\/div>/.exec(text)?.[0] ?? '';
  assert.match(hidden, /Utiliser ma clé d’accès/);
  for (const step of ['password', 'activate', 'letter', 'cancel'])
    assert.ok(text.replace(hidden, '').includes(`name="step" value="${step}"`), step);
  assert.doesNotMatch(text, / on\w+=| style=|<script(?! src="\/oidc\/passkey\.js" defer><\/script>)/);
  assert.match(headers.get('content-security-policy') ?? '', /script-src 'self';/);
  const plain = await openHouse();
  try {
    const other = (await new Browser(plain.url).get('/entrer/citoyen')).page;
    assert.doesNotMatch(other.text, /<script|clé d’accès/);
    assert.match(other.headers.get('content-security-policy') ?? '', /script-src 'none';/);
  } finally {
    await plain.close();
  }
});
