import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { DemoPerson } from '#demo';
import { signInCitizen } from './acts.ts';
import { assertAccessible, openSite, type Site } from './site.ts';

let site: Site;
before(async () => {
  site = await openSite();
});
after(() => site.close());

for (const [name, width] of [
  ['the narrowest telephone', 320],
  ['a screen', 1280],
] as const)
  test(`issue 4, item 6, on ${name}: results of several reports make one course, in words, as a drawing and as a table`, async () => {
    const { page, leave } = await site.visit(width, 800);
    await signInCitizen(site, page, site.scene.people[0] as DemoPerson);
    await page.getByRole('link', { name: 'Voir mes résultats dans le temps' }).click();
    await page.getByRole('heading', { level: 1, name: 'Mes résultats dans le temps' }).waitFor();
    const card = page.locator('.analyte', { hasText: 'HbA1c' }).first();
    await card.waitFor();
    await card.locator('canvas').waitFor();
    assert.equal(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'), 0);
    await assertAccessible(page, 'results over time');
    await card.getByText(/^Voir les \d+ résultats$/).click();
    const rows = card.locator('tbody tr');
    assert.ok((await rows.count()) > 1, 'several reports give it');
    const first = rows.first();
    assert.match((await first.textContent()) ?? '', /\d\d\/\d\d\/\d{4}[\s\S]*%[\s\S]*valeurs usuelles[\s\S]*[–≤]/);
    assert.equal(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'), 0);
    await assertAccessible(page, 'the table of results');
    await page.getByLabel('Chercher une analyse').fill('creat');
    await page.getByRole('heading', { level: 2, name: /créatinin/i }).waitFor();
    assert.equal(await page.locator('.analyte', { hasText: 'HbA1c' }).count(), 0);
    await page.getByText(/^Voir les \d+ résultats$/).click();
    await page.locator('.analyte').getByRole('link', { name: 'Voir le document' }).first().click();
    await page.getByRole('heading', { level: 1, name: /biologi/i }).waitFor();
    await leave();
  });
