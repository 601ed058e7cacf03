import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import type { DemoPerson } from '#demo';
import { depositNow, findPerson, menu, signInCitizen, signInProfessional } from './acts.ts';
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

const adult = (n: number): DemoPerson => {
  const found = site.scene.people.filter(({ birthDate }) => birthDate < '2000')[n];
  assert.ok(found !== undefined);
  return found;
};
/** It is said, and in sight of who acted, wherever on the screen they did. */
const done = async (page: Page, words: RegExp): Promise<void> => {
  const said = page.getByRole('status').filter({ hasText: words }).first();
  await said.waitFor();
  const { y, height } = (await said.boundingBox()) ?? assert.fail('nothing is said');
  const { height: screen } = page.viewportSize() ?? assert.fail('no screen');
  assert.ok(y >= 0 && y + height <= screen, `${words} stands at ${y} of ${screen}`);
};
const ask = async (page: Page, button: RegExp, where: string): Promise<void> => {
  await page.getByRole('button', { name: button }).first().click();
  await page.getByRole('alertdialog').waitFor();
  await assertAccessible(page, where);
};
const openAccess = async (page: Page): Promise<void> => {
  await menu(page, 'Accès').click();
  await page.getByRole('heading', { level: 1, name: 'Qui a accès à mon carnet' }).waitFor();
  await page.getByRole('heading', { name: 'Professionnels' }).waitFor();
};

for (const [index, [name, width, height]] of sizes.entries()) {
  test(`Issue 5, 2, ${name}: the person sees each end, changes it, stops it in the same second; the professional is refused`, async () => {
    const person = adult(index);
    const known = new Set(
      site.scene.careTeams.filter((tie) => tie.person.matricule === person.matricule).map((tie) => tie.professional.id),
    );
    const doctor = site.scene.professionals.find(({ profession, id }) => profession === '10' && !known.has(id));
    assert.ok(doctor !== undefined, 'a physician outside the care team');
    await depositNow(site, person, 'Consultation de contrôle', 'Rien à signaler.');
    const surgery = await site.visit(1280, 800);
    await signInProfessional(site, surgery.page, doctor.login);
    await findPerson(surgery.page, person);
    await surgery.page.getByLabel('Je fais partie de son équipe de soins').check();
    await surgery.page.getByRole('button', { name: 'Ouvrir le dossier' }).click();
    await surgery.page.getByRole('link', { name: 'Chronologie' }).first().click();
    await surgery.page.getByText('Consultation de contrôle').first().waitFor();

    const { page, leave } = await site.visit(width, height);
    await signInCitizen(site, page, person);
    await openAccess(page);
    const card = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: new RegExp(doctor.family, 'i') }) });
    await card.waitFor();
    await assertAccessible(page, 'who has access');
    await card.getByRole('button', { name: 'Changer la fin' }).click();
    await page.getByRole('alertdialog').waitFor();
    await assertAccessible(page, 'the question until when');
    await page.getByLabel('Dans 7 jours').check();
    await page.getByRole('button', { name: 'Enregistrer cette fin' }).click();
    await done(page, /peut lire votre carnet jusqu’au/);

    await page.getByRole('alertdialog').waitFor({ state: 'detached' });
    await card.getByRole('button', { name: /C’est mon médecin traitant/ }).click();
    await done(page, /est votre médecin traitant/);
    await card.getByText('Votre médecin traitant').first().waitFor();

    await card.getByRole('button', { name: 'Changer la fin' }).click();
    await page.getByLabel('Arrêter maintenant').check();
    await page.getByRole('button', { name: 'Arrêter cet accès' }).click();
    await done(page, /est terminé/);
    // The open page of the professional hears of it: the question of the ground is back.
    await surgery.page.getByText('À quel titre ouvrez-vous ce dossier ?').waitFor({ timeout: 5000 });
    await surgery.leave();
    await leave();
  });

  test(`Issue 5, 2, ${name}: the person gives access to somebody of the directory; closes the carnet and opens it again`, async () => {
    const person = adult(2 + index);
    const other = site.scene.professionals[1];
    assert.ok(other !== undefined);
    const { page, leave } = await site.visit(width, height);
    await signInCitizen(site, page, person);
    await openAccess(page);
    await page.getByLabel('Nom du professionnel').fill(other.family);
    await page.getByRole('button', { name: 'Chercher', exact: true }).click();
    await done(page, /professionnel/);
    await ask(page, new RegExp(`Donner accès, .*${other.family}`, 'i'), 'giving access');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Donner accès' }).click();
    await done(page, /peut lire votre carnet/);
    await page.getByText('Accès donné par').first().waitFor();

    await ask(page, /^Fermer mon carnet$/, 'closing');
    await page.getByRole('button', { name: 'Confirmer la fermeture' }).click();
    await page.getByText('Votre carnet est fermé').first().waitFor();
    await assertAccessible(page, 'a closed carnet');
    await ask(page, /^Rouvrir mon carnet$/, 'opening again');
    await page.getByRole('button', { name: 'Confirmer la réouverture' }).click();
    await done(page, /est rouvert/);
    await leave();
  });

  test(`Issue 5, 3, ${name}: a relative acts for the person by a code, under their own name, until it is ended`, async () => {
    const [person, relative] = [adult(4 + index), adult(6 + index)];
    const title = `Compte rendu à lire ensemble, ${name}`;
    await depositNow(site, person, title, 'À relire à deux.');
    const theirs = await site.visit(width, height);
    await signInCitizen(site, theirs.page, person);
    await theirs.page.goto(`${site.url}/carnet/proches`);
    await theirs.page.getByRole('heading', { name: 'Laisser un proche agir pour moi' }).waitFor();
    await assertAccessible(theirs.page, 'relatives');
    await theirs.page.getByRole('button', { name: 'Obtenir un code' }).click();
    const code = await theirs.page.locator('.handed-code').textContent();
    assert.ok(code !== null);
    assert.match(code.replace(/[\s-]/g, ''), /^[A-Z0-9]{10}$/);

    const { page, leave } = await site.visit(width, height);
    await signInCitizen(site, page, relative);
    await page.goto(`${site.url}/carnet/proches`);
    await page.getByLabel('Code reçu').fill('AAAA');
    await page.getByRole('button', { name: 'Utiliser ce code' }).click();
    await page.getByRole('alert').filter({ hasText: '10 lettres' }).waitFor();
    await page.getByLabel('Code reçu').fill(code);
    await page.getByRole('button', { name: 'Utiliser ce code' }).click();
    await page.getByRole('button', { name: new RegExp(`Ouvrir le carnet d[e’] ?.*${person.usedFamily}`, 'i') }).click();
    await page
      .getByText(/Vous agissez pour/)
      .first()
      .waitFor();
    await assertAccessible(page, 'acting for somebody');
    await page.getByRole('link', { name: title }).first().press('Enter');
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    await page.getByText('À relire à deux.').waitFor();
    await page
      .getByText(/Vous agissez pour/)
      .first()
      .waitFor();

    await theirs.page.goto(`${site.url}/carnet/acces/journal`);
    await theirs.page.getByText(new RegExp(relative.usedFamily, 'i')).first().waitFor();
    await theirs.page.goto(`${site.url}/carnet/proches`);
    await theirs.page.getByRole('button', { name: new RegExp(`^Arrêter, .*${relative.usedFamily}`, 'i') }).click();
    await theirs.page.getByRole('button', { name: 'Confirmer l’arrêt' }).click();
    await done(theirs.page, /arrêté/);
    await page.goto(`${site.url}/carnet`);
    await page.getByRole('heading', { level: 1, name: new RegExp(`Bonjour.*${relative.usedGiven}`) }).waitFor();
    assert.equal(await page.getByText(/Vous agissez pour/).count(), 0, 'back in their own carnet');
    assert.equal(await page.getByRole('link', { name: title }).count(), 0);
    await theirs.leave();
    await leave();
  });
}
