import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { type DemoPerson, demoOperators, demoPassword } from '#demo';
import { openIns } from '#ins';
import { openInsiSimulator } from '#interop/insi';
import { openTrace } from '#trace';
import { assertAccessible, openSite, type Site } from './site.ts';

let site: Site;
before(async () => {
  site = await openSite();
  await writtenTwice();
});
after(() => site.close());

const star = (): DemoPerson => site.scene.people[0] as DemoPerson;

/** The star a second time, from an identity card read in haste: a letter left out of the name, no second given names. */
async function writtenTwice(): Promise<void> {
  const { store } = site.socle;
  const ins = openIns(store, await openTrace(store), openInsiSimulator());
  const actor = { kind: 'operator', id: 'accueil', name: 'Accueil' } as const;
  const { birthFamily, firstBirthGiven, sex, birthDate, birthPlace } = star();
  const wrong = `${birthFamily.slice(0, 3)}${birthFamily.slice(4)}`;
  const traits = { birthFamily: wrong, firstBirthGiven, birthGivens: firstBirthGiven, sex, birthDate, birthPlace };
  const { record } = await ins.create(
    { actor, at: new Date(), requestId: 'test' },
    { traits, evidence: { insi: false, identityDocument: 'CN' } },
  );
  await ins.links.look(record, new Date());
}

async function signIn(page: Page, login: string): Promise<void> {
  await page.goto(`${site.url}/exploitation`);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await page.getByLabel('Identifiant').fill(login);
  await page.getByLabel('Mot de passe').fill(demoPassword);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await heading(page, 'À traiter');
}

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor();

/** Where `SOCLE_SHOTS` names a folder, what the page looks like is left there. */
async function seen(page: Page, where: string): Promise<void> {
  const folder = process.env.SOCLE_SHOTS;
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${where.replaceAll(' ', '-')}.png`, fullPage: true });
  await assertAccessible(page, where);
}

/** Presses Tab until the focus stands on what has this name. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let n = 0; n < 80; n++) {
    await page.keyboard.press('Tab');
    const said: string = await page.evaluate(`(() => {
      const on = document.activeElement;
      const labelled = (on.getAttribute('aria-labelledby') ?? '').split(' ').map((id) => document.getElementById(id));
      return [on, ...(on.labels ?? []), ...labelled].map((one) => one?.textContent ?? '').join(' ').trim();
    })()`);
    if (name.test(said)) return;
  }
  assert.fail(`the keyboard does not reach ${name}`);
}

test('Issue 6, 1: with the keyboard alone two operators compare two records, link them and take them apart, at 320 and at 1280 px; axe finds nothing', async () => {
  const { page, leave } = await site.visit(320, 640);
  await signIn(page, demoOperators[0].login);
  await page.goto(`${site.url}/exploitation/doublons`);
  await heading(page, 'Doublons et collisions');
  await page.getByText('Sans doute la même personne').first().waitFor();
  await seen(page, 'the list of duplicates');
  await tabTo(page, /^Deux dossiers à comparer/);
  await page.keyboard.press('Enter');
  await page.getByRole('table').waitFor();
  await page
    .getByText(/^(à une faute près|se prononce pareil|une partie du nom)$/)
    .first()
    .waitFor();
  await seen(page, 'two identities on a telephone');
  await page.setViewportSize({ width: 1280, height: 900 });
  await seen(page, 'two identities');
  await tabTo(page, /^Demander le rapprochement/);
  await page.keyboard.press('Enter');
  await page.getByText('Choisissez le dossier qui continue.').first().waitFor();
  await seen(page, 'a decision with its faults');
  const qualified = await page.evaluate(`(() => {
    const cells = [...document.querySelectorAll('tr')].find((row) => row.textContent.includes('Statut'))?.querySelectorAll('td');
    return cells?.[0]?.textContent.includes('qualifiée') ? 'A' : 'B';
  })()`);
  await page.getByLabel(`Le dossier ${qualified} continue`).press('Space');
  await page.getByLabel('Pourquoi').fill('Carte relue avec la personne : même date, même lieu.');
  await tabTo(page, /^Demander le rapprochement/);
  await page.keyboard.press('Enter');
  await page.getByText('La demande est enregistrée').waitFor();
  await leave();

  const second = await site.visit(320, 640);
  await signIn(second.page, demoOperators[1].login);
  await second.page.goto(`${site.url}/exploitation/guichet`);
  await second.page.getByRole('link', { name: 'Rapprocher deux dossiers d’une personne' }).press('Enter');
  await heading(second.page, 'Confirmer un acte du guichet');
  await second.page.getByText('Dossier principal').first().waitFor();
  await seen(second.page, 'what waits for a second person');
  await second.page.getByRole('button', { name: 'Confirmer' }).press('Enter');
  await second.page.getByRole('alertdialog').getByRole('button', { name: 'Confirmer' }).press('Enter');
  await second.page.getByText('L’acte est fait.').waitFor();
  await second.page.goto(`${site.url}/exploitation/doublons`);
  await second.page.getByText(/^Demandé par/).waitFor();
  await second.page.getByRole('button', { name: 'Demander la séparation' }).press('Enter');
  await second.page.getByRole('alertdialog').waitFor();
  await second.page.getByLabel('Pourquoi').fill('Erreur : la personne est revenue avec sa jumelle.');
  await seen(second.page, 'taking apart');
  await second.page.getByRole('alertdialog').getByRole('button', { name: 'Demander la séparation' }).press('Enter');
  await second.page.getByText('La demande est enregistrée').waitFor();
  await second.leave();
});
