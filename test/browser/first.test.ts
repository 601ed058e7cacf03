import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import type { DemoPerson } from '#demo';
import { signInCitizen } from './acts.ts';
import { openSite, type Site } from './site.ts';

let site: Site;
before(async () => {
  site = await openSite([], {}, 'localhost');
});
after(() => site.close());

const spaces = ['carnet', 'pro', 'exploitation'] as const;

/** The calls of the web API from now on, in their order. */
function calls(page: Page): string[] {
  const seen: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/api/')) seen.push(pathname);
  });
  return seen;
}

const times = (seen: readonly string[], path: string): number => seen.filter((one) => one === path).length;

/** What started each read of the session that this page made: `link` is the document itself, `fetch` a script. */
const startedBy = (page: Page): Promise<string[]> =>
  page.evaluate(
    'performance.getEntriesByType("resource").filter(({ name }) => name.endsWith("/api/session")).map(({ initiatorType }) => initiatorType)',
  );

const isInCache = (page: Page, path: string): Promise<boolean> =>
  page.evaluate(
    `fetch('${path}', { cache: 'only-if-cached', mode: 'same-origin' }).then(({ status }) => status !== 504, () => false)`,
  );

/** The script that starts every space is held until the session has been asked for, or never will be. */
async function holdScripts(page: Page): Promise<void> {
  const asked = page.waitForRequest(/\/api\/session$/, { timeout: 10_000 }).catch(() => undefined);
  await page.route(/\/assets\/app-[^/]+\.js$/, async (route) => {
    await asked;
    await route.continue();
  });
}

test('ADR 30, first screen: the session is asked for before the scripts are there, once, signed in or not', async () => {
  for (const space of spaces) {
    const { page, leave } = await site.visit(390, 844);
    const seen = calls(page);
    await holdScripts(page);
    await page.goto(`${site.url}/${space}`);
    await page.locator('a[href^="/entrer/"], form').first().waitFor();
    assert.equal(times(seen, '/api/session'), 1, `${space}: ${seen.join()}`);
    assert.deepEqual(await startedBy(page), ['link'], space);
    await leave();
  }
  const { page, leave } = await site.visit(390, 844);
  await signInCitizen(site, page, site.scene.people[0] as DemoPerson);
  const seen = calls(page);
  await holdScripts(page);
  await page.goto(`${site.url}/carnet`);
  await page.getByRole('heading', { level: 2, name: 'À faire' }).waitFor();
  for (const path of ['/api/session', '/api/carnet/home', '/api/carnet/todo']) assert.equal(times(seen, path), 1, seen.join());
  assert.deepEqual(await startedBy(page), ['link']);
  await leave();
});

test('ADR 30, first screen: what was asked early is in no cache, with the worker of the carnet too', async () => {
  const { page, leave } = await site.visit(390, 844, { serviceWorkers: 'allow' });
  await signInCitizen(site, page, site.scene.people[0] as DemoPerson);
  await page.evaluate(
    'navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller ?? new Promise((then) => navigator.serviceWorker.addEventListener("controllerchange", then))).then(() => true)',
  );
  const seen = calls(page);
  await page.goto(`${site.url}/carnet`);
  await page.getByRole('heading', { level: 2, name: 'À faire' }).waitFor();
  assert.equal(times(seen, '/api/session'), 1, seen.join());
  assert.deepEqual(await startedBy(page), ['link']);
  for (const path of ['/api/session', '/api/carnet/home']) assert.equal(await isInCache(page, path), false, path);
  assert.equal(await isInCache(page, new URL(await page.evaluate<string>('document.scripts[0].src')).pathname), true, 'a script');
  await leave();
});

test('ADR 30, first screen: a session that is late does not keep the frame from being drawn', async () => {
  const { page, leave } = await site.visit(390, 844);
  await signInCitizen(site, page, site.scene.people[0] as DemoPerson);
  await page.route(/\/api\/session$/, async (route) => {
    await page.getByRole('contentinfo').waitFor();
    await route.continue();
  });
  await page.goto(`${site.url}/carnet`);
  await page.getByRole('heading', { level: 1, name: /Bonjour/ }).waitFor();
  await leave();
});
