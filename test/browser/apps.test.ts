import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { type DemoPerson, demoPassword } from '#demo';
import { openDirectory } from '#directory';
import { findPerson, signInCitizen, signInProfessional } from './acts.ts';
import { assertAccessible, openSite, type Site } from './site.ts';
import { openSmartPage, type SmartPage } from './smartApp.ts';

let site: Site;
let app: SmartPage;
before(async () => {
  site = await openSite();
  app = await openSmartPage();
  const structure = site.scene.structures[0]?.id ?? '';
  const redirects = { structure, redirectUris: [`${app.url}/`] };
  await openDirectory(site.socle.store).registerSoftware([
    { id: 'mes-mesures', name: 'Mes mesures', ...redirects, audience: 'citizen' },
    { id: 'courbes', name: 'Courbes', ...redirects, audience: 'professional', launchUrl: `${app.url}/launch` },
  ]);
});
after(async () => {
  await app?.close();
  await site?.close();
});

const star = (): DemoPerson => site.scene.people[0] as DemoPerson;
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click();

/** What is on the screen, where APPS_SCREENS names a folder: for whoever looks at the pages themselves. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.APPS_SCREENS;
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}

interface Shown {
  readonly patient: string;
  readonly is: string;
  readonly user: string;
  readonly found: number;
  readonly again: number;
  readonly renewed: string;
}

async function shown(page: Page): Promise<string> {
  await page.waitForURL((url) => url.href.startsWith(`${app.url}/`) && !url.pathname.startsWith('/launch'));
  await page.waitForFunction('(document.getElementById("out")?.textContent ?? "") !== ""');
  return (await page.locator('#out').textContent()) ?? '';
}

for (const [width, height] of [
  [320, 640],
  [390, 844],
  [1280, 800],
] as const)
  test(`SMART App Launch 2.2 §2, fhirclient in Chromium at ${width} px: an application is allowed, reads, renews, is seen and cut`, async () => {
    const visit = await site.visit(width, height);
    const { page } = visit;
    const scope = 'openid fhirUser launch/patient patient/Patient.r patient/Observation.rs offline_access';
    app.options = { clientId: 'mes-mesures', scope, iss: `${site.url}/fhir`, redirectUri: '/', pkceMode: 'required' };
    await page.goto(`${app.url}/launch`);
    await page.getByLabel('Identifiant').fill(star().login);
    await page.getByLabel('Mot de passe').fill(demoPassword);
    await picture(page, `signin-${width}`);
    await press(page, 'Se connecter');
    await page.getByRole('heading', { level: 1, name: 'Autoriser Mes mesures ?' }).waitFor();
    await assertAccessible(page, 'the consent');
    await picture(page, `consent-${width}`);
    for (const box of await page.getByRole('checkbox').all()) await box.uncheck();
    await press(page, 'Autoriser');
    await page.getByRole('alert').getByText('Rien n’est coché').waitFor();
    await assertAccessible(page, 'the consent, nothing ticked');
    await picture(page, `consent-${width}-nothing`);
    await page.getByRole('radio', { name: 'un jour' }).check();
    await press(page, 'Autoriser');
    const told = await shown(page);
    const { patient, is, user, found, again, renewed } = JSON.parse(told) as Shown;
    assert.equal(patient, is, told);
    assert.deepEqual([user, renewed, again], ['Patient', 'yes', found], told);
    assert.ok(found > 0, told);

    const carnet = await site.visit(width, height);
    await signInCitizen(site, carnet.page, star());
    await carnet.page.goto(`${site.url}/carnet/services`);
    await carnet.page.getByRole('heading', { level: 2, name: 'Mes mesures' }).waitFor();
    await carnet.page.getByText('lire : les mesures et résultats d’examens').waitFor();
    await assertAccessible(carnet.page, 'the applications');
    await picture(carnet.page, `applications-${width}`);
    await press(carnet.page, 'Couper');
    await carnet.page.getByRole('alertdialog').waitFor();
    await assertAccessible(carnet.page, 'the question before an application is cut');
    await picture(carnet.page, `applications-${width}-cut`);
    await press(carnet.page, 'Couper l’application');
    await carnet.page.getByText('« Mes mesures » est coupée.').waitFor();
    await carnet.page.getByText('Aucune application n’a accès à ce carnet').waitFor();
    await assertAccessible(carnet.page, 'no application any more');
    await page.reload();
    assert.match(await shown(page), /refused|401|coupé/);
    await carnet.page.goto(`${site.url}/carnet/acces/journal`);
    await carnet.page.getByText('application « Mes mesures » coupée').first().waitFor();
    await carnet.page.getByText('Vous, par l’application « Mes mesures »').first().waitFor();
    await picture(carnet.page, `log-${width}`);
    await carnet.leave();
    await visit.leave();
  });

for (const [width, height] of [
  [320, 640],
  [1280, 800],
] as const)
  test(`SMART App Launch 2.2 §2.0.5, fhirclient in Chromium at ${width} px: a professional opens an application on the patient, without signing in again`, async () => {
    app.options = {
      clientId: 'courbes',
      scope: 'openid fhirUser launch patient/Patient.r patient/Observation.rs',
      redirectUri: '/',
    };
    const visit = await site.visit(width, height);
    const { page } = visit;
    const [professional] = site.scene.professionals;
    assert.ok(professional !== undefined);
    await signInProfessional(site, page, professional.login);
    const person = site.scene.people[width === 320 ? 1 : 2] as DemoPerson;
    await findPerson(page, person, `the search at ${width}`);
    const ground = page.getByText('Je fais partie de son équipe de soins');
    const button = page.getByRole('button', { name: 'Ouvrir dans Courbes' });
    await ground.or(button).first().waitFor();
    if (await ground.isVisible()) {
      await ground.click();
      await page.getByRole('button', { name: 'Ouvrir le dossier' }).click();
    }
    await button.waitFor();
    await assertAccessible(page, 'a patient with an application to open');
    await picture(page, `patient-${width}`);
    const [opened] = await Promise.all([page.context().waitForEvent('page'), button.click()]);
    const agree = opened.getByRole('button', { name: 'Autoriser' });
    await agree.waitFor();
    await opened.getByText('pour le patient sur lequel vous l’avez ouvert').waitFor();
    await assertAccessible(opened, 'what a professional agrees to');
    await picture(opened, `professional-consent-${width}`);
    await agree.click();
    const told = await shown(opened);
    const { patient, is, user, renewed } = JSON.parse(told) as Shown;
    assert.equal(patient, is, told);
    assert.deepEqual([user, renewed], ['Practitioner', 'no'], told);
    assert.equal(page.url().split('/').at(-1), patient, 'the patient of the page that opened it');
    await visit.leave();
  });
