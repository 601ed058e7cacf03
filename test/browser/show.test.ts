import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import type { DemoPerson } from '#demo';
import { signInCitizen } from './acts.ts';
import { assertAccessible, openSite, type Site } from './site.ts';

let site: Site;
before(async () => {
  site = await openSite();
});
after(() => site.close());

async function openReport(page: Page): Promise<void> {
  await signInCitizen(site, page, site.scene.people[0] as DemoPerson);
  const report = await page.evaluate(async () => {
    const list = (await (await fetch('/api/carnet/documents')).json()) as { items: { id: string; type: { code: string } }[] };
    return list.items.find(({ type }) => type.code === '11502-2')?.id;
  });
  assert.ok(report !== undefined, 'the record has a biology report');
  await page.goto(`${site.url}/carnet/sante/documents/${report}`);
  await page.locator('.fragment table').first().waitFor();
}

/** The width of what would have to be scrolled sideways. */
const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

for (const [name, width, stacked] of [
  ['the narrowest telephone', 320, true],
  ['a screen', 1280, false],
] as const)
  test(`issue 4, show, on ${name}: a biology report reads without sideways scrolling, its structured data open, all of it goes to paper`, async () => {
    const { page, leave } = await site.visit(width, 800);
    await openReport(page);
    assert.equal(await page.evaluate(overflow), 0);
    const cell = `document.querySelector('.fragment td[data-label]')`;
    assert.equal(await page.evaluate(`getComputedStyle(${cell}).display`), stacked ? 'block' : 'table-cell');
    const before = await page.evaluate(`getComputedStyle(${cell}, '::before').content`);
    assert.equal(before === 'none', !stacked, String(before));
    await assertAccessible(page, 'a biology report');
    const data = page.getByText(/^Données structurées de ce document \(\d+\)$/);
    await data.click();
    await page.locator('.cda-structured table').first().waitFor();
    assert.equal(await page.evaluate(overflow), 0);
    await assertAccessible(page, 'its structured data');

    await data.click();
    await page.emulateMedia({ media: 'print' });
    await page.evaluate(`window.dispatchEvent(new Event('beforeprint'))`);
    assert.ok(await page.locator('.cda-structured table').first().isVisible(), 'paper has nothing to press');
    for (const gone of ['.menu', '.foot', '.screen-only'])
      assert.equal(await page.locator(gone).first().isVisible(), false, gone);
    assert.ok((await page.pdf({ format: 'A4' })).length > 10_000);
    await leave();
  });
