import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { type DemoPerson, demoOperators, demoPassword } from '#demo';
import { signInCitizen, signInProfessional } from './acts.ts';
import { assertAccessible, openSite, type Site } from './site.ts';

let site: Site;
before(async () => {
  site = await openSite();
});
after(() => site.close());

const star = (): DemoPerson => site.scene.people[0] as DemoPerson;

async function signInOperator(page: Page, login: string): Promise<void> {
  await page.goto(`${site.url}/exploitation`);
  await page.getByRole('button', { name: 'Se connecter' }).waitFor();
  await assertAccessible(page, 'the invitation of the operator’s space');
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await page.getByLabel('Identifiant').waitFor();
  await assertAccessible(page, 'the operator’s sign-in');
  await page.getByLabel('Identifiant').fill(login);
  await page.getByLabel('Mot de passe').fill(demoPassword);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await page.getByRole('heading', { level: 1, name: 'À traiter' }).waitFor();
}

/** Presses Tab until the focus stands on what has this name; a keyboard has no other way. */
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

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor();

/** In the page of a signed-in person, as its own code asks. */
async function post(page: Page, path: string, body: object): Promise<unknown> {
  return page.evaluate(
    async ([to, sent]) => {
      const headers = { 'content-type': 'application/json', 'x-socle': 'web' };
      const answer = await fetch(to as string, { method: 'POST', headers, body: JSON.stringify(sent) });
      return answer.json();
    },
    [path, body] as const,
  );
}

/** Somebody breaks the glass in the star's record, and the star does not recognise it. */
async function brokenGlass(): Promise<void> {
  const [login] = site.scene.professionals.map((one) => one.login);
  const professional = await site.visit(1280, 900);
  await signInProfessional(site, professional.page, login ?? '');
  const found = (await post(professional.page, '/api/pro/patients/search', { matricule: star().matricule })) as {
    items: { record: string }[];
  };
  const access = { ground: 'bris_de_glace', reason: 'Malaise sur la voie publique' };
  await post(professional.page, `/api/pro/patients/${found.items[0]?.record}/access`, access);
  await professional.leave();
  const citizen = await site.visit(390, 844);
  await signInCitizen(site, citizen.page, star());
  const { items } = (await citizen.page.evaluate(async () => (await fetch('/api/carnet/log')).json())) as {
    items: { seq: number; ground?: { code: string } }[];
  };
  const seq = items.find(({ ground }) => ground?.code === 'bris_de_glace')?.seq;
  await post(citizen.page, '/api/carnet/contests', { seq, words: 'Je n’étais pas aux urgences.' });
  await citizen.leave();
}

test('Issue 5, 6: with the keyboard alone an operator answers a case and reviews a break-glass, at 320 and at 1280 px; axe finds nothing', async () => {
  await brokenGlass();
  const { page, leave } = await site.visit(320, 640);
  await signInOperator(page, demoOperators[0].login);
  await assertAccessible(page, 'what the operator has to do');
  await tabTo(page, /^Signalements/);
  await page.keyboard.press('Enter');
  await heading(page, 'Signalements');
  await page.locator('.task a').first().waitFor();
  await assertAccessible(page, 'the cases');
  await tabTo(page, new RegExp((await page.locator('.task a').first().textContent()) ?? 'x'));
  await page.keyboard.press('Enter');
  await heading(page, 'Un signalement');
  await page.getByText('Je n’étais pas aux urgences.').waitFor();
  await assertAccessible(page, 'a case');
  await tabTo(page, /^Envoyer la réponse/);
  await page.keyboard.press('Enter');
  await page.getByText('Écrivez la réponse, en 10 caractères au moins.').first().waitFor();
  await assertAccessible(page, 'a case, with its fault');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Un médecin du SAMU est intervenu ; le service le confirme.');
  await tabTo(page, /^Envoyer la réponse/);
  await page.keyboard.press('Enter');
  await page.getByText('La réponse est envoyée').waitFor();
  await assertAccessible(page, 'a case that is answered');

  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto(`${site.url}/exploitation/relectures`);
  await heading(page, 'Relectures');
  await page.locator('.task a').first().waitFor();
  await assertAccessible(page, 'the reviews');
  await page.locator('.task a').first().press('Enter');
  await heading(page, 'Relire un accès d’urgence');
  await page.getByText('Malaise sur la voie publique').waitFor();
  await assertAccessible(page, 'a review');
  await tabTo(page, /^Justifié/);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await tabTo(page, /^Mettre fin à cet accès/);
  await page.keyboard.press('Space');
  await tabTo(page, /^Pourquoi/);
  await page.keyboard.type('Aucune intervention ce jour-là.');
  await assertAccessible(page, 'a review about to be settled');
  await tabTo(page, /^Enregistrer la conclusion/);
  await page.keyboard.press('Enter');
  await page.getByText('La conclusion est enregistrée').waitFor();
  await page.getByText(/^non justifié — /).waitFor();
  await leave();

  const citizen = await site.visit(320, 640);
  await signInCitizen(site, citizen.page, star());
  await citizen.page.goto(`${site.url}/carnet/signalements`);
  await citizen.page.getByText('Un médecin du SAMU est intervenu').waitFor();
  await assertAccessible(citizen.page, 'the person’s cases');
  await citizen.page.goto(`${site.url}/carnet/journal`);
  await citizen.page
    .getByText(/accès d’urgence relu et jugé non justifié/)
    .first()
    .waitFor();
  await citizen.leave();
});

test('Issue 5, 6: at the desk one operator checks an identity and asks for a closing, another confirms it; every screen at 320 and 1280 px', async () => {
  const { birthFamily, firstBirthGiven, birthDate } = site.scene.people[1] as DemoPerson;
  const { page, leave } = await site.visit(320, 640);
  await signInOperator(page, demoOperators[0].login);
  await page.goto(`${site.url}/exploitation/guichet`);
  await page.getByRole('button', { name: 'Chercher la personne' }).click();
  await page.getByText('Saisissez le nom de naissance.').first().waitFor();
  await assertAccessible(page, 'the desk, with its faults');
  await page.getByLabel('Nom de naissance', { exact: true }).fill(birthFamily);
  await page.getByLabel('Premier prénom de naissance', { exact: true }).fill(firstBirthGiven);
  await page.getByLabel('Date de naissance').fill(birthDate);
  await page.getByRole('button', { name: 'Chercher la personne' }).press('Enter');
  await page.getByRole('heading', { name: 'Vérifier l’identité' }).waitFor();
  await page.getByLabel('Pièce montrée').selectOption('CN');
  for (const name of ['birthFamily', 'firstBirthGiven', 'birthDate'])
    await page.locator(`input[name=${name}][type=checkbox]`).press('Space');
  await assertAccessible(page, 'the check of an identity');
  await page.getByRole('button', { name: 'Identité vérifiée, continuer' }).press('Enter');
  await heading(page, 'La personne au guichet');
  await page.getByLabel('Demande', { exact: true }).selectOption('close');
  await page.getByLabel('Pourquoi au guichet').fill('La personne n’a pas de téléphone.');
  await assertAccessible(page, 'what the person asks for');
  await page.getByRole('button', { name: 'Enregistrer la demande' }).press('Enter');
  await page.getByText('une seconde personne doit la confirmer').first().waitFor();
  await page.setViewportSize({ width: 1280, height: 900 });
  await assertAccessible(page, 'the person at the desk, wide');
  await leave();

  const second = await site.visit(1280, 900);
  await signInOperator(second.page, demoOperators[1].login);
  await second.page.goto(`${site.url}/exploitation/guichet`);
  await second.page.locator('.task a').first().press('Enter');
  await heading(second.page, 'Confirmer un acte du guichet');
  await assertAccessible(second.page, 'an act to confirm');
  await second.page.getByRole('button', { name: 'Confirmer', exact: true }).press('Enter');
  await second.page.getByRole('alertdialog').waitFor();
  await assertAccessible(second.page, 'the question before confirming');
  await second.page.getByRole('alertdialog').getByRole('button', { name: 'Confirmer', exact: true }).press('Enter');
  await second.page.getByText('L’acte est fait.').waitFor();
  for (const [place, name] of [
    ['surveillance', 'Accès inhabituels'],
    ['surveillance/seuils', 'Seuils et dossiers surveillés'],
  ] as const) {
    await second.page.goto(`${site.url}/exploitation/${place}`);
    await heading(second.page, name);
    await assertAccessible(second.page, name);
    await second.page.setViewportSize({ width: 320, height: 640 });
    await assertAccessible(second.page, `${name}, narrow`);
  }
  await second.leave();
});
