import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { findPerson, signInProfessional } from './acts.ts';
import { assertAccessible, openSite, type Site } from './site.ts';

let site: Site;
before(async () => {
  site = await openSite();
});
after(() => site.close());

/** A professional before the record of the star, in the width of a small telephone and of a screen. */
async function openRecord(width: number): Promise<Awaited<ReturnType<Site['visit']>>> {
  const visit = await site.visit(width, 760);
  const { page } = visit;
  const [author] = site.scene.professionals;
  const [person] = site.scene.people;
  assert.ok(author !== undefined && person !== undefined);
  await signInProfessional(site, page, author.login);
  await findPerson(page, person);
  const ground = page.getByText('Je fais partie de son équipe de soins');
  const open = page.getByRole('button', { name: 'Autres actions' });
  await ground.or(open).first().waitFor();
  if (await ground.isVisible()) {
    await ground.click();
    await page.getByRole('button', { name: 'Ouvrir le dossier' }).click();
  }
  await open.waitFor();
  return visit;
}

/** One of the acts behind « Autres actions », by keyboard. */
async function chooseAct(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Autres actions' }).press('Enter');
  await page.getByRole('menuitem', { name }).press('Enter');
}

async function noSideways(page: Page, where: string): Promise<void> {
  const over = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  assert.equal(over, 0, `${where} scrolls sideways`);
}

/** Where a failing eye may look: the screens are kept when SOCLE_SHOTS names a folder. */
async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env.SOCLE_SHOTS;
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}

for (const width of [320, 1280])
  test(`pro, ${width} px: a prescription is written with the keyboard, its faults are told, then it stands in the record`, async () => {
    const { page, leave } = await openRecord(width);
    await assertAccessible(page, 'the record with its ways to publish');
    await noSideways(page, 'the record');
    await chooseAct(page, 'Écrire une ordonnance');
    await page.getByRole('heading', { level: 1, name: 'Écrire une ordonnance' }).waitFor();
    await page.getByRole('button', { name: 'Ajouter un médicament' }).press('Enter');
    await page.getByRole('button', { name: 'Signer de mon nom et publier' }).press('Enter');
    await page.getByRole('alert').getByRole('link', { name: 'Médicament 2 : écrivez la posologie.' }).waitFor();
    await assertAccessible(page, 'the faults of a prescription');
    await noSideways(page, 'the faults of a prescription');
    await shot(page, `prescription-faults-${width}`);
    await page.getByRole('button', { name: 'Retirer le médicament 2' }).press('Enter');
    await page.getByRole('alert').getByRole('link', { name: 'Médicament 1 : écrivez son nom.' }).press('Enter');
    assert.equal(
      await page.evaluate('document.activeElement?.closest("[id]")?.closest(".field")?.querySelector("label")?.textContent'),
      'Nom du médicament',
    );
    await page.keyboard.type('Amoxicilline 1 g, comprimé');
    await page.getByLabel('Posologie').fill('1 comprimé matin et soir');
    await page.getByLabel('Voie d’administration').selectOption('oral');
    await page.getByLabel('Durée, en jours').fill('6');
    await page.getByRole('button', { name: 'Signer de mon nom et publier' }).press('Enter');
    await page.getByRole('link', { name: 'Ouvrir le document publié' }).click();
    await page.getByText('1 comprimé matin et soir').first().waitFor();
    await page.getByText('Amoxicilline 1 g, comprimé').first().waitFor();
    await assertAccessible(page, 'a prescription');
    await noSideways(page, 'a prescription');
    await shot(page, `prescription-${width}`);
    await leave();
  });

test('pro, 320 px: a vaccination is noted and stands in the record', async () => {
  const { page, leave } = await openRecord(320);
  await chooseAct(page, 'Noter une vaccination');
  await page.getByRole('button', { name: 'Signer de mon nom et publier' }).click();
  await page.getByRole('alert').getByRole('link', { name: 'La classe ATC d’un vaccin commence par J07.' }).waitFor();
  await assertAccessible(page, 'the faults of a vaccination');
  await noSideways(page, 'the faults of a vaccination');
  await page.getByLabel('Vaccin', { exact: true }).fill('Vaccin tétanique, suspension injectable');
  await page.getByLabel('Code CIS du vaccin').fill('68747507');
  await page.getByLabel('Classe ATC du vaccin').fill('J07AM01');
  await page.getByLabel('Ce que le vaccin prévient').fill('tétanos');
  await page.getByLabel('Numéro de lot').fill('T-4456');
  await page.getByLabel('Rang de la dose').fill('2');
  await page.getByLabel('Endroit du corps').selectOption('left-deltoid');
  await shot(page, 'vaccination-320');
  await page.getByRole('button', { name: 'Signer de mon nom et publier' }).click();
  await page.getByRole('link', { name: 'Ouvrir le document publié' }).click();
  await page.getByText('T-4456').first().waitFor();
  await assertAccessible(page, 'a vaccination note');
  await noSideways(page, 'a vaccination note');
  await shot(page, 'vaccination-read-320');
  await leave();
});
