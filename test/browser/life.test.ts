import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import type { DemoPerson } from '#demo';
import { writePdf } from '#documents';
import { signInCitizen, signInProfessional } from './acts.ts';
import { assertAccessible, openSite, type Site } from './site.ts';

let site: Site;
before(async () => {
  site = await openSite();
});
after(() => site.close());

const star = (): DemoPerson => site.scene.people[0] as DemoPerson;

/** A document that its author publishes in the open page, not yet for the person; gives its address in the space. */
async function published(page: Page, title: string): Promise<string> {
  const pdf = writePdf({
    title,
    header: { left: ['Cabinet'], right: ['22/11/2026'] },
    blocks: [{ kind: 'paragraph', text: 'Rien à signaler.' }],
    createdAt: new Date(),
  });
  const sent = { matricule: star().matricule, title, pdf: pdf.toString('base64') };
  return page.evaluate(async ({ matricule, ...paper }) => {
    const post = async (path: string, body: object): Promise<{ id: string; items: { record: string }[] }> => {
      const headers = { 'content-type': 'application/json', 'x-socle': 'web' };
      const answer = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
      return (await answer.json()) as { id: string; items: { record: string }[] };
    };
    const [found] = (await post('/api/pro/patients/search', { matricule })).items;
    const base = `/api/pro/patients/${found?.record}`;
    await post(`${base}/access`, { ground: 'equipe_de_soins' });
    const date = new Date().toISOString();
    const document = { typeCode: '11488-4', date, hiddenFromProfessionals: false, hiddenFromPatient: true, ...paper };
    const { id } = await post(`${base}/documents`, document);
    return `/pro/p/${found?.record}/documents/${id}`;
  }, sent);
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

test('Issue 4, 7: an author announces, archives and withdraws a document; each question can be left, and is said with its reason', async () => {
  const [author] = site.scene.professionals;
  assert.ok(author !== undefined);
  const { page, leave } = await site.visit(390, 844);
  await signInProfessional(site, page, author.login);
  const address = await published(page, 'Résultat à annoncer');
  await page.goto(`${site.url}${address}`);
  await press(page, 'J’ai compris, ouvrir');
  await page.getByRole('heading', { name: 'Gérer ce document' }).waitFor();
  await assertAccessible(page, 'a document of one’s own');
  await press(page, 'Annonce réalisée');
  await page.getByRole('alertdialog').waitFor();
  await assertAccessible(page, 'the question before an announcement');
  await page.keyboard.press('Escape');
  await page.getByRole('alertdialog').waitFor({ state: 'detached' });
  await press(page, 'Annonce réalisée');
  await press(page, 'Oui, rendre visible');
  await page.getByText('la personne voit maintenant ce document').waitFor();
  await page.getByRole('switch', { name: 'Archivé' }).press('Space');
  await page.getByText('ce document est archivé').waitFor();
  await page.goto(`${site.url}${address.replace(/documents\/.*$/, 'archives')}`);
  await page.getByRole('link', { name: 'Résultat à annoncer' }).waitFor();
  await assertAccessible(page, 'the archive of a patient');
  await page.getByRole('link', { name: 'Résultat à annoncer' }).click();
  await press(page, 'Retirer ce document');
  await press(page, 'Retirer le document');
  await page.getByText('Dites pourquoi en 10 caractères au moins.').waitFor();
  await assertAccessible(page, 'the question before a withdrawal, with its fault');
  await page.getByLabel('Pourquoi le retirer').fill('Document d’un autre patient.');
  await press(page, 'Retirer le document');
  await page.waitForURL(/\/pro\/p\/[0-9a-f]{32}$/);
  await page.goto(`${site.url}${address}`);
  await page.getByText('Ce document a été retiré par son auteur').waitFor();
  await leave();
});

test('Issue 4, 7: the person archives a document on a narrow telephone; it leaves the list, and nothing is said to have arrived', async () => {
  const { page, leave } = await site.visit(320, 640);
  await signInCitizen(site, page, star());
  await page.goto(`${site.url}/carnet/sante/documents`);
  const first = page.locator('.doc-title').first();
  await first.waitFor();
  const href = (await first.getAttribute('href')) ?? '';
  await first.click();
  await page.getByRole('heading', { name: 'Ranger ce document' }).waitFor();
  await page.getByRole('switch', { name: 'Archivé' }).press('Space');
  await page.getByText('rangé parmi vos documents archivés').waitFor();
  await assertAccessible(page, 'an archived document');
  assert.equal(await page.getByText('Nouveau document :').count(), 0);
  await page.goto(`${site.url}/carnet/sante/documents`);
  await page.locator('.doc-title').first().waitFor();
  assert.equal(await page.locator(`.doc-title[href="${href}"]`).count(), 0);
  await page.getByRole('link', { name: 'Voir les documents archivés' }).click();
  await page.locator(`.doc-title[href="${href}"]`).waitFor();
  await assertAccessible(page, 'the archive of the person');
  await leave();
});
