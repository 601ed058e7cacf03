import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { menu, signInCitizen } from '../acts.ts';
import { picture } from '../gallery/artefacts.ts';
import { assertAccessible, openSite, type Site } from '../site.ts';
import { hands } from './hand.ts';
import { star } from './stage.ts';

let site: Site;
before(async () => {
  site = await openSite();
});
after(() => site?.close());

/** A photo of a paper on a table, as a telephone takes it. */
async function photoOf(page: Page, words: string): Promise<Buffer> {
  const drawn = `(() => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [1500, 2000];
    const pen = canvas.getContext('2d');
    pen.fillStyle = '#6b4a35'; pen.fillRect(0, 0, 1500, 2000);
    pen.fillStyle = '#f4f1e8'; pen.fillRect(180, 200, 1140, 1600);
    pen.fillStyle = '#222'; pen.font = '64px sans-serif'; pen.fillText(${JSON.stringify(words)}, 260, 420);
    return canvas.toDataURL('image/jpeg', 0.85).split(',')[1];
  })()`;
  return Buffer.from((await page.evaluate(drawn)) as string, 'base64');
}

for (const [n, hand] of hands.entries())
  test(`Issue 8, Proof, by ${hand.name}: a paper of two pages is photographed, turned, described and added, and opens as a document`, async () => {
    const { page, leave } = await site.visit(hand.width, hand.height);
    await signInCitizen(site, page, star(site));
    await hand.press(menu(page, 'Santé'));
    await hand.press(page.getByRole('main').getByRole('link', { name: 'Ajouter un papier' }));
    await page.getByRole('heading', { level: 1, name: 'Ajouter un papier' }).waitFor();
    const add = page.getByRole('button', { name: 'Ajouter à mon carnet' });
    await hand.press(add);
    await page.getByText('Ajoutez au moins une photo du papier.').first().waitFor();
    await assertAccessible(page, 'a paper with faults');
    await picture(page, `journeys/paper-faults-${n}`);

    const buffer = await photoOf(page, `Ordonnance de kinésithérapie ${n + 1}`);
    const files = ['page-1.jpg', 'page-2.jpg'].map((name) => ({ name, mimeType: 'image/jpeg', buffer }));
    await page.locator('input[type=file]').last().setInputFiles(files); // the system’s own dialog is not ours to drive
    await page.locator('main img').nth(1).waitFor();
    await hand.press(page.getByRole('button', { name: /^Tourner/ }));
    await assertAccessible(page, 'the pages of a paper');
    await picture(page, `journeys/paper-pages-${n}`);
    const title = `Kinésithérapie du genou ${n + 1}`;
    await hand.choose(page.getByLabel('Type de papier'), 'Ordonnance ou traitement');
    await hand.write(page.getByLabel('Titre'), title);
    await hand.press(add);
    await page.getByText(`« ${title} » est dans le carnet.`).waitFor();
    await hand.press(page.getByRole('link', { name: 'Ouvrir le document' }));
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    await page.locator('canvas').nth(1).waitFor(); // both pages
    await assertAccessible(page, 'a paper in the record');
    await picture(page, `journeys/paper-added-${n}`);
    await leave();
  });
