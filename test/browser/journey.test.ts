import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { type DemoPerson, demoPassword } from '#demo';
import { buildN3, writePdf } from '#documents';
import { provideBundle } from '#interop/pdsm';
import { assertAccessible, openSite, type Site } from './site.ts';

let site: Site;
before(async () => {
  site = await openSite();
});
after(() => site.close());

const sizes = [
  ['telephone', 390, 844],
  ['screen', 1280, 800],
] as const;

async function signInCitizen(page: Page, person: DemoPerson): Promise<void> {
  await page.goto(`${site.url}/carnet`);
  await page
    .getByRole('link', { name: 'Se connecter' })
    .or(page.getByRole('button', { name: 'Se connecter' }))
    .first()
    .click();
  await page.getByLabel('Identifiant').fill(person.login);
  await page.getByLabel('Mot de passe').fill(demoPassword);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await page.getByRole('heading', { level: 1, name: /Bonjour/ }).waitFor();
}

async function signInProfessional(page: Page, login: string): Promise<void> {
  await page.goto(`${site.url}/pro`);
  await page
    .getByRole('link', { name: /Pro Santé Connect/ })
    .or(page.getByRole('button', { name: /Pro Santé Connect/ }))
    .first()
    .click();
  await page
    .getByLabel(/RPPS|identifiant/i)
    .first()
    .fill(login);
  await page
    .getByRole('button', { name: /Continuer|Se connecter|Suivant/ })
    .first()
    .click();
  const confirm = page.getByRole('button', { name: /Valider|Confirmer|Continuer|Approuver/ });
  for (let step = 0; step < 3 && !page.url().includes('/pro'); step++) await confirm.first().click();
  await page.waitForURL(/\/pro/);
}

/** A document deposited by a software while the page is open. */
async function depositNow(person: DemoPerson, title: string): Promise<void> {
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
    [{ title: 'Conclusion', blocks: [{ kind: 'paragraph', text: 'Tout va bien.' }] }],
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

/** The person with the richest record: the first of the cast. */
const star = (): DemoPerson => site.scene.people[0] as DemoPerson;

for (const [name, width, height] of sizes) {
  test(`carnet, ${name}: what is new, the list, a document, who may see; nothing for axe to say`, async () => {
    const { page, leave } = await site.visit(width, height);
    await page.goto(`${site.url}/carnet`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await assertAccessible(page, 'the invitation');
    await signInCitizen(page, star());
    await page.getByRole('heading', { name: 'Ce qui est nouveau' }).waitFor();
    await assertAccessible(page, 'the first page');

    const title = `Consultation du jour, ${name}`;
    await depositNow(star(), title);
    await page.getByRole('link', { name: title }).first().waitFor({ timeout: 5000 });

    await page.getByRole('link', { name: 'Documents', exact: true }).first().click();
    await page.getByRole('heading', { level: 1, name: /documents/i }).waitFor();
    await page.getByRole('link', { name: title }).first().waitFor();
    await assertAccessible(page, 'the list');
    await page.getByRole('link', { name: title }).first().click();
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    await page.getByText('Tout va bien.').waitFor();
    await assertAccessible(page, 'a structured document');

    const hidden = page.getByRole('switch', { name: /Caché aux professionnels/ });
    assert.equal(await hidden.isChecked(), false);
    await page.getByText('Caché aux professionnels', { exact: true }).first().click();
    await page.waitForFunction(() =>
      document.querySelector('[role=switch], input[role=switch]')?.matches(':checked, [aria-checked=true]'),
    );
    await assertAccessible(page, 'a hidden document');
    await leave();
  });

  test(`carnet, ${name}: a PDF is drawn on the page`, async () => {
    const { page, leave } = await site.visit(width, height);
    await signInCitizen(page, star());
    const pdf = await page.evaluate(async () => {
      const list = (await (await fetch('/api/carnet/documents')).json()) as {
        items: { id: string; format: string; title: string }[];
      };
      return list.items.find((item) => item.format === 'N1');
    });
    assert.ok(pdf !== undefined, 'the record has a document with a PDF');
    await page.goto(`${site.url}/carnet/documents/${pdf.id}`);
    await page.getByRole('heading', { level: 1, name: pdf.title }).waitFor();
    await page.locator('canvas').first().waitFor();
    await page.waitForFunction(() => {
      const canvas = document.querySelector('canvas');
      const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
      return pixels?.some((value, index) => index % 4 < 3 && value < 100 && (pixels[index - (index % 4) + 3] ?? 0) > 0) === true;
    });
    await assertAccessible(page, 'a document with a PDF');
    await leave();
  });

  test(`carnet, ${name}: block a professional, read the log`, async () => {
    const { page, leave } = await site.visit(width, height);
    await signInCitizen(page, star());
    await page.getByRole('link', { name: 'Accès', exact: true }).first().click();
    await page.getByRole('heading', { level: 1, name: /accès/i }).waitFor();
    await assertAccessible(page, 'the accesses');
    await page
      .getByRole('button', { name: /^Bloquer/ })
      .first()
      .click();
    await page.getByRole('alertdialog').or(page.getByRole('dialog')).waitFor();
    await assertAccessible(page, 'the dialog that confirms a block');
    await page
      .getByRole('alertdialog')
      .or(page.getByRole('dialog'))
      .getByRole('button', { name: /^Bloquer/ })
      .click();
    await page
      .getByRole('button', { name: /^Débloquer/ })
      .first()
      .waitFor();
    await page.getByRole('link', { name: 'Journal', exact: true }).first().click();
    await page.getByRole('heading', { level: 1, name: /journal/i }).waitFor();
    await page
      .getByText(/accès bloqué pour/)
      .first()
      .waitFor();
    await assertAccessible(page, 'the log');
    await page.getByRole('link', { name: 'Accès', exact: true }).first().click();
    await page
      .getByRole('button', { name: /^Débloquer/ })
      .first()
      .click();
    const again = page
      .getByRole('alertdialog')
      .or(page.getByRole('dialog'))
      .getByRole('button', { name: /^Débloquer/ });
    if (await again.isVisible().catch(() => false)) await again.click();
    await leave();
  });

  test(`pro, ${name}: find a person, declare the ground, read, publish; the person sees it within 5 s`, async () => {
    const { page, leave } = await site.visit(width, height);
    const person = site.scene.people[width === 390 ? 1 : 2] as DemoPerson;
    const stranger = site.scene.professionals.find(
      (one) =>
        !site.scene.careTeams.some((tie) => tie.person.matricule === person.matricule && tie.professional.id === one.id) &&
        one.profession === '10',
    );
    assert.ok(stranger !== undefined, 'a physician outside the care team');
    await page.goto(`${site.url}/pro`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await assertAccessible(page, 'the invitation of professionals');
    await signInProfessional(page, stranger.login);
    await page
      .getByLabel(/Matricule/)
      .first()
      .waitFor();
    await assertAccessible(page, 'the search');
    await page
      .getByLabel(/Matricule/)
      .first()
      .fill(person.matricule);
    await page
      .getByRole('button', { name: /Rechercher/ })
      .first()
      .click();
    await page
      .getByRole('link', { name: new RegExp(person.birthFamily, 'i') })
      .first()
      .click();
    await page.getByRole('radio', { name: /équipe de soins/i }).waitFor();
    await assertAccessible(page, 'the declaration of the ground');
    await page
      .getByText(/équipe de soins/i)
      .first()
      .click();
    await page
      .getByRole('button', { name: /Déclarer|Accéder|Continuer|Ouvrir/ })
      .first()
      .click();
    await page.locator('main a[href*="/documents/"]').first().waitFor();
    await assertAccessible(page, 'the documents of a person');
    await page.locator('main a[href*="/documents/"]').first().click();
    await page.getByRole('heading', { level: 1 }).waitFor();
    await assertAccessible(page, 'a document at the professional’s');

    const citizen = await site.visit(width, height);
    await signInCitizen(citizen.page, person);
    await citizen.page.getByRole('link', { name: 'Journal', exact: true }).first().click();
    await citizen.page.getByText(new RegExp(stranger.family)).first().waitFor({ timeout: 5000 });

    await page
      .getByRole('link', { name: /Publier/ })
      .first()
      .click();
    const pdf = writePdf({ title: 'Certificat', header: { left: [], right: [] }, blocks: [], createdAt: new Date() });
    await page.locator('input[type=file]').setInputFiles({ name: 'certificat.pdf', mimeType: 'application/pdf', buffer: pdf });
    await page.getByRole('combobox').first().fill('certificat');
    await page.getByRole('option').first().click();
    await page.getByLabel(/Titre/).fill('Certificat de bonne humeur');
    await assertAccessible(page, 'the form that publishes');
    await page
      .getByRole('button', { name: /^Publier/ })
      .last()
      .click();
    await page.getByText('Certificat de bonne humeur').first().waitFor();
    await citizen.page.getByRole('link', { name: 'Documents', exact: true }).first().click();
    await citizen.page.getByRole('link', { name: 'Certificat de bonne humeur' }).first().waitFor({ timeout: 5000 });

    await citizen.page.evaluate(async (id) => {
      await fetch(`/api/carnet/blocks/${id}`, {
        method: 'PUT',
        headers: { 'x-socle': 'web', 'content-type': 'application/json' },
        body: '{}',
      });
    }, stranger.id);
    await page.reload();
    await page.goto(`${site.url}/pro`);
    await page
      .getByLabel(/Matricule/)
      .first()
      .fill(person.matricule);
    await page
      .getByRole('button', { name: /Rechercher/ })
      .first()
      .click();
    await page
      .getByRole('link', { name: new RegExp(person.birthFamily, 'i') })
      .first()
      .click();
    await page
      .getByText(/bloqué/i)
      .first()
      .waitFor();
    await citizen.leave();
    await leave();
    assert.deepEqual(
      (await site.socle.store.query({ name: 'test.one', text: 'select 1 as one', acrossRecords: 'test' })).length,
      1,
    );
  });
}
