import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import type { DemoPerson } from '#demo';
import { checkExport } from '#trace';
import { openLog, signInCitizen } from './acts.ts';
import { assertAccessible, openSite, type Site } from './site.ts';

let site: Site;
before(async () => {
  site = await openSite();
});
after(() => site.close());

async function taken(page: Page, name: string): Promise<Buffer> {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name }).click();
  return readFileSync(await (await download).path());
}

for (const [name, width] of [
  ['the narrowest telephone', 320],
  ['a screen', 1280],
] as const)
  test(`issue 5 §5, on ${name}: the person narrows their log, takes it away on paper and signed, and says what they do not recognise`, async () => {
    const { page, leave } = await site.visit(width, 800);
    await signInCitizen(site, page, site.scene.people[0] as DemoPerson);
    await openLog(page);
    await page.getByRole('heading', { level: 1, name: 'Journal de mon carnet' }).waitFor();
    const lines = page.locator('.log-line');
    await lines.first().waitFor();
    const whole = await lines.count();
    await assertAccessible(page, 'the log');

    await page.getByText('Filtrer le journal').click();
    await assertAccessible(page, 'the filters of the log');
    await page.getByLabel('Qui', { exact: true }).selectOption({ label: 'Vous' });
    await lines.nth(whole - 1).waitFor({ state: 'detached' });
    assert.ok((await lines.count()) > 0);
    assert.equal(await lines.filter({ hasText: /^(?!.*Vous)/s }).count(), 0);
    await page.getByText('Télécharger le journal').click();
    await page.getByText('Seules les lignes choisies par le filtre').waitFor();
    await page.getByLabel('Du', { exact: true }).fill('2999-01-01');
    await page.getByText('Aucune ligne ne correspond à ces choix.').waitFor();
    await assertAccessible(page, 'a log without a line');
    await page.getByRole('button', { name: 'Voir tout le journal' }).first().click();
    await lines.first().waitFor();

    assert.equal((await taken(page, 'À lire ou imprimer (PDF)')).subarray(0, 5).toString(), '%PDF-');
    const verdict = await checkExport((await taken(page, 'Preuve signée (JSON)')).toString());
    assert.deepEqual([verdict?.faults, verdict?.words.whole], [[], true]);
    await page.getByText('Le fichier est prêt').waitFor();
    await assertAccessible(page, 'the downloads of the log');

    await page.getByRole('button', { name: 'Je ne reconnais pas cet accès' }).first().click();
    await page.getByRole('heading', { name: 'Signaler cet accès ?' }).waitFor();
    await assertAccessible(page, 'the question before a report');
    await page.getByRole('button', { name: 'Annuler' }).click();
    await leave();
  });
