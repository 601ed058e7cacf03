import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { signInCitizen } from './acts.ts';
import { assertAccessible, openSite, type Site } from './site.ts';

let site: Site;
before(async () => {
  // The browser holds a passkey for a name only, not for 127.0.0.1.
  site = await openSite([], {}, 'localhost');
});
after(() => site.close());

const phrase = 'trois rivières au matin';
const heading = (page: Page, name: string, level = 1) => page.getByRole('heading', { level, name }).waitFor();
const press = (page: Page, name: string) => page.getByRole('button', { name }).click();

async function arrive(page: Page, n: number): Promise<void> {
  const person = site.scene.people.filter(({ birthDate }) => birthDate < '2000')[n];
  assert.ok(person !== undefined);
  await signInCitizen(site, page, person);
}

async function enter(page: Page, entry: object): Promise<void> {
  const status = await page.evaluate(
    async (body) =>
      (
        await fetch('/api/carnet/profile/entries', {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-socle': 'web' },
          body,
        })
      ).status,
    JSON.stringify(entry),
  );
  assert.equal(status, 201);
}

/** The worker has the shell and answers for the pages. */
const ready = (page: Page): Promise<unknown> =>
  page.evaluate(
    'navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller ?? new Promise((then) => navigator.serviceWorker.addEventListener("controllerchange", then))).then(() => true)',
  );

const kept = (page: Page): Promise<string[]> =>
  page.evaluate(
    'caches.keys().then((names) => Promise.all(names.map((name) => caches.open(name).then((one) => one.keys())))).then((all) => all.flat().map(({ url }) => new URL(url).pathname))',
  );

const cacheNames = (page: Page): Promise<string[]> => page.evaluate('caches.keys()');

async function makeCard(page: Page): Promise<void> {
  await page.getByLabel('Phrase secrète', { exact: true }).fill(phrase);
  await page.getByLabel('La même phrase, une seconde fois').fill(phrase);
  await press(page, 'Garder la carte sur cet appareil');
  await page.getByText('Votre carte est sur cet appareil.').waitFor();
}

test('portals §3.6, emergency card, 390 px: made by keyboard from the profile, faults said with how to mend, opened, erased', async () => {
  const { page, leave } = await site.visit(390, 844);
  await arrive(page, 0);
  await enter(page, { section: 'allergies', label: 'Arachide', severe: true });
  await page.goto(`${site.url}/carnet/urgence`);
  await heading(page, 'Carte d’urgence');
  await page.getByText('Il n’y a pas de carte d’urgence sur cet appareil.').waitFor();
  await assertAccessible(page, 'no emergency card');
  await page.getByRole('button', { name: 'Faire ma carte' }).press('Enter');
  await page.getByRole('checkbox', { name: /Arachide/ }).waitFor();
  assert.ok(await page.getByRole('checkbox', { name: /Arachide/ }).isChecked());
  await page.getByLabel('Phrase secrète', { exact: true }).fill('court');
  await page.getByRole('button', { name: 'Garder la carte sur cet appareil' }).press('Enter');
  await page
    .getByRole('alert')
    .getByRole('link', { name: /au moins 10 caractères/ })
    .press('Enter');
  assert.equal(await page.evaluate('document.activeElement.type'), 'password');
  await assertAccessible(page, 'faults of the emergency card');
  await page.getByLabel('Une note (facultatif)').fill('Appeler ma sœur');
  await makeCard(page);
  await assertAccessible(page, 'the closed emergency card');

  await page.getByLabel('Phrase secrète', { exact: true }).fill('une autre phrase');
  await page.keyboard.press('Enter');
  await page.getByText('Cette phrase n’ouvre pas la carte.').waitFor();
  await assertAccessible(page, 'the wrong phrase');
  await page.getByLabel('Phrase secrète', { exact: true }).fill(phrase);
  await page.keyboard.press('Enter');
  await page.getByRole('listitem').filter({ hasText: 'Arachide' }).getByText('grave').waitFor();
  await page.getByText('Appeler ma sœur').waitFor();
  await page.getByText('Ces informations datent d’hier ou d’aujourd’hui', { exact: false }).waitFor();
  await assertAccessible(page, 'the open emergency card');

  await press(page, 'Effacer la carte');
  await assertAccessible(page, 'the question before erasing');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Effacer la carte' }).click();
  await page.getByText('Il n’y a pas de carte d’urgence sur cet appareil.').waitFor();
  await leave();
});

test('portals §3.6, emergency card: a passkey of the device makes the key (WebAuthn PRF) and opens the card', async () => {
  const { page, leave } = await site.visit(390, 844);
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const kind = { protocol: 'ctap2', ctap2Version: 'ctap2_1', transport: 'internal' } as const;
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...kind,
      hasResidentKey: true,
      hasUserVerification: true,
      hasPrf: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await arrive(page, 1);
  await page.goto(`${site.url}/carnet/urgence`);
  await press(page, 'Faire ma carte');
  await page.getByLabel('Une note (facultatif)').fill('Groupe O');
  await page.getByRole('radio', { name: /clé d’accès/ }).press('Space');
  await press(page, 'Garder la carte sur cet appareil');
  await page.getByText('Votre carte est sur cet appareil.').waitFor();
  await press(page, 'Ouvrir avec la clé d’accès');
  await page.getByText('Groupe O').waitFor();
  await leave();
});

test('portals §3.6, emergency card: signing out takes it off the device', async () => {
  const { page, leave } = await site.visit(1280, 800);
  await arrive(page, 2);
  await page.goto(`${site.url}/carnet/urgence`);
  await press(page, 'Faire ma carte');
  await page.getByLabel('Une note (facultatif)').fill('Une note');
  await makeCard(page);
  await page.goto(`${site.url}/carnet/reglages`);
  await page.getByRole('button', { name: 'Se déconnecter' }).last().click();
  await page
    .getByRole('button', { name: 'Se connecter' })
    .or(page.getByRole('link', { name: 'Se connecter' }))
    .first()
    .waitFor();
  await page.goto(`${site.url}/carnet/urgence`);
  await page.getByText('Il n’y a pas de carte d’urgence sur cet appareil.').waitFor();
  await page.getByRole('link', { name: 'Pour en faire une, connectez-vous à votre carnet.' }).waitFor();
  await assertAccessible(page, 'no emergency card, signed out');
  await leave();
});

test('portals §3.6, PWA: a new version is told, waits for the button, and takes the caches of the old one away, no others', async () => {
  const { page, leave } = await site.visit(390, 844, { serviceWorkers: 'allow' });
  await arrive(page, 3);
  await ready(page);
  await page.evaluate('Promise.all([caches.open("socle-carnet-old"), caches.open("something-else")]).then(() => true)');
  // Another address is another worker, as another version is.
  await page.evaluate('navigator.serviceWorker.register("/carnet/sw.js?version=next", { scope: "/carnet" }).then(() => true)');
  await page.getByText('Une nouvelle version de cet espace est prête.').waitFor();
  await assertAccessible(page, 'a new version');
  assert.ok((await cacheNames(page)).includes('socle-carnet-old'), 'nothing changes unasked');
  await Promise.all([page.waitForEvent('load'), press(page, 'Recharger')]);
  await page.getByRole('heading', { level: 1, name: /Bonjour/ }).waitFor();
  const names = await cacheNames(page);
  assert.ok(!names.includes('socle-carnet-old') && names.includes('something-else'), names.join());
  await leave();
});

test('portals §3.6, PWA: with the server gone the shell opens, says what works, and the card opens without session; no answer of the API is kept', async () => {
  const { page, leave } = await site.visit(390, 844, { serviceWorkers: 'allow' });
  await arrive(page, 0);
  await page.goto(`${site.url}/carnet/urgence`);
  await press(page, 'Faire ma carte');
  await page.getByRole('checkbox', { name: /Arachide/ }).waitFor();
  await makeCard(page);
  await page.goto(`${site.url}/carnet/sante/documents`);
  await heading(page, 'Mes documents');
  await ready(page);
  const manifest = await page.evaluate<{ start_url: string }>(
    'fetch(document.querySelector("link[rel=manifest]").href).then((answer) => answer.json())',
  );
  assert.equal(manifest.start_url, '/carnet');
  const paths = await kept(page);
  assert.ok(paths.includes('/carnet') && paths.length > 10, paths.join());
  assert.ok(paths.every((path) => path === '/carnet' || path === '/carnet/manifest.webmanifest' || path.startsWith('/assets/')));

  await site.socle.close();
  await page.goto(`${site.url}/carnet`);
  await heading(page, 'Vous êtes hors ligne');
  await assertAccessible(page, 'the carnet without network');
  await page.getByRole('link', { name: 'ouvrir la carte d’urgence' }).click();
  await page.getByLabel('Phrase secrète', { exact: true }).fill(phrase);
  await page.keyboard.press('Enter');
  await page.getByRole('listitem').filter({ hasText: 'Arachide' }).waitFor();
  await assertAccessible(page, 'the emergency card without network');

  // A fresh start of the browser at the card itself, as from its icon.
  await page.goto(`${site.url}/carnet/urgence`);
  await page.getByLabel('Phrase secrète', { exact: true }).fill('pas la bonne phrase');
  await page.keyboard.press('Enter');
  await page.getByText('Cette phrase n’ouvre pas la carte.').waitFor();
  await page.goto(`${site.url}/carnet/sante/documents`);
  await heading(page, 'Vous êtes hors ligne');
  assert.deepEqual((await kept(page)).sort(), paths.sort(), 'nothing more was kept meanwhile');
  await leave();
});
