import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { displayName } from '#directory';
import { findPerson, signInProfessional } from './acts.ts';
import { assertAccessible, openSite, type Site, type Visit } from './site.ts';

let site: Site;
before(async () => {
  site = await openSite();
});
after(() => site?.close());

/** Two of the same structure, the first of whom manages its secretariat. */
function pair() {
  const [structure] = site.scene.structures;
  const [author, colleague] = site.scene.professionals.filter((one) => one.structureId === structure?.id);
  const other = colleague ?? site.scene.professionals.find((one) => one.structureId !== structure?.id);
  assert.ok(author !== undefined && other !== undefined);
  return { author, colleague: other };
}

/** What is on the screen, where MAIL_SCREENS names a folder: for whoever looks at the pages themselves. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.MAIL_SCREENS;
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click();
const heading = (page: Page, name: string | RegExp, level = 1) => page.getByRole('heading', { level, name }).waitFor();
const openMessages = async (page: Page) => {
  await page
    .getByRole('navigation', { name: 'Menu principal' })
    .getByRole('link', { name: /^Messages/ })
    .click();
  await heading(page, 'Reçus', 2);
};
const folder = async (page: Page, name: string) => {
  await page
    .getByRole('navigation', { name: 'Dossiers' })
    .getByRole('link', { name: new RegExp(`^${name}`) })
    .click();
  await heading(page, name, 2);
};

async function write(page: Page, to: string, subject: string, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'À', exact: true }).fill(to);
  await page.getByRole('textbox', { name: 'À', exact: true }).press('Enter');
  await page.getByRole('list', { name: 'Boîtes trouvées dans l’annuaire' }).getByRole('button').first().click();
  await page.getByRole('button', { name: /^Retirer / }).waitFor();
  await page.getByRole('textbox', { name: /^Objet/ }).fill(subject);
  await page.getByRole('textbox', { name: /^Message/ }).fill(text);
}

for (const [width, height] of [
  [390, 844],
  [1280, 800],
] as const)
  test(`Issue 7, 6, mail in Chromium at ${width} px: write, arrive without reload, answer, find, archive, a template, a part given`, async () => {
    const { author, colleague } = pair();
    const visits: Visit[] = [await site.visit(width, height), await site.visit(width, height)];
    const [mine, theirs] = visits.map(({ page }) => page) as [Page, Page];
    await signInProfessional(site, mine, author.login);
    await signInProfessional(site, theirs, colleague.login);
    const subject = `Avis ${width}`;

    await openMessages(theirs);
    await assertAccessible(theirs, 'an empty folder');
    await picture(theirs, `empty-${width}`);
    await openMessages(mine);
    await mine.getByRole('link', { name: 'Écrire un message' }).click();
    await heading(mine, 'Nouveau message');
    await press(mine, 'Envoyer');
    await mine.getByRole('alert').getByText('Ajoutez au moins un destinataire').waitFor();
    await assertAccessible(mine, 'a letter with faults');
    await picture(mine, `faults-${width}`);
    await mine.getByRole('textbox', { name: 'À', exact: true }).fill('nom@ailleurs.example');
    await mine.getByRole('button', { name: 'Chercher ou ajouter' }).first().click();
    await mine.getByText('Cela n’a pas marché').waitFor();
    await assertAccessible(mine, 'a recipient that cannot be reached');
    await picture(mine, `recipient-${width}`);
    await write(mine, colleague.family, subject, 'Bonjour,\nque pensez-vous de ce résultat ?\n');
    await mine.getByLabel('Joindre des fichiers').setInputFiles({
      name: 'résultat.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('1,2 mmol/L'),
    });
    await mine.getByRole('button', { name: 'Retirer résultat.txt' }).waitFor();
    await press(mine, 'Enregistrer le brouillon');
    await mine.getByText(/Brouillon enregistré à/).waitFor();
    await assertAccessible(mine, 'a letter');
    await picture(mine, `letter-${width}`);
    await press(mine, 'Envoyer');
    await heading(mine, 'Reçus', 2);
    await folder(mine, 'Brouillons');
    await mine.getByText('Aucun message dans ce dossier.').waitFor();

    // The other page was open all the time.
    await theirs.getByRole('link', { name: subject }).waitFor();
    await theirs.getByRole('link', { name: /^Messages, 1 non lu$/ }).waitFor();
    await assertAccessible(theirs, 'a folder');
    await picture(theirs, `folder-${width}`);
    await theirs.getByRole('link', { name: subject }).click();
    await theirs.getByText('que pensez-vous de ce résultat ?').waitFor();
    await theirs.getByRole('link', { name: /Télécharger résultat\.txt/ }).waitFor();
    await theirs.getByRole('link', { name: 'Messages', exact: true }).waitFor();
    await assertAccessible(theirs, 'a conversation');
    await picture(theirs, `thread-${width}`);
    await press(theirs, 'Répondre');
    await heading(theirs, 'Répondre');
    assert.equal(await theirs.getByRole('textbox', { name: /^Objet/ }).inputValue(), `Re: ${subject}`);
    await theirs.getByRole('textbox', { name: /^Message/ }).fill('Je le verrai demain.');
    await press(theirs, 'Envoyer');
    await theirs.getByText('Je le verrai demain.').waitFor();

    await folder(mine, 'Reçus');
    await mine.getByRole('link', { name: subject }).waitFor();
    await mine.getByRole('searchbox', { name: 'Chercher dans les messages' }).fill('verrai');
    await mine.getByText('1 conversation trouvée', { exact: true }).first().waitFor();
    await mine.getByRole('searchbox', { name: 'Chercher dans les messages' }).fill('introuvable');
    await mine.getByText('Aucun message ne correspond.', { exact: false }).waitFor();
    await assertAccessible(mine, 'a search that finds nothing');
    await mine.getByRole('searchbox', { name: 'Chercher dans les messages' }).fill('');
    await mine.getByRole('link', { name: subject }).click();
    await mine.getByText('Je le verrai demain.').waitFor();
    await press(mine, 'Archiver');
    await heading(mine, 'Reçus', 2);
    await folder(mine, 'Archives');
    await mine.getByRole('link', { name: subject }).click();
    await press(mine, 'Supprimer');
    await heading(mine, 'Archives', 2);
    await folder(mine, 'Corbeille');
    await mine.getByRole('link', { name: subject }).click();
    await press(mine, 'Supprimer définitivement');
    await mine.getByRole('alertdialog').waitFor();
    await assertAccessible(mine, 'the question before an end for good');
    await picture(mine, `erase-${width}`);
    await mine.getByRole('alertdialog').getByRole('button', { name: 'Supprimer définitivement' }).click();
    await heading(mine, 'Corbeille', 2);
    await mine.getByText('Aucun message dans ce dossier.').waitFor();

    await template(mine, colleague.family, width);
    await delegation(mine, theirs, colleague, width);
    for (const visit of visits) await visit.leave();
  });

async function template(page: Page, to: string, width: number): Promise<void> {
  await page.getByRole('link', { name: 'Modèles' }).click();
  await heading(page, 'Modèles de messages');
  await press(page, 'Enregistrer le modèle');
  await page.getByRole('alert').getByText('Donnez un nom au modèle.').waitFor();
  await assertAccessible(page, 'templates with faults');
  await page.getByLabel('Nom du modèle').fill(`Avis ${width}`);
  await page.getByLabel('Texte').fill('Concerne {patient}, le {date}.\n');
  await press(page, 'Enregistrer le modèle');
  await page.getByRole('button', { name: `Modifier Avis ${width}` }).waitFor();
  await assertAccessible(page, 'templates');
  await picture(page, `templates-${width}`);
  await page.getByRole('link', { name: 'Écrire un message' }).click();
  await page.getByLabel('Commencer par un modèle').selectOption({ label: `Avis ${width} (À moi)` });
  await press(page, 'Mettre ce modèle');
  const text = page.getByRole('textbox', { name: /^Message/ });
  assert.match(await text.inputValue(), /^Concerne \{patient\}, le \d{1,2} .+ \d{4}\./);
  await page.getByRole('textbox', { name: 'À', exact: true }).fill(to);
  await press(page, 'Envoyer');
  await page.getByRole('alert').getByText('Le modèle a encore une place à remplir : {patient}.').waitFor();
  await press(page, 'Supprimer le brouillon');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Supprimer le brouillon' }).click();
  await heading(page, 'Reçus', 2);
}

type Colleague = ReturnType<typeof pair>['colleague'];
async function delegation(mine: Page, theirs: Page, colleague: Colleague, width: number): Promise<void> {
  const before = await theirs.getByLabel('Boîte aux lettres').count();
  await mine.getByLabel('Boîte aux lettres').selectOption({ index: 1 });
  await mine.getByRole('link', { name: 'Réglages de la boîte' }).click();
  await heading(mine, 'Réglages de la boîte');
  await mine.getByLabel('Nom du professionnel').fill(colleague.family);
  await mine.getByRole('main').getByRole('button', { name: 'Chercher', exact: true }).click();
  await mine.getByRole('radio', { name: displayName(colleague) }).check();
  await mine.getByRole('radio', { name: 'Lire', exact: true }).check();
  await assertAccessible(mine, 'the settings');
  await picture(mine, `settings-${width}`);
  await press(mine, 'Donner la part');
  await mine.getByRole('button', { name: `Retirer la part de ${displayName(colleague)}` }).waitFor();
  await theirs.reload();
  await theirs.getByLabel('Boîte aux lettres').selectOption({ index: 1 });
  await theirs.getByText('Vous pouvez lire cette boîte, pas y écrire.', { exact: false }).waitFor();
  await assertAccessible(theirs, 'a mailbox that one may only read');
  await mine.getByRole('button', { name: `Retirer la part de ${displayName(colleague)}` }).click();
  await mine.getByRole('alertdialog').getByRole('button', { name: 'Retirer la part' }).click();
  await mine.getByRole('button', { name: `Retirer la part de ${displayName(colleague)}` }).waitFor({ state: 'detached' });
  await theirs.goto(`${site.url}/pro/messages`);
  await heading(theirs, 'Reçus', 2);
  assert.equal(await theirs.getByLabel('Boîte aux lettres').count(), before);
  await mine.getByLabel('Dernier jour').fill('2020-01-01');
  await press(mine, 'Enregistrer l’absence');
  await mine.getByRole('alert').getByText('Donnez deux jours', { exact: false }).waitFor();
  await assertAccessible(mine, 'an absence with faults');
}

/** Presses Tab until what has the focus is called so; fails after as many as a page could need. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let i = 0; i < 80; i++) {
    await page.keyboard.press('Tab');
    const here = await page.evaluate(`(() => {
      const at = document.activeElement;
      const label = at?.labels?.[0]?.textContent ?? at?.getAttribute('aria-label') ?? at?.textContent ?? '';
      return label.trim();
    })()`);
    if (name.test(String(here))) return;
  }
  assert.fail(`nothing called ${name} was reached by Tab`);
}

test('WCAG 2.1.1, 2.1.4, 2.4.3: mail by the keyboard alone: write, send, letters that act until they are switched off, archive', async () => {
  const { author, colleague } = pair();
  const [mine, theirs] = [await site.visit(1280, 800), await site.visit(1280, 800)];
  await signInProfessional(site, mine.page, author.login);
  await signInProfessional(site, theirs.page, colleague.login);
  const { page } = mine;
  await tabTo(page, /^Messages/);
  await page.keyboard.press('Enter');
  await heading(page, 'Reçus', 2);
  assert.equal(await page.evaluate('document.activeElement?.tagName'), 'H1', 'the title of the new screen has the focus');
  await tabTo(page, /^Écrire un message$/);
  await page.keyboard.press('Enter');
  await heading(page, 'Nouveau message');
  await tabTo(page, /^À$/);
  await page.keyboard.type(colleague.family);
  await page.keyboard.press('Enter');
  await page.getByRole('list', { name: 'Boîtes trouvées dans l’annuaire' }).waitFor();
  await tabTo(page, new RegExp(`^${displayName(colleague)}$`));
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^Retirer / }).waitFor();
  await tabTo(page, /^Objet$/);
  await page.keyboard.type('Au clavier');
  await tabTo(page, /^Message$/);
  await page.keyboard.type('Sans souris.');
  await tabTo(page, /^Envoyer$/);
  await page.keyboard.press('Enter');
  await heading(page, 'Reçus', 2);

  const other = theirs.page;
  await openMessages(other);
  await other.getByRole('link', { name: 'Au clavier' }).waitFor();
  const turnKeys = async (): Promise<void> => {
    await tabTo(other, /^Réglages de la boîte$/);
    await other.keyboard.press('Enter');
    await heading(other, 'Réglages de la boîte');
    await tabTo(other, /^Raccourcis clavier à une lettre$/);
    await other.keyboard.press('Space');
    await folder(other, 'Reçus');
  };
  await turnKeys();
  await other.getByRole('link', { name: 'Au clavier' }).waitFor();
  await other.keyboard.press('j');
  assert.equal(await other.locator('.thread-link:focus').count(), 0, 'a letter does nothing once the keys are switched off');
  await turnKeys();
  await other.getByRole('link', { name: 'Au clavier' }).waitFor();
  await other.keyboard.press('j');
  await other.locator('.thread-link:focus', { hasText: 'Au clavier' }).waitFor();
  await other.keyboard.press('Enter');
  await other.getByText('Sans souris.').waitFor();
  await other.keyboard.press('r');
  await heading(other, 'Répondre');
  await other.locator('#letter-text:focus').waitFor();
  await other.keyboard.type('jrae');
  assert.match(await other.getByRole('textbox', { name: /^Message/ }).inputValue(), /^jrae/, 'in a field, letters are letters');
  await other.goBack();
  await other.getByText('Sans souris.').waitFor();
  await other.keyboard.press('e');
  await heading(other, 'Reçus', 2);
  await other.getByRole('link', { name: 'Au clavier' }).waitFor({ state: 'detached' });
  await mine.leave();
  await theirs.leave();
});

for (const [width, height] of [
  [390, 844],
  [1280, 800],
] as const)
  test(`Issue 7, 4 and 5, patients in mail at ${width} px: a document arrives with its banner and is filed; a citizen is written to, closed, welcomed`, async () => {
    const { author, colleague } = pair();
    const person = site.scene.careTeams.find(({ professional }) => professional.id === author.id)?.person;
    assert.ok(person);
    const [mine, theirs] = [await site.visit(width, height), await site.visit(width, height)];
    await signInProfessional(site, mine.page, author.login);
    await signInProfessional(site, theirs.page, colleague.login);
    const { page } = mine;
    await findPerson(page, person);
    const ground = page.getByText('Je fais partie de son équipe de soins');
    const letter = page.getByRole('link', { name: 'Écrire à cette personne' });
    await letter.or(ground).first().waitFor();
    if (await ground.isVisible()) {
      await ground.click();
      await press(page, 'Ouvrir le dossier');
    }
    await letter.waitFor();
    const record = /\/p\/([0-9a-f]{32})/.exec(page.url())?.[1] ?? '';
    const sent = await sendDocument(page, record, `${colleague.login}@exemple.mssante.fr`);
    assert.equal(sent.status, 201, sent.text);

    const other = theirs.page;
    await openMessages(other);
    await other.locator('.thread-link').first().waitFor();
    await other.getByLabel('Avec un patient reconnu').check();
    await other.getByText('Patient reconnu').first().waitFor();
    assert.doesNotMatch((await other.locator('main').textContent()) ?? '', /XDM\/1\.0/, 'the mark of documents is for machines');
    await other.locator('.thread-link').first().click();
    const banner = other.getByRole('region', { name: 'Patient de ce message' });
    await banner.waitFor();
    for (const trait of ['Nom de naissance', '1er prénom de naissance', 'Né(e) le', 'Sexe', 'Lieu (code INSEE)'])
      await banner.getByText(trait, { exact: true }).waitFor();
    await banner.getByText(person.birthFamily).first().waitFor();
    await other.getByText('Déjà dans le dossier').first().waitFor();
    await picture(other, `document-${width}`);
    await assertAccessible(other, 'a message with a document');
    await other.evaluate('document.documentElement.style.fontSize = "200%"');
    await assertAccessible(other, 'a message with the text twice as large');
    await other.evaluate('document.documentElement.style.fontSize = ""');
    await other
      .getByRole('button', { name: /^Lire .* ici$/ })
      .first()
      .click();
    await other.locator('.pdf canvas').first().waitFor();
    await assertAccessible(other, 'a PDF in a message');

    await page.goto(`${site.url}/pro/p/${record}/message`);
    await heading(page, 'Nouveau message');
    await page.getByRole('textbox', { name: /^Objet/ }).fill(`Votre suivi ${width}`);
    await page.getByRole('textbox', { name: /^Message/ }).fill('Comment allez-vous ?');
    await page.getByRole('radio', { name: 'La personne peut répondre' }).waitFor();
    await assertAccessible(page, 'a letter to a citizen');
    await picture(page, `to-citizen-${width}`);
    await press(page, 'Envoyer');
    await heading(page, 'Reçus', 2);
    await folder(page, 'Envoyés');
    await page.getByRole('link', { name: `Votre suivi ${width}` }).click();
    await heading(page, 'Conversation avec un citoyen', 2);
    await press(page, 'Fermer la conversation');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Fermer la conversation' }).click();
    await page.getByText('La personne ne peut plus répondre.').waitFor();
    await press(page, 'Rouvrir la conversation');
    await page.getByText('La personne peut répondre.').waitFor();
    await page.getByText('Questions bienvenues', { exact: true }).click();
    await press(page, 'Ouvrir aux questions');
    await page.getByRole('alert').getByText('Donnez une date à venir', { exact: false }).waitFor();
    await assertAccessible(page, 'a conversation with a citizen');
    const inTenDays = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);
    await page.getByLabel('Jusqu’au').fill(inTenDays);
    await press(page, 'Ouvrir aux questions');
    await page.getByText(/^Questions bienvenues jusqu’au .*, réponse sous 3 jours$/).waitFor();
    await picture(page, `citizen-${width}`);
    await mine.leave();
    await theirs.leave();
  });

/** As the page of the record does, which has a test of its own. */
async function sendDocument(page: Page, record: string, to: string): Promise<{ status: number; text: string }> {
  return page.evaluate(
    async ([of, recipient]) => {
      const read = async (path: string) => (await (await fetch(path)).json()) as { items: { id: string }[] };
      const { items: boxes } = await read('/api/pro/mail/mailboxes');
      const { items } = await read(`/api/pro/patients/${of}/documents`);
      const answer = await fetch(`/api/pro/patients/${of}/documents/send`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-socle': 'web' },
        body: JSON.stringify({ mailbox: boxes[0]?.id, ids: [items[0]?.id], recipients: [recipient] }),
      });
      return { status: answer.status, text: await answer.text() };
    },
    [record, to] as const,
  );
}

for (const [width, size] of [
  [320, '100%'],
  [390, '200%'],
] as const)
  test(`WCAG 1.4.4, 1.4.10, mail at ${width} px with the text at ${size}: nothing scrolls sideways`, async () => {
    const { author } = pair();
    const { page, leave } = await site.visit(width, 640);
    await signInProfessional(site, page, author.login);
    await openMessages(page);
    for (const [link, title] of [
      ['Écrire un message', 'Nouveau message'],
      ['Modèles', 'Modèles de messages'],
      ['Réglages de la boîte', 'Réglages de la boîte'],
    ] as const) {
      await page.getByRole('link', { name: link }).click();
      await heading(page, title);
      await page.evaluate(`document.documentElement.style.fontSize = "${size}"`);
      await picture(page, `${title}-${width}`);
      await assertAccessible(page, `${title} at ${width} px, ${size}`);
    }
    await leave();
  });
