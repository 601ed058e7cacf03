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

const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

for (const [width, height] of [
  [390, 844],
  [1280, 900],
] as const)
  test(`Issue 8, profile at ${width} px: words are offered while one types, by hand and by keyboard; one’s own words are as good`, async () => {
    const { page, leave } = await site.visit(width, height);
    await signInCitizen(site, page, star());
    const offered = page.waitForResponse(/profile\/choices/);
    await page.goto(`${site.url}/carnet/sante/profil`);
    await offered;
    await press(page, 'Ajouter une allergie');
    const field = page.getByRole('combobox', { name: 'À quoi êtes-vous allergique ?' });
    await field.pressSequentially('p');
    await page.getByRole('listbox').waitFor();
    assert.ok((await page.getByRole('listbox').getByRole('option').count()) <= 8);
    await field.fill('');
    await field.pressSequentially('CACAHU');
    await page.getByRole('option', { name: 'Arachide' }).waitFor();
    await assertAccessible(page, 'words that are offered');
    await picture(page, 'carnet/profil-choix');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('listbox').waitFor({ state: 'detached' });
    assert.equal(await field.inputValue(), 'Arachide');
    assert.equal(await page.getByRole('radio', { name: 'Aliment' }).isChecked(), true);
    await field.fill('Topinambour');
    await press(page, 'Continuer');
    await page.getByText('Étape 2 sur 2').waitFor();
    await press(page, 'Revenir');
    assert.equal(await field.inputValue(), 'Topinambour');
    // Escape leaves the list first, and the words stay.
    await field.fill('');
    await field.pressSequentially('pol');
    await page.getByRole('listbox').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('listbox').waitFor({ state: 'detached' });
    assert.equal(await field.inputValue(), 'pol');
    await press(page, 'Annuler');

    await press(page, 'Ajouter un vaccin');
    const vaccine = page.getByRole('combobox', { name: 'Quel vaccin ?' });
    await vaccine.pressSequentially('stamaril');
    await page.getByRole('option', { name: 'Fièvre jaune' }).click();
    await page.getByLabel('Quand ?').fill('12/05/2019');
    await press(page, 'Enregistrer');
    await page.getByRole('status').getByText('C’est enregistré : Fièvre jaune.').waitFor();
    await press(page, 'Retirer, Fièvre jaune');
    await press(page, 'Retirer');
    await page.getByRole('status').getByText('C’est fait').waitFor();
    await leave();
  });

test('Issue 8, profile: measures over time in a sentence, a drawing and a table, each with its source; an old one is corrected there', async () => {
  const { page, leave } = await site.visit(390, 844);
  await signInCitizen(site, page, star());
  await page.goto(`${site.url}/carnet/sante/profil`);
  const add = async (kind: string, value: string, day: string) => {
    await press(page, 'Ajouter une mesure ou une habitude');
    await page.getByLabel('Quelle mesure ?').selectOption(kind);
    await page.getByLabel('Valeur').fill(value);
    await page.getByLabel('Jour').fill(day);
    await press(page, 'Enregistrer');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  };
  await add('waist', '92', '2026-02-01');
  await add('waist', '90,5', '2026-05-01');
  await add('pressure', '13/8', '2026-05-01');
  const today = new Date().toISOString().slice(0, 10);
  await add('height', '170', today);
  await add('weight', '68', today);
  await page.getByText('Les mesures dans le temps').click();
  const waist = page.getByRole('region', { name: 'Tour de taille' });
  await waist.getByText('C’est 1,5 cm de moins que le 1er février 2026 (92 cm).').waitFor();
  await waist.locator('canvas').waitFor();
  await page.getByRole('region', { name: 'Tension artérielle' }).getByText('Tirets : le deuxième').waitFor();
  await page.getByText('Indice de masse corporelle (IMC)').waitFor();
  await page.getByText('23,5 kg/m²').waitFor();
  await waist.getByText('Voir les 2 mesures').click();
  const old = waist.getByRole('row').filter({ hasText: '1er février 2026' });
  assert.match((await old.textContent()) ?? '', /92 cm.*Saisi dans le carnet/);
  await assertAccessible(page, 'the measures over time');
  for (const [width, height] of [
    [320, 700],
    [390, 844],
    [1280, 900],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.waitForFunction(`${overflow} === 0`); // a drawing takes its new width after the page
    await picture(page, 'carnet/mesures');
  }
  await old.getByRole('button', { name: 'Modifier, Tour de taille, 92 cm, 1er février 2026' }).click();
  await page.getByLabel('Valeur').fill('91');
  await press(page, 'Enregistrer');
  await waist.getByText('C’est 0,5 cm de moins que le 1er février 2026 (91 cm).').waitFor();
  await leave();
});
