import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { openDocuments, signInCitizen } from './acts.ts';
import { assertAccessible, openSite, type Site } from './site.ts';

let site: Site;
before(async () => {
  site = await openSite();
});
after(() => site.close());

const ground = (page: Page) => page.evaluate<string>('getComputedStyle(document.documentElement).backgroundColor');
const looks = { light: 'rgb(246, 248, 250)', dark: 'rgb(15, 22, 29)', darkContrast: 'rgb(0, 0, 0)' } as const;

test('issue 8, the kit: dark as the device asks or as one chooses, kept on the device; contrast holds; paper stays light', async () => {
  const { page, leave } = await site.visit(390, 844);
  await page.emulateMedia({ colorScheme: 'dark' });
  const [person] = site.scene.people;
  assert.ok(person !== undefined);
  await signInCitizen(site, page, person);
  assert.equal(await ground(page), looks.dark);
  await assertAccessible(page, 'the home page in the dark');
  await openDocuments(page);
  await assertAccessible(page, 'the documents in the dark');

  await page.getByLabel('Apparence').selectOption('light');
  assert.equal(await ground(page), looks.light);
  await page.reload();
  await page.getByLabel('Apparence').waitFor();
  assert.equal(await ground(page), looks.light, 'what was chosen stays');
  await page.getByLabel('Apparence').selectOption('contrast');
  assert.equal(await ground(page), looks.darkContrast);
  await assertAccessible(page, 'more contrast in the dark');

  await page.emulateMedia({ colorScheme: 'dark', media: 'print' });
  assert.equal(await page.evaluate('getComputedStyle(document.documentElement).getPropertyValue("--ink").trim()'), '#14202b');
  assert.ok(await page.getByText(/^Imprimé le /).isVisible());
  assert.ok(!(await page.getByRole('navigation').first().isVisible()));
  await leave();
});
