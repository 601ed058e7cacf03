import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import type { DemoPerson } from '#demo';
import { depositNow, findPerson, signInCitizen, signInProfessional } from './acts.ts';
import { assertAccessible, openSite, type Site } from './site.ts';

let site: Site;
before(async () => {
  site = await openSite();
});
after(() => site.close());

const sizes = [
  ['narrow', 320, 640],
  ['screen', 1280, 800],
] as const;
const star = (): DemoPerson => site.scene.people[0] as DemoPerson;
const field = (page: Page) => page.getByRole('searchbox', { name: /^Chercher (un mot|dans mes documents)/ });

/** The words of every search that the page asks for. */
function asked(page: Page): string[] {
  const words: string[] = [];
  page.on('request', (request) => {
    if (!/\/(documents\/list|chronology)$/.test(request.url())) return;
    const asked = (request.postDataJSON() as { words?: string }).words;
    if (asked !== undefined) words.push(asked);
  });
  return words;
}

/** How often the page asks for what is in the record. */
function looksOf(page: Page): () => number {
  let count = 0;
  page.on('request', (request) => {
    if (/\/(documents|chronology|synthesis)$/.test(request.url())) count++;
  });
  return () => count;
}

/** Letter by letter, faster than any hand on any machine. */
async function typeAtOnce(page: Page, text: string): Promise<void> {
  await field(page).evaluate((input, typed) => {
    const set = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(input), 'value')?.set;
    for (let n = 1; n <= typed.length; n++) {
      set?.call(input, typed.slice(0, n));
      input.dispatchEvent(new Event('input', { bubbles: true }));
    }
  }, text);
}

/** A document of which every word was read. */
async function deposited(title: string, text: string): Promise<void> {
  await depositNow(site, star(), title, text);
  const waiting = 'select (select count(*) from documents.entry) - (select count(*) from documents.text) as waiting';
  for (;;) {
    const { rows } = await site.socle.store.pool.query<{ waiting: number }>(waiting);
    if (rows[0]?.waiting === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

for (const [name, width, height] of sizes) {
  test(`carnet, ${name}: a word finds documents, with the passage; typed letter by letter it is asked once`, async () => {
    const title = `Avis du jour, ${name}`;
    await deposited(title, 'Ni fièvre ni frissons. Cicatrisation du quadriceps sans anomalie, à revoir dans un mois.');
    const { page, leave } = await site.visit(width, height);
    const words = asked(page);
    await signInCitizen(site, page, star());
    await page.goto(`${site.url}/carnet/sante/documents`);
    await field(page).waitFor();
    await typeAtOnce(page, 'quadricep');
    const results = page.getByRole('region', { name: /documents? trouvés?$/ });
    await results.getByRole('link', { name: title }).waitFor();
    assert.deepEqual(words, ['quadricep']);
    assert.equal(await results.locator('mark').first().textContent(), 'quadriceps');
    await page.locator('[aria-live=polite]', { hasText: /document.? trouvé/ }).waitFor({ state: 'attached' });
    await assertAccessible(page, 'documents found');
    await shot(page, `carnet-${name}`);

    await field(page).fill('quadricepz');
    await results.getByText('Orthographe proche').first().waitFor();
    await field(page).fill('de la ');
    await page
      .getByText(/Tapez un mot qui dise quelque chose/)
      .first()
      .waitFor();
    // The form of an earlier Socle: not read yet.
    const forms = (by: number) => site.socle.store.pool.query('update documents.text set form = form + $1', [by]);
    await forms(1);
    await field(page).fill('xylophone');
    await page.getByText(/documents ne sont pas encore lus/).waitFor();
    await forms(-1);
    await field(page).fill('xylophones');
    await page.getByText('Aucun document ne contient ces mots.').waitFor();
    await assertAccessible(page, 'nothing found');
    await shot(page, `carnet-none-${name}`);

    // By keyboard alone: the words, Enter, on to the first document, and back to what was found.
    await field(page).fill('quadriceps');
    await field(page).press('Enter');
    await results.getByRole('link', { name: title }).waitFor();
    const sofar = words.length;
    const again = page.waitForRequest(/documents.list$/);
    await field(page).press('Enter');
    await again;
    assert.equal(words.length, sofar + 1, 'Enter asks again');
    await results.getByRole('link', { name: title }).waitFor();
    await results.getByRole('link', { name: title }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    const before = words.length;
    await page.goBack();
    await results.getByRole('link', { name: title }).waitFor();
    assert.equal(await field(page).inputValue(), 'quadriceps');
    assert.equal(words.length, before, 'what was found is remembered');
    assert.ok(!page.url().includes('quadriceps'));
    await field(page).fill('');
    await page.getByRole('navigation', { name: 'Catégories' }).waitFor();
    await leave();
  });

  test(`pro, ${name}: a word in a patient’s documents; the person sees that words were looked for, not which`, async () => {
    await deposited(`Note, ${name}`, 'Bilan du nerf sciatique.');
    const { page, leave } = await site.visit(width, height);
    const words = asked(page);
    const looks = looksOf(page);
    const physician = site.scene.professionals.find((one) => one.profession === '10');
    assert.ok(physician !== undefined);
    await signInProfessional(site, page, physician.login);
    await findPerson(page, star());
    const ground = page.getByText('Je fais partie de son équipe de soins');
    const tab = page.getByRole('link', { name: 'Chronologie' }).first();
    await ground.or(tab).first().waitFor();
    if (await ground.isVisible()) {
      await ground.click();
      await page.getByRole('button', { name: 'Ouvrir le dossier' }).click();
    }
    await tab.click();
    await page.locator('.chr-link').first().waitFor();
    await typeAtOnce(page, 'nerf sciat');
    const line = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: `Note, ${name}` }) });
    await line.getByText('sciatique').first().waitFor();
    // What is looked at leaves lines in the log, of which open pages hear: they must not look again for that.
    await page.waitForTimeout(1500);
    assert.deepEqual(words, ['nerf sciat']);
    assert.ok(looks() <= 4, `${looks()} looks`);
    await assertAccessible(page, 'documents found at the professional’s');
    await shot(page, `pro-${name}`);
    const citizen = await site.visit(width, height);
    await signInCitizen(site, citizen.page, star());
    await citizen.page.goto(`${site.url}/carnet/acces/journal`);
    await shot(citizen.page, `log-${name}`);
    await citizen.page
      .getByText(/recherche de mots dans les documents/)
      .first()
      .waitFor();
    assert.equal(await citizen.page.getByText('sciat').count(), 0);
    await citizen.leave();
    await leave();
  });
}

/** For whoever wants to look: `SHOTS=folder`. */
async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env.SHOTS;
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}
