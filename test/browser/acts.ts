import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { type DemoPerson, demoPassword } from '#demo';
import { buildN3 } from '#documents';
import { provideBundle } from '#interop/pdsm';
import { assertAccessible, type Site } from './site.ts';

/** What people do in a browser, in more than one journey. */

export async function signInCitizen(site: Site, page: Page, person: DemoPerson): Promise<void> {
  await page.goto(`${site.url}/carnet`);
  await button(page, 'Se connecter').click();
  await page.getByLabel('Identifiant').waitFor();
  await assertAccessible(page, 'the citizen’s sign-in');
  await page.getByLabel('Identifiant').fill(person.login);
  await page.getByLabel('Mot de passe').fill(demoPassword);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await page.getByRole('heading', { level: 1, name: /Bonjour/ }).waitFor();
}

export async function signInProfessional(site: Site, page: Page, login: string): Promise<void> {
  await page.goto(`${site.url}/pro`);
  await button(page, 'Se connecter avec Pro Santé Connect (simulé)').click();
  await page.getByLabel('Numéro RPPS ou identifiant').waitFor();
  await assertAccessible(page, 'the professional’s sign-in');
  await page.getByLabel('Numéro RPPS ou identifiant').fill(login);
  await page.getByRole('button', { name: 'Continuer avec l’e-CPS simulée' }).click();
  await page.getByRole('button', { name: 'Les codes sont les mêmes' }).waitFor();
  await assertAccessible(page, 'the code of the simulated e-CPS');
  await page.getByRole('button', { name: 'Les codes sont les mêmes' }).click();
  await page.waitForURL(/\/pro$/, { waitUntil: 'commit' });
  const understood = page.getByRole('button', { name: 'J’ai compris' });
  const day = page.getByRole('heading', { level: 1, name: 'Ma journée' });
  await understood.or(day).waitFor();
  if (await understood.isVisible()) {
    await assertAccessible(page, 'the notice');
    await understood.click();
    await day.waitFor();
  }
}

/** What looks like a button may be one, or a link that does the same. */
function button(page: Page, name: string): Locator {
  return page.getByRole('button', { name }).or(page.getByRole('link', { name })).first();
}

export function menu(page: Page, name: string): Locator {
  return page.getByRole('link', { name, exact: true }).first();
}

/** The log: two taps from the bar. */
export async function openLog(page: Page): Promise<void> {
  await menu(page, 'Accès').click();
  await page.getByRole('heading', { level: 1, name: 'Qui a accès à mon carnet' }).waitFor();
  await menu(page, 'Journal').click();
  await page.getByRole('heading', { level: 1, name: 'Journal de mon carnet' }).waitFor();
}

/** The documents of the carnet: two taps from the bar. */
export async function openDocuments(page: Page): Promise<void> {
  await menu(page, 'Santé').click();
  await page.getByRole('heading', { level: 1, name: 'Ma santé' }).waitFor();
  await menu(page, 'Documents').click();
  await page.getByRole('heading', { level: 1, name: 'Mes documents' }).waitFor();
}

/** A document deposited by a software while the page is open. */
export async function depositNow(site: Site, person: DemoPerson, title: string, text: string): Promise<void> {
  const [structure] = site.scene.structures;
  const author = site.scene.professionals.find((one) => one.structureId === structure?.id);
  assert.ok(structure !== undefined && author !== undefined);
  const party = {
    id: { root: '1.2.250.1.71.4.2.1', extension: author.id },
    family: author.family,
    given: author.given,
    specialty: author.specialty,
    structure: {
      id: { root: '1.2.250.1.71.4.2.2', extension: structure.id },
      name: structure.name,
      practiceSetting: structure.practiceSetting,
      facilityType: structure.facilityType,
    },
  };
  const bytes = buildN3(
    {
      id: { root: crypto.randomUUID().toUpperCase() },
      setId: { root: crypto.randomUUID().toUpperCase() },
      version: 1,
      templateIds: ['1.3.6.1.4.1.19376.1.5.3.1.1.1'],
      type: { code: '11488-4', system: '2.16.840.1.113883.6.1', display: 'CR ou fiche de consultation ou de visite' },
      title,
      effectiveTime: new Date(),
      patient: person,
      author: party,
      event: { start: new Date() },
    },
    [{ title: 'Conclusion', blocks: [{ kind: 'paragraph', text }] }],
  );
  const answer = await fetch(`${site.url}/oidc/operator-token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ as: structure.clientId }),
  });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  const response = await fetch(`${site.url}/fhir`, {
    method: 'POST',
    headers: { 'content-type': 'application/fhir+json', authorization: `Bearer ${token}` },
    body: provideBundle(bytes, { at: new Date() }),
  });
  assert.equal(response.status, 200, await response.text());
}

export async function findPerson(page: Page, person: DemoPerson, where?: string): Promise<void> {
  const field = page.getByRole('textbox', { name: 'Matricule INS' });
  if (!(await field.isVisible())) await menu(page, 'Patients').click();
  await field.waitFor();
  if (where !== undefined) await assertAccessible(page, where);
  await field.fill(person.matricule);
  await page.getByRole('button', { name: 'Rechercher' }).click();
  await page
    .getByRole('link', { name: new RegExp(person.birthFamily, 'i') })
    .first()
    .click();
}
