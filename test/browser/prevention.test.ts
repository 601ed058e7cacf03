import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { signInCitizen } from './acts.ts';
import { assertAccessible, openSite, type Site } from './site.ts';

let site: Site;
before(async () => {
  site = await openSite();
});
after(() => site.close());

const star = () => site.scene.people.find(({ login }) => login === 'ambre.valcastel') ?? assert.fail();
/** By keyboard alone: the focus is on it, and Enter presses it. */
async function press(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole('button', { name }).first().focus();
  await page.keyboard.press('Enter');
}

for (const width of [390, 1280])
  test(`Issue 8, prevention, ${width} px, keyboard: what is due is said done, what does not concern is put aside, and both are taken back`, async () => {
    const { page, leave } = await site.visit(width, 844);
    await signInCitizen(site, page, star());
    await page.goto(`${site.url}/carnet/sante/prevention`);
    await page.getByRole('heading', { level: 2, name: 'À faire maintenant' }).waitFor();
    await assertAccessible(page, 'prevention');
    await press(page, 'C’est fait, Zona');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Jour', { exact: true }).waitFor();
    await assertAccessible(page, 'when it was done');
    await dialog.getByLabel('Jour', { exact: true }).fill('2999-01-01');
    await press(page, 'Enregistrer');
    await dialog.getByText('Choisissez un jour, au plus tard aujourd’hui.').waitFor();
    await assertAccessible(page, 'a day that is to come');
    await dialog.getByLabel('Jour', { exact: true }).fill(daysAgo(10));
    await press(page, 'Enregistrer');
    await page.getByText(/^Enregistré : Zona/).waitFor();
    await page.getByText('Fait (', { exact: false }).first().click();
    await press(page, /^Retirer, Zona/);
    await page.getByText('Zona : la réponse est retirée.').waitFor();
    await press(page, 'Pas concerné, Zona');
    await page.getByText(/^Zona : noté « pas concerné »/).waitFor();
    await page.locator('summary', { hasText: 'Pas concerné' }).click();
    await press(page, 'Finalement concerné, Zona');
    await page.getByRole('button', { name: 'C’est fait, Zona' }).waitFor();
    await assertAccessible(page, 'prevention, folds open');
    await leave();
  });

test('Issue 8, appointments, 390 px, keyboard: one is added, a fault is told where it is, it is changed and removed', async () => {
  const { page, leave } = await site.visit(390, 844);
  await signInCitizen(site, page, star());
  await page.goto(`${site.url}/carnet/rendez-vous`);
  await page.getByRole('heading', { level: 2, name: 'À venir' }).waitFor();
  await assertAccessible(page, 'appointments');
  await press(page, 'Ajouter un rendez-vous');
  await page.getByLabel('Heure').waitFor();
  await press(page, 'Enregistrer');
  await page.getByRole('dialog').getByRole('alert').getByText('Choisissez une heure.').waitFor();
  await assertAccessible(page, 'an appointment with faults');
  await page.getByLabel('Jour', { exact: true }).fill(daysAgo(-2));
  await page.getByLabel('Heure').fill('10:30');
  await page.getByLabel('Avec qui').fill('Dentiste du marché');
  await press(page, 'Enregistrer');
  await page.getByText('Le rendez-vous est enregistré.').waitFor();
  await press(page, 'Changer, Dentiste du marché');
  await page.getByLabel('Lieu').fill('3 rue des Lilas');
  await press(page, 'Enregistrer');
  await page.getByText('3 rue des Lilas').waitFor();
  await press(page, 'Supprimer, Dentiste du marché');
  await page.getByRole('alertdialog').waitFor();
  await assertAccessible(page, 'whether to remove an appointment');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Supprimer' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('Le rendez-vous est supprimé du carnet.').waitFor();
  assert.equal(await page.getByText('Dentiste du marché').count(), 0);
  await leave();
});

function daysAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
}
