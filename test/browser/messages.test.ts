import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import type { DemoPerson } from '#demo';
import { menu, signInCitizen, signInProfessional } from './acts.ts';
import { assertAccessible, openSite, type Site } from './site.ts';

let site: Site;
before(async () => {
  site = await openSite();
});
after(() => site.close());

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click();

/** What is on the screen, where MESSAGES_SCREENS names a folder: for whoever looks at the pages themselves. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.MESSAGES_SCREENS;
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}

/** Asks the professional's API as their page does. */
async function asks<T>(page: Page, method: 'GET' | 'POST', path: string, body?: object): Promise<T> {
  const answer = await page.evaluate(
    async ({ method, path, body }) => {
      const response = await fetch(`/api/pro${path}`, {
        method,
        headers: { 'x-socle': 'web', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { ok: response.ok, text: await response.text() };
    },
    { method, path, body },
  );
  assert.ok(answer.ok, answer.text);
  return (answer.text === '' ? undefined : JSON.parse(answer.text)) as T;
}

/** A photo as a telephone takes it: larger than is sent, with the place in its EXIF. */
async function photoOf(page: Page): Promise<Buffer> {
  const drawn = `(() => {
    const canvas = document.createElement('canvas');
    canvas.width = 3000;
    canvas.height = 1500;
    const pen = canvas.getContext('2d');
    pen.fillStyle = '#7a3b2e';
    pen.fillRect(0, 0, 3000, 1500);
    return canvas.toDataURL('image/jpeg', 0.9).split(',')[1];
  })()`;
  const base64 = (await page.evaluate(drawn)) as string;
  const jpeg = Buffer.from(base64, 'base64');
  const exif = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), Buffer.from('GPSLatitude 48.11')]);
  const size = Buffer.alloc(2);
  size.writeUInt16BE(exif.length + 2);
  return Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xe1]), size, exif, jpeg.subarray(2)]);
}

// People to whom the demonstration writes no letter of its own.
for (const [n, width, height] of [
  [4, 390, 844],
  [7, 1280, 800],
] as const)
  test(`Issue 7, 5 and 6, at ${width} px: a professional writes, the citizen is told, answers with a photo and a document, the professional closes; nothing for axe to say`, async () => {
    const person = site.scene.people[n] as DemoPerson;
    const [doctor] = site.scene.professionals;
    assert.ok(doctor !== undefined);
    const citizen = await site.visit(width, height);
    const { page } = citizen;
    await signInCitizen(site, page, person);
    await menu(page, 'Messages').click();
    await page.getByRole('heading', { level: 1, name: 'Mes messages' }).waitFor();
    await page.getByText('Vous n’avez pas encore de message.').waitFor();
    await assertAccessible(page, 'no messages yet');
    await picture(page, `${width}-empty`);

    await page.getByRole('link', { name: 'Réglages des messages' }).click();
    await page.getByRole('heading', { level: 1, name: 'Réglages des messages' }).waitFor();
    await page.getByLabel('Votre adresse électronique').fill(`personne${n}@exemple.fr`);
    await press(page, 'Envoyer le code');
    await page.getByLabel('Code reçu').waitFor();
    await assertAccessible(page, 'the settings of messages');
    const mails = await site.visit(390, 844);
    await mails.page.goto(`${site.url}/oidc/courriels`);
    const code = /Votre code : (\d{6})/.exec(await mails.page.content())?.[1] ?? '';
    await page.getByLabel('Code reçu').fill(code);
    await press(page, 'Confirmer l’adresse');
    await page.getByText('Votre adresse est confirmée.').waitFor();
    await page.getByText('Les avis vont à p…@exemple.fr.').waitFor();
    await picture(page, `${width}-settings`);
    await menu(page, 'Accueil').click();
    await page.getByRole('heading', { level: 1, name: /Bonjour/ }).waitFor();

    const pro = await site.visit(1280, 800);
    await signInProfessional(site, pro.page, doctor.login);
    const boxes = await asks<{ items: { id: string; kind: string }[] }>(pro.page, 'GET', '/mail/mailboxes');
    const mailbox = boxes.items.find(({ kind }) => kind === 'PER')?.id ?? '';
    const to = [{ address: `${person.matricule.toLowerCase()}@patient.mssante.fr` }];
    const words = 'Bonjour,\n\nVos résultats sont normaux.\nMontrez-moi la plaie en photo, s’il vous plaît.';
    await asks(pro.page, 'POST', `/mail/${mailbox}/messages`, { to, subject: 'Votre suivi', text: words });

    // The bar says it without a reload, and a neutral notice has left.
    await page.getByRole('link', { name: 'Messages, 1 non lu' }).waitFor();
    await picture(page, `${width}-bar`);
    await mails.page.goto(`${site.url}/oidc/courriels`);
    await mails.page.getByText('Vous avez un message').first().waitFor();
    assert.ok(!(await mails.page.content()).includes('résultats'), 'a notice says nothing of health');
    await mails.leave();
    await page.getByRole('link', { name: 'Messages, 1 non lu' }).click();
    await page.getByText('1 nouveau message').waitFor();
    await assertAccessible(page, 'the list of conversations');
    await picture(page, `${width}-list`);
    await page.locator('.doc-title').first().click();
    await page.getByText('Montrez-moi la plaie').waitFor();
    await page.getByText('Vous pouvez répondre.').waitFor();
    await menu(page, 'Messages').waitFor(); // read: the bar counts nothing any more
    await assertAccessible(page, 'a conversation');

    await press(page, 'Envoyer');
    await page.getByRole('alert').getByText('Écrivez votre message.').first().waitFor();
    await assertAccessible(page, 'a conversation with a fault');
    await page.getByLabel('Votre message').fill('Voici la photo.');
    const photo = { name: 'IMG_0042.JPG', mimeType: 'image/jpeg', buffer: await photoOf(page) };
    await page.locator('#answer-file').setInputFiles(photo);
    await page.getByText('IMG_0042.jpg').first().waitFor();
    await page.locator('#answer-file').setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('x') });
    await page.getByText('« a.txt » n’est ni une photo lisible ni un PDF.').waitFor();
    await press(page, 'Joindre un document de mon carnet');
    await press(page, /^Joindre «/);
    await page.getByText('Joint', { exact: true }).first().waitFor();
    await assertAccessible(page, 'an answer that is being written');
    await picture(page, `${width}-writing`);
    // A draft is there when one comes back.
    await menu(page, 'Accueil').click();
    await page.getByRole('heading', { level: 1, name: /Bonjour/ }).waitFor();
    await page.goBack();
    assert.equal(await page.getByLabel('Votre message').inputValue(), 'Voici la photo.');
    await page.getByText('IMG_0042.jpg').first().waitFor();
    await press(page, 'Envoyer');
    await page.getByText('Votre message est envoyé.').waitFor();
    await page.locator('.message-citizen').getByText('Voici la photo.').waitFor();
    await page.locator('.message-citizen').getByRole('link', { name: 'IHE_XDM.zip' }).waitFor();
    await assertAccessible(page, 'a conversation that was answered');
    await picture(page, `${width}-answered`);

    const threads = await asks<{ items: { newest: { content: number; folder: number; uid: number } }[] }>(
      pro.page,
      'GET',
      `/mail/${mailbox}/threads?folder=1`,
    );
    const newest = threads.items[0]?.newest;
    const got = await asks<{ text: string; attachments: { url: string; type: string }[] }>(
      pro.page,
      'GET',
      `/mail/${mailbox}/messages/${newest?.content}`,
    );
    assert.match(got.text, /Voici la photo\./);
    const image = got.attachments.find(({ type }) => type === 'image/jpeg')?.url ?? '';
    const looked = `(async () => {
      const blob = await (await fetch(${JSON.stringify(image)})).blob();
      const { width, height } = await createImageBitmap(blob);
      return { width, height, text: new TextDecoder('latin1').decode(await blob.arrayBuffer()) };
    })()`;
    const sent = (await pro.page.evaluate(looked)) as { width: number; height: number; text: string };
    assert.deepEqual([sent.width, sent.height], [2000, 1000], 'the photo is made smaller');
    assert.ok(!sent.text.includes('GPSLatitude') && !sent.text.includes('Exif'), 'the photo says no place');

    // A new message is said while the conversation is open; then the professional closes, and the form goes.
    await asks(pro.page, 'POST', `/mail/${mailbox}/messages`, {
      to,
      subject: 'Re: Votre suivi',
      text: 'C’est propre.',
      answers: newest,
    });
    await page.locator('.message-professional').getByText('C’est propre.').waitFor();
    await page
      .getByRole('status')
      .getByText(/^Nouveau message de /)
      .waitFor({ state: 'attached' });
    const { conversation } = await asks<{ conversation: { id: string } }>(
      pro.page,
      'GET',
      `/mail/${mailbox}/conversations?content=${newest?.content}`,
    );
    await asks(pro.page, 'POST', `/mail/${mailbox}/conversations/${conversation.id}/close`);
    await page.getByText('Le professionnel a fermé cette conversation.').waitFor();
    await page.getByLabel('Votre message').waitFor({ state: 'detached' });
    await assertAccessible(page, 'a closed conversation');
    await picture(page, `${width}-closed`);

    // Questions are welcome for a while: another conversation may be begun.
    const until = new Date(Date.now() + 7 * 86_400_000).toISOString();
    await asks(pro.page, 'POST', `/mail/${mailbox}/conversations/${conversation.id}/questions`, { until, replyWithinDays: 2 });
    await page.getByText('Réponse d’habitude sous 2 jours.').first().waitFor();
    await page.getByRole('link', { name: /^Écrire un nouveau message à/ }).click();
    await page.getByLabel('Objet').waitFor();
    await press(page, 'Envoyer');
    await page.getByRole('alert').getByText('Donnez un objet à votre message.').first().waitFor();
    await assertAccessible(page, 'a new message with faults');
    await picture(page, `${width}-new`);
    await page.getByLabel('Objet').fill('Une question');
    await page.getByLabel('Votre message').fill('Dois-je revenir ?');
    await press(page, 'Envoyer');
    await page.locator('.message-citizen').getByText('Dois-je revenir ?').waitFor();

    // The narrowest screen, and letters twice as large.
    await page.setViewportSize({ width: 320, height: 640 });
    await assertAccessible(page, 'a conversation at 320 px');
    await picture(page, `${width}-narrow`);
    await page.setViewportSize({ width, height });
    await page.evaluate("document.documentElement.style.fontSize = '200%'");
    await assertAccessible(page, 'a conversation in letters of 200 %');
    await picture(page, `${width}-large`);
    await page.evaluate("document.documentElement.style.fontSize = ''");

    await page.goto(`${site.url}/carnet/journal`);
    await page.getByText('vous a écrit un message').first().waitFor();
    await page
      .getByText(/Vous : message envoyé à/)
      .first()
      .waitFor();
    await picture(page, `${width}-log`);
    await citizen.leave();
    await pro.leave();
  });
