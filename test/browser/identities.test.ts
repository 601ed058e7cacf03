import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { type DemoPerson, demoOperators, demoPassword } from '#demo';
import { assertAccessible, openSite, type Site } from './site.ts';

let site: Site;
before(async () => {
  site = await openSite();
});
after(() => site.close());

const one = (): DemoPerson => site.scene.people[1] as DemoPerson;
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor();
const said = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();
const why = 'La personne et une autre se présentent sous ce nom.';

async function signIn(page: Page): Promise<void> {
  await page.goto(`${site.url}/exploitation`);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await page.getByLabel('Identifiant').fill(demoOperators[0]?.login ?? '');
  await page.getByLabel('Mot de passe').fill(demoPassword);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await heading(page, 'À traiter');
}

async function openOne(page: Page): Promise<void> {
  const { birthDate, birthFamily, firstBirthGiven } = one();
  await page.goto(`${site.url}/exploitation/identites`);
  await heading(page, 'Identités');
  await page.getByLabel('Date de naissance', { exact: true }).fill(birthDate);
  await page.getByLabel('Nom de naissance', { exact: true }).fill(birthFamily.slice(0, 3));
  await page.getByLabel('Premier prénom de naissance').fill(firstBirthGiven);
  await page.getByRole('button', { name: 'Chercher' }).click();
  await page
    .getByRole('link', { name: /^Ouvrir l’identité de/ })
    .first()
    .click();
  await heading(page, 'Une identité');
}

for (const [width, height] of [
  [320, 640],
  [1280, 900],
] as const)
  test(`Issue 6, 1: at ${width} px an operator doubts an identity, lifts the doubt, and reads its history; axe finds nothing`, async () => {
    const { page, leave } = await site.visit(width, height);
    await signIn(page);
    await openOne(page);
    await said(page, 'Qualifiée');
    await assertAccessible(page, 'an identity');
    await page.getByLabel('Douteuse').check();
    await page.getByRole('button', { name: 'Enregistrer les attributs' }).click();
    await page.getByRole('alert').getByText('Dites pourquoi, en 10 caractères au moins.').waitFor();
    await page.getByLabel('Pourquoi').first().fill(why);
    await page.getByRole('button', { name: 'Enregistrer les attributs' }).click();
    await said(page, /Non montré : seule une identité qualifiée/);
    assert.ok(!(await page.content()).includes(one().matricule), 'the matricule is not shown');
    await assertAccessible(page, 'a doubtful identity');
    await page.getByLabel('Douteuse').uncheck();
    await page.getByLabel('Pourquoi').first().fill('Pièce contrôlée au guichet ce matin.');
    await page.getByRole('button', { name: 'Enregistrer les attributs' }).click();
    await said(page, /Un doute se lève avec un nouveau contrôle/);
    await page.getByLabel('Pièce d’identité contrôlée à l’instant').first().selectOption('CN');
    await page.getByRole('button', { name: 'Enregistrer les attributs' }).click();
    await page.getByRole('button', { name: 'Interroger INSi' }).click();
    await said(page, 'INSi confirme cette identité.');
    await said(page, why);
    await said(page, 'Mise en doute');
    await page.getByText('Corriger les traits').click();
    await assertAccessible(page, 'an identity with its history and the form of its traits');
    await leave();
  });

test('Issue 6, 1: with an operator’s keyboard an anonymous person is created, and the work list is settled', async () => {
  const { page, leave } = await site.visit(320, 640);
  await signIn(page);
  await page.goto(`${site.url}/exploitation/identites/nouvelle`);
  await heading(page, 'Créer une identité');
  await assertAccessible(page, 'the form of a new identity');
  await page.getByRole('button', { name: 'Créer l’identité' }).press('Enter');
  await page.getByRole('alert').getByText('Saisissez le nom de naissance.').waitFor();
  await page.getByLabel('Prise en charge sous anonymat').press('Space');
  await page.getByLabel('Année de naissance, même estimée').fill('1999');
  await page.getByLabel('Sexe').selectOption('F');
  await page.getByRole('button', { name: 'Créer l’identité' }).press('Enter');
  await heading(page, 'Une identité');
  await said(page, 'Fictive');
  await said(page, 'ANONYME');
  await page.goto(`${site.url}/exploitation/identites/nouvelle`);
  await page.getByLabel('Nom de naissance', { exact: true }).fill('L’ÉCUME-DÆL');
  await page.getByLabel('Premier prénom de naissance').fill('Noé');
  await page.getByLabel('Date de naissance', { exact: true }).fill('1980-02-29');
  await page.getByLabel('Sexe').selectOption('M');
  await page.getByLabel('Lieu de naissance (code INSEE)').fill('99109');
  await page.getByRole('button', { name: 'Créer l’identité' }).press('Enter');
  await said(page, 'À qualifier');
  await page.goto(`${site.url}/exploitation/identites`);
  await page.getByRole('button', { name: 'Conclure' }).first().waitFor();
  await assertAccessible(page, 'the work list of identities');
  await page.getByRole('button', { name: 'Conclure' }).first().press('Enter');
  await page.getByLabel('Ce que vous avez fait').fill('La personne est venue avec son passeport.');
  await page.getByRole('button', { name: 'C’est traité' }).press('Enter');
  await page.getByRole('button', { name: 'Traités' }).press('Enter');
  await said(page, 'La personne est venue avec son passeport.');
  await assertAccessible(page, 'what was settled about identities');
  await leave();
});
