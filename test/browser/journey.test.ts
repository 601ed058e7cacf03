import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { DemoPerson } from '#demo';
import { writePdf } from '#documents';
import { depositNow, findPerson, menu, openDocuments, openLog, signInCitizen, signInProfessional } from './acts.ts';
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

/** Those of whom something was deposited that everybody may see, the star first. */
const withDocuments = (): DemoPerson[] => {
  const shown = [...site.scene.documents()].filter((one) => !one.hiddenFromPatient && !one.hiddenFromProfessionals);
  return [...new Set(shown.map((one) => one.person))].sort((a, b) => site.scene.people.indexOf(a) - site.scene.people.indexOf(b));
};

const darkPixel = `(() => {
  const canvas = document.querySelector('canvas');
  const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
  for (let i = 0; i < pixels.length; i += 4) if (pixels[i] < 100 && pixels[i + 3] > 0) return true;
  return false;
})()`;

/** The person with the richest record: the first of the cast. */
const star = (): DemoPerson => site.scene.people[0] as DemoPerson;

for (const [name, width, height] of sizes) {
  test(`carnet, ${name}: what is new, the list, a document, who may see; nothing for axe to say`, async () => {
    const { page, leave } = await site.visit(width, height);
    await page.goto(`${site.url}/carnet`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await assertAccessible(page, 'the invitation');
    await signInCitizen(site, page, star());
    await page.getByRole('heading', { name: 'Ce qui est nouveau' }).waitFor();
    await assertAccessible(page, 'the first page');

    const title = `Consultation du jour, ${name}`;
    await depositNow(site, star(), title, 'Tout va bien.');
    await page.getByRole('link', { name: title }).first().waitFor({ timeout: 5000 });

    await openDocuments(page);
    await page.getByRole('link', { name: title }).first().waitFor();
    await assertAccessible(page, 'the list');
    await page.getByRole('link', { name: title }).first().click();
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    await page.getByText('Tout va bien.').waitFor();
    await assertAccessible(page, 'a structured document');

    const hidden = page.getByRole('switch', { name: /Caché aux professionnels/ });
    assert.equal(await hidden.isChecked(), false);
    await page.getByText('Caché aux professionnels', { exact: true }).first().click();
    await page.getByRole('switch', { name: /Caché aux professionnels/, checked: true }).waitFor();
    await assertAccessible(page, 'a hidden document');
    await leave();
  });

  test(`carnet, ${name}: a PDF is drawn on the page`, async () => {
    const { page, leave } = await site.visit(width, height);
    await signInCitizen(site, page, star());
    const pdf = await page.evaluate(async () => {
      const list = (await (await fetch('/api/carnet/documents')).json()) as {
        items: { id: string; format: string; title: string }[];
      };
      return list.items.find((item) => item.format === 'N1');
    });
    assert.ok(pdf !== undefined, 'the record has a document with a PDF');
    await page.goto(`${site.url}/carnet/sante/documents/${pdf.id}`);
    await page.getByRole('heading', { level: 1, name: pdf.title }).waitFor();
    await page.locator('canvas').first().waitFor();
    // Something dark was drawn: the words of the document.
    await page.waitForFunction(darkPixel);
    await assertAccessible(page, 'a document with a PDF');
    await leave();
  });

  test(`carnet, ${name}: block a professional, read the log, let them in again`, async () => {
    const { page, leave } = await site.visit(width, height);
    await signInCitizen(site, page, star());
    await menu(page, 'Accès').click();
    await page.getByRole('heading', { level: 1, name: 'Qui a accès à mon carnet' }).waitFor();
    await page.getByRole('button', { name: 'Bloquer', exact: true }).first().waitFor();
    await assertAccessible(page, 'the accesses');
    await page.getByRole('button', { name: 'Bloquer', exact: true }).first().click();
    await page.getByRole('alertdialog').waitFor();
    await assertAccessible(page, 'the dialog that confirms a block');
    await page.getByRole('button', { name: 'Confirmer le blocage' }).click();
    await page.getByRole('button', { name: 'Débloquer', exact: true }).first().waitFor();
    await openLog(page);
    await page
      .getByText(/accès bloqué pour/)
      .first()
      .waitFor();
    await assertAccessible(page, 'the log');
    await menu(page, 'Accès').click();
    await page.getByRole('button', { name: 'Débloquer', exact: true }).first().click();
    await page.getByRole('button', { name: 'Confirmer le déblocage' }).click();
    await page.getByRole('button', { name: 'Débloquer', exact: true }).first().waitFor({ state: 'detached' });
    await menu(page, 'Plus').click();
    await page.getByRole('heading', { level: 1, name: 'Plus' }).waitFor();
    await assertAccessible(page, 'the other pages');
    await leave();
  });

  test(`pro, ${name}: find a person, declare the ground, read, publish; the person sees it within 5 s and stops it`, async () => {
    const { page, leave } = await site.visit(width, height);
    const person = withDocuments()[width === 390 ? 1 : 2] as DemoPerson;
    const known = new Set(
      site.scene.careTeams.filter((tie) => tie.person.matricule === person.matricule).map((tie) => tie.professional.id),
    );
    const stranger = site.scene.professionals.find((one) => one.profession === '10' && !known.has(one.id));
    assert.ok(stranger !== undefined, 'a physician outside the care team');
    const title = `Suivi de l’année, ${name}`;
    await depositNow(site, person, title, 'État stable.');
    await page.goto(`${site.url}/pro`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await assertAccessible(page, 'the invitation of professionals');
    await signInProfessional(site, page, stranger.login);
    await findPerson(page, person, 'the search');
    await page.getByText('Je fais partie de son équipe de soins').click();
    await assertAccessible(page, 'the declaration of the ground');
    await page.getByRole('button', { name: 'Ouvrir le dossier' }).click();
    await page.getByRole('link', { name: 'Chronologie' }).first().click();
    await page.getByRole('link', { name: title }).first().waitFor();
    await assertAccessible(page, 'the chronology of a person');
    await page.getByRole('link', { name: title }).first().click();
    await page.getByRole('heading', { name: title }).waitFor();
    await page.getByText('État stable.').waitFor();
    await assertAccessible(page, 'a document at the professional’s');

    const citizen = await site.visit(width, height);
    await signInCitizen(site, citizen.page, person);
    await openLog(citizen.page);
    await citizen.page.getByText(new RegExp(stranger.family)).first().waitFor({ timeout: 5000 });

    await page.getByRole('link', { name: 'Publier' }).first().click();
    const pdf = writePdf({ title: 'Certificat', header: { left: [], right: [] }, blocks: [], createdAt: new Date() });
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles({ name: 'certificat.pdf', mimeType: 'application/pdf', buffer: pdf });
    await page.getByRole('combobox', { name: 'Type de document' }).fill('certificat');
    await page.getByRole('option').first().click();
    await page.getByLabel('Titre').fill(`Certificat de bonne humeur, ${name}`);
    await assertAccessible(page, 'the form that publishes');
    await page.getByRole('button', { name: 'Publier', exact: true }).click();
    await page.getByRole('link', { name: 'Ouvrir le document publié' }).waitFor();
    await openDocuments(citizen.page);
    await citizen.page
      .getByRole('link', { name: `Certificat de bonne humeur, ${name}` })
      .first()
      .waitFor({ timeout: 5000 });

    await citizen.page.evaluate(
      `fetch('/api/carnet/blocks/${stranger.id}', { method: 'PUT', headers: { 'x-socle': 'web', 'content-type': 'application/json' }, body: '{}' })`,
    );
    await page.goto(`${site.url}/pro`);
    await findPerson(page, person);
    await page
      .getByText('Je fais partie de son équipe de soins')
      .or(page.getByText(/bloqué/))
      .first()
      .waitFor();
    const form = page.getByText('Je fais partie de son équipe de soins');
    if (await form.isVisible()) {
      await form.click();
      await page.getByRole('button', { name: 'Ouvrir le dossier' }).click();
    }
    await page
      .getByText(/a bloqué votre accès/)
      .first()
      .waitFor();
    await citizen.leave();
    await leave();
    const { faults, lines } = await site.socle.verifyLog();
    assert.deepEqual(faults, []);
    assert.ok(lines > 0);
  });
}
