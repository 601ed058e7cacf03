/** Every page that this server writes, asked one by one and met on the way through sign-in: what its browser may do with it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Browser } from '../../spec/signin/browser.ts';
import { hector, irene, nuees } from './cast.ts';
import { openTlsGround, type TlsGround } from './tlsGround.ts';

let ground: TlsGround;
before(async () => {
  ground = await openTlsGround();
  await ground.directory.registerSoftware([
    { id: 'application-fictive', name: 'Application', structure: nuees.structure.id, redirectUris: ['https://app.example/r'] },
  ]);
});
after(() => ground.close());

interface Shown {
  readonly url: string;
  readonly status: number;
  readonly text: string;
  readonly headers: Pick<Headers, 'get'>;
}

/** What a policy may say beyond ourselves, with the reason. */
const mayAlso: Readonly<Record<string, readonly string[]>> = {
  'img-src': ['data:', 'blob:'],
  'font-src': ['data:'],
  // WebAssembly, where a code is read from a camera; it lets no text become script.
  'script-src': ["'wasm-unsafe-eval'"],
};

/** Fails unless the page is guarded; `target` is where its forms may lead beside ourselves. */
function guarded({ url, text, headers }: Shown, target?: string): void {
  const said = `${url}\n${text.slice(0, 300)}`;
  const rules = policyOf(headers.get('content-security-policy') ?? '');
  for (const [name, sources] of rules) {
    const allowed = [
      "'self'",
      "'none'",
      ...(mayAlso[name] ?? []),
      ...(name === 'form-action' && target !== undefined ? [target] : []),
    ];
    for (const source of sources) assert.ok(allowed.includes(source), `${name} ${source} on ${said}`);
  }
  assert.deepEqual(rules.get('frame-ancestors'), ["'none'"], said);
  assert.deepEqual(rules.get('base-uri'), ["'none'"], said);
  assert.deepEqual(rules.get('object-src'), ["'none'"], said);
  for (const name of ['default-src', 'form-action']) assert.ok(rules.has(name), `${name} on ${said}`);
  assert.equal(headers.get('x-content-type-options'), 'nosniff', said);
  assert.equal(headers.get('referrer-policy'), 'same-origin', said);
  assert.doesNotMatch(text, /<script(?![^>]*\ssrc=)/i, said);
  assert.doesNotMatch(text, /<style|\sstyle=|\son[a-z]+=|javascript:/i, said);
  for (const [, address = ''] of text.matchAll(/<(?:script|link|img|iframe)[^>]*\s(?:src|href)="([^"]*)"/gi))
    assert.match(address, /^(\/(?!\/)|data:image\/)/, said);
}

function policyOf(text: string): Map<string, string[]> {
  const parts = text.split(';').map((part) => part.trim().split(/\s+/));
  return new Map(parts.map(([name = '', ...sources]) => [name, sources]));
}

test('W3C CSP 3: every address that answers with a page, from the server’s own table', async () => {
  const asked = ground.routes.filter((route) => route.startsWith('GET ')).map((route) => route.slice(4));
  let pages = 0;
  for (const route of asked) {
    const path = route.replace(/:\w+/g, '1').replace('*', 'x');
    const stopper = new AbortController();
    const answer = await fetch(`${ground.url}${path}`, {
      redirect: 'manual',
      signal: stopper.signal,
      headers: { accept: 'text/html' },
    });
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff', path);
    if (!/^text\/html/.test(answer.headers.get('content-type') ?? '')) {
      stopper.abort();
      continue;
    }
    pages += 1;
    guarded({ url: path, status: answer.status, text: await answer.text(), headers: answer.headers });
  }
  assert.ok(pages >= 8, `${pages} pages`);
});

test('W3C CSP 3: every page on the way of a citizen, an operator, and of who signs out', async () => {
  const { accounts } = ground.signin;
  await accounts.createDemo([{ login: 'demo.un', name: 'Démo Un', note: 'essai', record: ground.ambre }], 'demonstration');
  const handed = await accounts.addOperator({ login: 'odile', name: 'Odile Vigiemarine' });
  const browser = await new Browser(ground.url).get('/entrer/citoyen');
  guarded(browser.page, ground.url);
  await browser.submit('password', { login: '"><script>alert(1)</script>', password: 'x' });
  assert.equal(browser.page.status, 422);
  guarded(browser.page, ground.url);
  await browser.get('/entrer/exploitation');
  guarded(browser.page, ground.url);
  await browser.submit('password', { login: 'odile', password: handed });
  assert.match(browser.page.text, /Choisissez votre mot de passe/);
  guarded(browser.page, ground.url);
  await browser.get('/oidc/session/end');
  assert.match(browser.page.text, /Une dernière étape/);
  guarded(browser.page, ground.url);
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(browser.page.text)?.[1] ?? '';
  await browser.post('/oidc/session/end/confirm', { xsrf, logout: 'yes' });
  assert.match(browser.page.text, /Vous êtes déconnecté/);
  guarded(browser.page);
  for (const path of ['/oidc/interaction/lost', '/entrer/retour?state=x', '/entrer/retour?state=abcdefghijklmnopqrstuvwxyz']) {
    await browser.get(path);
    assert.equal(browser.page.status, 400, path);
    guarded(browser.page);
  }
});

test('W3C CSP 3: every page on the way of a professional, by telephone and by card', async () => {
  const several = { id: hector.id, family: 'Pulsarelle', given: 'Hector', prefix: 'DR', profession: '10' };
  await ground.directory.registerProfessionals([{ ...several, structures: ['1990000018', '1990000026'] }]);
  const browser = await new Browser(ground.url).get('/entrer/pro');
  guarded(browser.page, ground.url);
  const link = new URL(/class="button" href="([^"]+)"/.exec(browser.page.text)?.[1] ?? '').pathname;
  await browser.submit('who', { who: '10000000000' });
  guarded(browser.page, ground.url);
  await browser.submit('who', { who: hector.id });
  guarded(browser.page, ground.url);
  await browser.submit('code');
  assert.match(browser.page.text, /Où exercez-vous/);
  guarded(browser.page, ground.url);
  const none = await ground.byTls(link);
  guarded(byTls(link, none));
  const read = await ground.byTls(link, { as: await ground.certificates.person(irene.id) });
  await browser.get(String(read.headers.location));
  assert.match(browser.page.text, /Votre carte est reconnue/);
  guarded(browser.page, ground.url);
});

function byTls(url: string, { status, text, headers }: Awaited<ReturnType<TlsGround['byTls']>>): Shown {
  return { url, status, text, headers: { get: (name: string) => headers[name]?.toString() ?? null } };
}

test('W3C CSP 3: consent, and what a software did wrong', async () => {
  const { accounts } = ground.signin;
  await accounts.create({ login: 'ambre', password: 'le-mot-de-passe-2026', record: ground.ambre, name: 'Ambre' });
  const query = new URLSearchParams({
    client_id: 'application-fictive',
    response_type: 'code',
    redirect_uri: 'https://app.example/r',
    scope: 'openid patient/*.rs',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
    prompt: 'consent',
  });
  const browser = await new Browser(ground.url).get(`/oidc/auth?${query}`);
  guarded(browser.page, 'https://app.example');
  await browser.submit('password', { login: 'ambre', password: 'le-mot-de-passe-2026' });
  assert.match(browser.page.text, /Autoriser/);
  guarded(browser.page, 'https://app.example');
  await browser.get(`/oidc/auth?${query}&response_mode=form_post`);
  await browser.submit('cancel');
  assert.match(browser.page.text, /name="error" value="access_denied"/);
  guarded(browser.page, 'https://app.example');
  query.set('redirect_uri', 'https://evil.example/r');
  await browser.get(`/oidc/auth?${query}`);
  assert.equal(browser.page.status, 400);
  guarded(browser.page);
  assert.doesNotMatch(browser.page.headers.get('content-security-policy') ?? '', /evil/);
});
