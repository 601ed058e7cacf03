import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { DemoPerson } from '#demo';
import { menu, signInCitizen } from './acts.ts';
import { assertAccessible, openSite, type Site } from './site.ts';

let site: Site;
before(async () => {
  site = await openSite();
});
after(() => site.close());

const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

for (const [name, width] of [
  ['the narrowest telephone', 320],
  ['a screen', 1280],
] as const)
  test(`issue 8, results, on ${name}: a sentence, the number, the change, the drawing, the table, the document; the address tells nothing`, async () => {
    const { page, leave } = await site.visit(width, 800);
    await signInCitizen(site, page, site.scene.people[0] as DemoPerson);
    await menu(page, 'Santé').click();
    await menu(page, 'Résultats').click();
    await page.getByRole('heading', { level: 1, name: 'Mes résultats dans le temps' }).waitFor();
    const row = page.getByRole('listitem').filter({ hasText: 'HbA1c' }).first();
    await row.waitFor();
    assert.match((await row.textContent()) ?? '', /%[\s\S]*(avant)?[\s\S]*valeurs usuelles/);
    assert.equal(await page.evaluate(overflow), 0);
    await assertAccessible(page, 'results');
    await row.getByRole('link').click();
    await page.getByRole('heading', { level: 1, name: /HbA1c/ }).waitFor();
    assert.doesNotMatch(page.url(), /hba1c|4548|loinc/i, 'the address does not say which analysis it is');
    // The answer first: a sentence, then the number, the drawing, the table, the document.
    await page.getByText(/^Votre dernier résultat est .* valeurs usuelles de ce laboratoire\. Il est /).waitFor();
    await page.getByText('Un résultat seul ne dit pas si vous êtes malade.').waitFor();
    await page.locator('canvas').waitFor();
    await assertAccessible(page, 'one analysis');
    await page.getByText(/^Voir les \d+ résultats$/).click();
    const rows = page.locator('tbody tr');
    assert.ok((await rows.count()) > 1, 'several reports give it');
    assert.match((await rows.first().textContent()) ?? '', /\d\d\/\d\d\/\d{4}[\s\S]*%[\s\S]*valeurs usuelles[\s\S]*[–≤]/);
    assert.equal(await page.evaluate(overflow), 0);
    await assertAccessible(page, 'the table of results');
    await page.reload();
    await page.getByRole('heading', { level: 1, name: /HbA1c/ }).waitFor();
    await page.getByRole('link', { name: 'Tous mes résultats' }).click();
    await page.getByLabel('Chercher une analyse').fill('creat');
    await page.getByRole('link', { name: /créatinin/i }).waitFor();
    assert.equal(await page.getByRole('listitem').filter({ hasText: 'HbA1c' }).count(), 0);
    await page.getByRole('link', { name: /créatinin/i }).click();
    await page.getByRole('link', { name: 'Le document du laboratoire' }).click();
    await page.getByRole('heading', { level: 1, name: /biologi/i }).waitFor();
    await leave();
  });
