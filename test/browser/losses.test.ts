import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { signInProfessional } from './acts.ts';
import { openSite, type Site } from './site.ts';

let site: Site;
before(async () => {
  site = await openSite();
});
after(() => site?.close());

/** Who has the focus, in the words that are read out. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(`document.activeElement === document.body ? '' : document.activeElement.textContent.trim()`);
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });

/** The star is found from the box of the header, and opened by one more key. */
async function findsByKeys(page: Page, words: string): Promise<void> {
  await page.keyboard.press('/');
  await page.keyboard.type(words);
  await page.keyboard.press('Enter');
}

test('issue 8, the keyboard: one person found is one key away; what opens, shuts or answers takes the focus with it', async () => {
  const tie = site.scene.careTeams.find(({ person }) => /^\w+$/.test(person.birthFamily));
  assert.ok(tie !== undefined);
  const { page, leave } = await site.visit(1280, 800);
  await signInProfessional(site, page, tie.professional.login);

  await findsByKeys(page, `${tie.person.birthFamily}x`);
  await page.getByText('Ajoutez le prénom ou la date de naissance').waitFor();
  assert.equal(
    await page.locator('#person-search').inputValue(),
    `${tie.person.birthFamily}x`,
    'what was typed can be corrected',
  );
  await page.keyboard.type(`${tie.person.birthFamily}x ${tie.person.firstBirthGiven}`);
  await page.keyboard.press('Enter');
  await page.getByText('Personne n’est écrit exactement ainsi.', { exact: false }).waitFor();
  assert.equal(await focused(page), 'Résultats', 'who is spelt nearly so is compared first');
  await findsByKeys(page, tie.person.matricule);
  const found = page.locator('.result a');
  await page.waitForFunction(`document.activeElement.matches('.result a')`);
  assert.equal(await found.count(), 1);
  await page.keyboard.press('Enter');
  await heading(page, 'Synthèse').waitFor();
  assert.equal(await page.locator('#person-search').inputValue(), '', 'the box names nobody on the record of somebody');

  await page.keyboard.press('4');
  await heading(page, 'Publier un document').waitFor();
  const choose = (name: string, text: string) =>
    page.getByLabel('Fichier PDF').setInputFiles({ name, mimeType: 'application/pdf', buffer: Buffer.from(text) });
  await choose('coupe.pdf', '%PDF-1.7\n1 0 obj');
  await page.locator('#file-error', { hasText: 'Ce PDF est incomplet' }).waitFor();
  await choose('entier.pdf', '%PDF-1.7\ntrailer\n%%EOF\n');
  await page.locator('#file-error').waitFor({ state: 'detached' });
  await page.getByRole('combobox', { name: 'Type de document' }).fill('consultation');
  await page.getByRole('option').first().click();
  assert.notEqual(await page.getByRole('textbox', { name: 'Titre' }).inputValue(), '', 'the type gives the first title');

  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/publications')) sent.push(request.url());
  });
  const publish = page.getByRole('button', { name: 'Publier', exact: true });
  await page.context().setOffline(true);
  await publish.click();
  await page.getByText('Le serveur ne répond pas.', { exact: false }).waitFor();
  assert.equal(await focused(page), 'Publier', 'it can be tried again at once');
  await page.context().setOffline(false);
  await page.waitForTimeout(1500);
  assert.equal(sent.length, 1, 'nothing is sent behind the back of who had been told that it failed');
  await publish.click();
  await page.getByText('Document publié', { exact: true }).waitFor();
  assert.equal(await focused(page), 'Document publié');
  assert.equal(await page.evaluate('scrollY'), 0, 'the outcome is seen, not under the identity');
  await leave();
});
