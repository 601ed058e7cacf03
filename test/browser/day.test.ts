import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import type { DemoPerson } from '#demo';
import { afterANight } from '../walks/night.ts';
import { depositNow, menu, signInProfessional } from './acts.ts';
import { assertAccessible, openSite, type Site } from './site.ts';

let site: Site;
before(async () => {
  site = await openSite();
});
after(() => site.close());

const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
const star = () => site.scene.people[0] as DemoPerson;

async function searchAbove(page: Page, text: string): Promise<void> {
  const box = page.getByRole('searchbox', { name: 'Chercher une personne' });
  await box.fill(text);
  await box.press('Enter');
  await page.getByRole('heading', { level: 2, name: 'Résultats' }).waitFor();
}

async function openRecord(page: Page, ground: string): Promise<void> {
  await page
    .getByRole('link', { name: new RegExp(star().birthFamily, 'i') })
    .first()
    .click();
  const asked = page.getByRole('heading', { level: 2, name: 'À quel titre ouvrez-vous ce dossier ?' });
  const allergies = page.getByRole('heading', { level: 2, name: 'Allergies et intolérances' });
  await asked.or(allergies).first().waitFor();
  if (await allergies.isVisible()) return;
  await page.getByLabel(ground).press('Space');
  if (ground.startsWith('Bris')) await page.getByLabel('Raison du bris de glace').fill('Personne inconsciente, seule');
  await page.getByRole('button', { name: 'Ouvrir le dossier' }).press('Enter');
  await allergies.waitFor();
}

for (const [name, width] of [
  ['a telephone', 390],
  ['a screen', 1280],
] as const)
  test(`issue 8, my day to one screen of a person, on ${name}: found by name from anywhere, who they are stays in sight`, async () => {
    const { page, leave } = await site.visit(width, 800);
    await signInProfessional(site, page, 'helene.pulsarelle');
    await page.getByRole('heading', { level: 2, name: 'Rendez-vous d’aujourd’hui' }).waitFor();
    await assertAccessible(page, 'my day');
    assert.equal(await page.evaluate(overflow), 0);
    await searchAbove(page, `${star().birthFamily}, ${star().firstBirthGiven}`);
    assert.doesNotMatch(page.url(), new RegExp(star().birthFamily.slice(-5), 'i'), 'a name is in no address');
    await assertAccessible(page, 'who was found');
    await page
      .getByRole('link', { name: new RegExp(star().birthFamily, 'i') })
      .first()
      .click();
    const banner = page.getByRole('region', { name: 'Identité du patient' });
    await banner.waitFor();
    const isKnown = page.getByRole('heading', { level: 1, name: 'Synthèse' }).or(page.getByText('À quel titre')).first();
    await isKnown.waitFor();
    if (await page.getByText('À quel titre').isVisible()) {
      await assertAccessible(page, 'the ground');
      await page.getByLabel('Je fais partie de son équipe de soins').check();
      await page.getByRole('button', { name: 'Ouvrir le dossier' }).click();
    }
    await page.getByRole('heading', { level: 2, name: 'Allergies et intolérances' }).waitFor();
    await page.getByRole('heading', { level: 2, name: 'Derniers résultats hors normes' }).waitFor();
    await assertAccessible(page, 'the summary');
    assert.equal(await page.evaluate(overflow), 0);
    const said = (await banner.textContent()) ?? '';
    for (const trait of [
      star().birthFamily,
      star().firstBirthGiven,
      star().birthPlace,
      'OID 1.2.250.1.213.1.4.',
      'Identité qualifiée',
    ])
      assert.ok(said.includes(trait), `${trait} in « ${said} »`);
    for (const [tab, title] of [
      ['Chronologie', 'Chronologie'],
      ['Équipe et droits', 'Équipe et droits'],
      ['Synthèse', 'Synthèse'],
    ] as const) {
      await page.getByRole('navigation', { name: 'Le dossier de la personne' }).getByRole('link', { name: tab }).click();
      await page.getByRole('heading', { level: 1, name: title }).waitFor();
      assert.ok(await banner.isVisible(), `the banner on ${tab}`);
    }
    await leave();
  });

test('issue 8, new since my last visit: told on my day with the person, then first on their screen with the date of that visit', async () => {
  const { page, leave } = await site.visit(1280, 800);
  // Not who wrote what comes: one's own documents are no news.
  await signInProfessional(site, page, 'bastien.rotulier');
  await searchAbove(page, star().matricule);
  await openRecord(page, 'Je fais partie de son équipe de soins');
  await menu(page, 'Ma journée').click();
  await afterANight(site.socle);
  await depositNow(site, star(), 'Compte rendu de la nuit', 'Nuit calme.');
  await page.reload();
  const news = page.getByRole('region', { name: 'Du nouveau chez vos patients' });
  await news.getByText('1 nouveauté').waitFor();
  await assertAccessible(page, 'my day with news');
  await news.getByRole('link').first().press('Enter');
  const fresh = page.getByRole('region', { name: /Nouveau depuis votre visite du/ });
  await fresh.getByRole('link', { name: 'Compte rendu de la nuit' }).waitFor();
  await assertAccessible(page, 'the summary with news');
  await leave();
});

test('issue 8, break-glass by keyboard: its banner stays on every screen of the person; the access is ended by who has it', async () => {
  const { page, leave } = await site.visit(1280, 800);
  await signInProfessional(site, page, 'yanis.gyrophare');
  await searchAbove(page, star().matricule);
  await openRecord(page, 'Bris de glace : urgence, la personne ne peut pas s’exprimer');
  const banner = page.getByRole('region', { name: 'Identité du patient' });
  await banner.getByText('Bris de glace', { exact: true }).waitFor();
  await banner.getByText('Personne inconsciente, seule').waitFor();
  await assertAccessible(page, 'a summary by break-glass');
  for (const tab of ['Chronologie', 'Résultats', 'Publier', 'Équipe et droits']) {
    await page.getByRole('navigation', { name: 'Le dossier de la personne' }).getByRole('link', { name: tab }).press('Enter');
    await page.locator('.pt-tabs [aria-current="page"]', { hasText: tab }).waitFor();
    assert.ok(await banner.getByText('Bris de glace', { exact: true }).isVisible(), tab);
  }
  await page.getByRole('button', { name: 'Terminer mon accès' }).press('Enter');
  await page.getByRole('alertdialog').waitFor();
  await assertAccessible(page, 'the question before an access ends');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Terminer mon accès' }).press('Enter');
  await page.getByRole('heading', { level: 2, name: 'À quel titre ouvrez-vous ce dossier ?' }).waitFor();
  await leave();
});
