import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { signInCitizen } from './acts.ts';
import { picture } from './gallery/artefacts.ts';
import { assertAccessible, openSite, type Site } from './site.ts';

let site: Site;
before(async () => {
  site = await openSite();
});
after(() => site.close());

const star = () => {
  const person = site.scene.people.find(({ profile }) => profile === 'star');
  assert.ok(person !== undefined);
  return person;
};
const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true });
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

for (const [width, height] of [
  [390, 844],
  [1280, 900],
] as const)
  test(`Issue 8, portals §4.3 /sante/profil at ${width} px: a person adds an allergy step by step, corrects it, takes it away`, async () => {
    const visit = await site.visit(width, height);
    const { page } = visit;
    await signInCitizen(site, page, star());
    await page.goto(`${site.url}/carnet/sante/profil`);
    await heading(page, 'Souhaits').waitFor();
    await assertAccessible(page, 'the profile');
    await picture(page, 'carnet/profil');
    // What two say is one line, which names both.
    const line = page.getByRole('listitem').filter({ has: page.getByText('Diabète de type 2', { exact: true }) });
    assert.equal(await line.first().getByText('Une autre source le dit').count(), 1);

    await press(page, 'Ajouter une allergie');
    await heading(page, 'Ajouter une allergie').waitFor();
    await assertAccessible(page, 'the form of an allergy');
    await picture(page, 'carnet/profil-ajouter');
    await press(page, 'Continuer');
    await page.getByRole('alert').waitFor();
    await assertAccessible(page, 'the form with a fault');
    await picture(page, 'carnet/profil-manque');
    await page.getByLabel('À quoi êtes-vous allergique ?').fill('Kiwi');
    await page.getByRole('radio', { name: 'Aliment' }).check({ force: true });
    await press(page, 'Continuer');
    await page.getByText('Étape 2 sur 2').waitFor();
    await page.getByLabel('Depuis quand ?').fill('printemps');
    await press(page, 'Enregistrer');
    await page.getByRole('alert').getByText('Cette date ne se lit pas').waitFor();
    await page.getByLabel('Depuis quand ?').fill('05/2019');
    await picture(page, 'carnet/profil-suite');
    await press(page, 'Enregistrer');
    await page.getByRole('status').getByText('C’est enregistré : Kiwi.').waitFor();
    await page.getByText('Depuis : mai 2019').waitFor();

    await press(page, 'Modifier, Kiwi');
    const field = page.getByLabel('À quoi êtes-vous allergique ?');
    await field.waitFor();
    assert.equal(await field.inputValue(), 'Kiwi');
    await picture(page, 'carnet/profil-modifier');
    await field.fill('Kiwi jaune');
    await press(page, 'Continuer');
    await press(page, 'Enregistrer');
    await page.getByText('Kiwi jaune', { exact: true }).waitFor();

    await press(page, 'Retirer, Kiwi jaune');
    await heading(page, 'Retirer « Kiwi jaune » de ce que vous avez saisi ?').waitFor();
    await assertAccessible(page, 'the question before a removal');
    await picture(page, 'carnet/profil-retirer');
    await press(page, 'Retirer');
    await page.getByRole('status').getByText('C’est fait').waitFor();
    assert.equal(await page.getByText('Kiwi jaune', { exact: true }).count(), 0);

    await press(page, 'Ajouter une mesure ou une habitude');
    await page.getByLabel('Quelle mesure ?').selectOption('weight');
    await page.getByText('En kilogrammes').waitFor();
    await page.getByLabel('Valeur').fill('7200');
    await press(page, 'Enregistrer');
    // What the server refuses is told at its field.
    await page.getByRole('alert').getByText('Cette valeur n’est pas possible').waitFor();
    await picture(page, 'carnet/profil-mesure');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await visit.leave();
  });

test('Issue 8, portals §4.3 /sante/traitements: reason, dose and end of what is taken; what is over is folded', async () => {
  const visit = await site.visit(390, 844);
  const { page } = visit;
  await signInCitizen(site, page, star());
  await page.goto(`${site.url}/carnet/sante/traitements`);
  const current = page.getByRole('listitem').filter({ hasText: 'Metformine' });
  await current.waitFor();
  const words = (await current.textContent()) ?? '';
  for (const part of ['1 comprimé matin et soir', 'Pourquoi : Diabète de type 2', 'Jusqu’à :'])
    assert.ok(words.includes(part), words);
  assert.equal(await page.getByText('Rivaroxaban 10 mg, comprimé').isVisible(), false);
  await picture(page, 'carnet/traitements');
  await page.getByText('Traitement terminé (1)').click();
  await page.getByText('Rivaroxaban 10 mg, comprimé').waitFor();
  await assertAccessible(page, 'the treatments');
  await page.setViewportSize({ width: 1280, height: 900 });
  await picture(page, 'carnet/traitements');
  await visit.leave();
});
