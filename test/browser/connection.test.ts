import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { type DemoPerson, demoOperators, demoPassword } from '#demo';
import { menu, openLog } from './acts.ts';
import { assertAccessible, openSite, type Site, type Visit } from './site.ts';

let site: Site;
let desk: Visit;
before(async () => {
  site = await openSite([], {}, 'localhost');
  desk = await site.visit(1280, 900);
  await desk.page.goto(`${site.url}/entrer/exploitation?retour=/exploitation/guichet`);
  await desk.page.getByLabel('Identifiant').fill(demoOperators[0]?.login ?? '');
  await desk.page.getByLabel('Mot de passe').fill(demoPassword);
  await desk.page.getByRole('button', { name: 'Se connecter' }).click();
  await heading(desk.page, 'Guichet');
});
after(async () => {
  await desk.leave();
  await site.close();
});

const adult = (n: number): DemoPerson => {
  const found = site.scene.people.filter(({ birthDate }) => birthDate < '2000')[n];
  assert.ok(found !== undefined);
  return found;
};
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor();
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click();
const french = (date: string): string => date.split('-').reverse().join('/');

/** A telephone with a screen lock, as Chromium plays one. */
async function withAuthenticator(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const kind = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true } as const;
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: { ...kind, isUserVerified: true, automaticPresenceSimulation: true },
  });
}

/** The code that the operator hands over at the desk. */
async function codeFor(person: DemoPerson, look = false): Promise<string> {
  const { page } = desk;
  await page.goto(`${site.url}/exploitation/guichet`);
  await page.getByLabel('Matricule INS').first().check();
  await page.getByRole('textbox', { name: 'Matricule INS' }).fill(person.matricule);
  await press(page, 'Chercher');
  await page.getByLabel('Pièce montrée').selectOption({ index: 1 });
  for (const trait of ['Nom de naissance', 'Premier prénom', 'Date de naissance'])
    await page.getByRole('checkbox', { name: new RegExp(trait) }).check();
  await press(page, 'Identité vérifiée, continuer');
  await press(page, 'Remettre un code d’activation');
  const code = (await page.locator('.code strong').textContent()) ?? '';
  assert.match(code, /^[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}$/);
  if (look) await assertAccessible(page, 'the code at the desk');
  return code;
}

async function giveCode(page: Page, person: DemoPerson, code: string, look = true): Promise<void> {
  await page.goto(`${site.url}/entrer/citoyen`);
  if (look) await assertAccessible(page, 'the sign-in');
  await press(page, 'J’ai un code d’activation');
  await heading(page, 'Activer mon accès');
  if (look) await assertAccessible(page, 'the activation');
  await page.getByLabel('Code d’activation').fill(code);
  await page.getByLabel('Date de naissance').fill(french(person.birthDate));
  await press(page, 'Continuer');
  await heading(page, /Comment voulez-vous vous connecter/);
  if (look) await assertAccessible(page, 'the choice of a way in');
}

const openConnection = async (page: Page): Promise<void> => {
  await menu(page, 'Plus').click();
  await page.getByRole('link', { name: 'Ma connexion' }).click();
  await heading(page, 'Ma connexion');
  await page.getByRole('heading', { name: 'Appareils connectés' }).waitFor();
};

for (const [index, [name, width, height]] of (
  [
    ['narrow', 320, 640],
    ['screen', 1280, 800],
  ] as const
).entries())
  test(`Issue 6, 5, ${name}: a code from the desk, a passkey on the telephone, in and out and in again; the page tells it`, async () => {
    const person = adult(index);
    const { page, leave } = await site.visit(width, height);
    await withAuthenticator(page);
    await giveCode(page, person, await codeFor(person, true));
    await press(page, 'Créer une clé d’accès sur cet appareil');
    await heading(page, /Bonjour/);
    await openConnection(page);
    await page.getByText('Chrome sur Linux').first().waitFor();
    await page.getByText('un code sur papier a remplacé').waitFor();
    await assertAccessible(page, 'my sign-in');
    await press(page, 'Ajouter une clé d’accès sur cet appareil');
    await page.getByRole('alert').filter({ hasText: 'La clé d’accès n’a pas été créée' }).waitFor();

    await menu(page, 'Plus').click();
    await press(page, 'Se déconnecter');
    await press(page, 'Se connecter');
    await press(page, 'Utiliser ma clé d’accès');
    await heading(page, 'Plus');
    await openLog(page);
    await page.getByText('clé d’accès ajoutée (Chrome sur Linux)').first().waitFor();
    await page.getByText('connexion par clé d’accès').first().waitFor();
    await page.getByText('code d’activation remis au guichet').first().waitFor();
    await leave();
  });

test('Issue 6, 5: without any script, on 320 px: a password, an application by its key, recovery codes, and in', async () => {
  const person = adult(2);
  const code = await codeFor(person);
  const { page, leave } = await site.visit(320, 640, { javaScriptEnabled: false });
  await giveCode(page, person, code, false);
  assert.equal(await page.getByRole('button', { name: /clé d’accès/ }).count(), 0, 'what needs the script is not shown');
  await page.getByLabel('Identifiant de votre choix').fill('vieux.telephone');
  await page.getByLabel('Mot de passe').fill('le-gros-mirabellier-penche');
  await page.getByLabel('Le même, une seconde fois').fill('le-gros-mirabellier-penche');
  await press(page, 'Continuer');
  await heading(page, 'Vérifions que le code fonctionne');
  const secret = ((await page.locator('code').textContent()) ?? '').replaceAll(' ', '');
  await page.getByLabel('Code à 6 chiffres').fill('12');
  await press(page, 'Vérifier');
  await page.getByRole('alert').waitFor();
  await page.getByLabel('Code à 6 chiffres').fill(application(secret, 0));
  await press(page, 'Vérifier');
  await heading(page, 'Notez vos codes de secours');
  assert.equal(await page.locator('.codes li').count(), 8);
  await press(page, 'Je les ai notés : ouvrir mon carnet');
  await page.waitForURL(/\/carnet$/);

  await page.context().clearCookies();
  await page.goto(`${site.url}/entrer/citoyen`);
  await page.getByLabel('Identifiant').fill('vieux.telephone');
  await page.getByLabel('Mot de passe').fill('le-gros-mirabellier-penche');
  await press(page, 'Se connecter');
  await heading(page, 'Votre code à usage unique');
  // The code of the next step: the one of this step has served.
  await page.getByLabel('Code à 6 chiffres').fill(application(secret, 1));
  await press(page, 'Continuer');
  await page.waitForURL(/\/carnet$/);
  await leave();
});

test('Issue 6, 5: the application by its QR code, the second code, and a recovery code that closes what was open, on 390 px', async () => {
  const person = adult(5);
  const { page, leave } = await site.visit(390, 844);
  await giveCode(page, person, await codeFor(person), false);
  await page.getByLabel('Identifiant de votre choix').fill('avec.secours');
  await page.getByLabel('Mot de passe').fill('le-gros-mirabellier-penche');
  await page.getByLabel('Le même, une seconde fois').fill('le-gros-mirabellier-penche');
  await press(page, 'Continuer');
  await page.getByRole('img', { name: /QR code/ }).waitFor();
  await assertAccessible(page, 'the proof of the application');
  const secret = ((await page.locator('code').textContent()) ?? '').replaceAll(' ', '');
  await page.getByLabel('Code à 6 chiffres').fill(application(secret, 0));
  await press(page, 'Vérifier');
  await heading(page, 'Notez vos codes de secours');
  await assertAccessible(page, 'the recovery codes at sign-in');
  const code = (await page.locator('.codes code').first().textContent()) ?? '';
  await press(page, 'Je les ai notés : ouvrir mon carnet');
  await heading(page, /Bonjour/);

  const other = await site.visit(320, 640);
  await other.page.goto(`${site.url}/entrer/citoyen`);
  await other.page.getByLabel('Identifiant').fill('avec.secours');
  await other.page.getByLabel('Mot de passe').fill('le-gros-mirabellier-penche');
  await press(other.page, 'Se connecter');
  await heading(other.page, 'Votre code à usage unique');
  await assertAccessible(other.page, 'the second code');
  await press(other.page, /utiliser un code de secours/);
  await heading(other.page, 'Utiliser un code de secours');
  await other.page.getByLabel('Code de secours').fill('AAAA');
  await press(other.page, 'Continuer');
  await other.page.getByRole('alert').waitFor();
  await assertAccessible(other.page, 'the recovery code and its error');
  await other.page.getByLabel('Code de secours').fill(code);
  await press(other.page, 'Continuer');
  await heading(other.page, /Bonjour/);
  await openConnection(other.page);
  await other.page.getByText('un code de secours a servi').waitFor();
  await other.page.getByText('Il vous reste 7 codes de secours.').waitFor();
  await page.reload();
  await heading(page, 'Votre carnet de santé');
  await other.leave();
  await leave();
});

test('Issue 6, 5: in the carnet a password by e-mail is added, devices are listed and signed out, whom one may open is shown', async () => {
  const person = adult(3);
  const { page, leave } = await site.visit(390, 844);
  const other = await site.visit(1280, 800);
  for (const visit of [page, other.page]) {
    await visit.goto(`${site.url}/entrer/citoyen`);
    await visit.getByLabel('Identifiant').fill(person.login);
    await visit.getByLabel('Mot de passe').fill(demoPassword);
    await press(visit, 'Se connecter');
    await heading(visit, /Bonjour/);
  }
  await openConnection(page);
  await page.getByText('Personne fictive').waitFor();
  await page.getByRole('heading', { name: 'Carnets que je peux ouvrir' }).waitFor();
  await press(page, 'Choisir un mot de passe');
  await press(page, 'Continuer');
  await page.getByRole('alert').filter({ hasText: 'Remplissez ce champ' }).waitFor();
  await assertAccessible(page, 'the form of the password with its errors');
  await page.getByLabel('Identifiant de votre choix').fill('par.courriel');
  await page.getByLabel('Mot de passe', { exact: true }).fill('le-gros-mirabellier-penche');
  await page.getByLabel('Le même, une seconde fois').fill('le-gros-mirabellier-penche');
  await page.getByLabel('D’un courriel').check();
  await page.getByLabel('Adresse électronique').fill('quelqu.un@exemple.fr');
  await press(page, 'Continuer');
  await page.getByText('Un code a été envoyé à q…@exemple.fr').waitFor();
  await assertAccessible(page, 'the proof of the code');
  const mails = await site.visit(390, 844);
  await mails.page.goto(`${site.url}/oidc/courriels`);
  await assertAccessible(mails.page, 'the mailbox of the demonstration');
  const code = /\b\d{6}\b/.exec((await mails.page.locator('.lines').first().textContent()) ?? '')?.[0] ?? '';
  await mails.leave();
  await page.getByLabel('Code à 6 chiffres').fill(code);
  await press(page, 'Vérifier et enregistrer');
  await page.getByRole('heading', { name: 'Notez vos codes de secours' }).waitFor();
  await assertAccessible(page, 'the recovery codes');
  await press(page, 'Je les ai notés');
  await page.getByText('Il vous reste 8 codes de secours.').waitFor();

  await press(page, 'Déconnecter tous les autres appareils');
  await page.getByRole('status').filter({ hasText: '1 autre appareil est déconnecté' }).waitFor();
  await other.page.reload();
  await other.page.getByRole('heading', { level: 1, name: 'Votre carnet de santé' }).waitFor();
  await press(page, 'Supprimer');
  await page.getByRole('alertdialog').waitFor();
  await assertAccessible(page, 'the question before the password goes');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Supprimer' }).click();
  await page.getByText('Vous n’avez pas de mot de passe.').waitFor();
  await other.leave();
  await leave();
});

test('Issue 6, 5: a letter is asked for, the operator prints it, at 320 px and with the keyboard’s order', async () => {
  const person = adult(4);
  const { page, leave } = await site.visit(320, 640);
  await page.goto(`${site.url}/entrer/citoyen`);
  await press(page, 'Demander un code par courrier');
  await assertAccessible(page, 'asking for a letter');
  await page.getByLabel('Numéro de sécurité sociale').fill(person.matricule);
  await page.getByLabel('Date de naissance').fill(french(person.birthDate));
  await press(page, 'Demander le courrier');
  await heading(page, 'Votre demande est reçue');
  await assertAccessible(page, 'the request is received');
  await leave();
  const operator = desk.page;
  await operator.setViewportSize({ width: 320, height: 640 });
  await operator.goto(`${site.url}/exploitation/guichet`);
  await operator.getByRole('link', { name: 'Courriers d’activation' }).click();
  await heading(operator, 'Courriers d’activation');
  const full = new RegExp(person.birthFamily, 'i');
  await press(operator, new RegExp(`Faire le courrier de .*${person.birthFamily}`, 'i'));
  await operator.getByRole('alert').filter({ hasText: 'Écrivez l’adresse' }).waitFor();
  await assertAccessible(operator, 'the letters');
  await operator
    .getByLabel(new RegExp(`Adresse postale de .*${person.birthFamily}`, 'i'))
    .fill('3 rue du Puits\n99123 SAINT-ORME');
  await press(operator, new RegExp(`Faire le courrier de .*${person.birthFamily}`, 'i'));
  await operator.getByRole('status').filter({ hasText: full }).first().waitFor();
  const [download] = await Promise.all([
    operator.waitForEvent('download'),
    operator.getByRole('link', { name: 'Ouvrir le courrier (PDF)' }).click(),
  ]);
  assert.equal(download.suggestedFilename(), 'courrier.pdf');
  await operator.getByText('Personne n’attend de courrier.').waitFor();
  await operator.setViewportSize({ width: 1280, height: 900 });
});

/** What an authenticator application shows, `later` steps of 30 s from now. Source: RFC 6238. */
function application(secret: string, later: number): string {
  const bits = [...secret]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const mac = createHmac('sha1', key).update(counter).digest();
  return String((mac.readUInt32BE(mac.readUInt8(19) & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
