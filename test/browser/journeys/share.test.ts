import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readCode } from '../../printedCode.ts';
import { menu, signInCitizen } from '../acts.ts';
import { picture } from '../gallery/artefacts.ts';
import { assertAccessible, openSite, type Site } from '../site.ts';
import { hands } from './hand.ts';
import { star } from './stage.ts';

let site: Site;
before(async () => {
  site = await openSite();
});
after(() => site?.close());

for (const [n, hand] of hands.entries())
  test(`Issue 8, Proof, by ${hand.name}: a link is made, its QR code is read from the screen by another device and opens with the code`, async () => {
    const owner = await site.visit(hand.width, hand.height);
    await signInCitizen(site, owner.page, star(site));
    await hand.press(menu(owner.page, 'Accès'));
    await hand.press(owner.page.getByRole('main').getByRole('link', { name: /partag/i }));
    await hand.press(owner.page.getByRole('button', { name: 'Créer un lien' }));
    await hand.tick(owner.page.getByRole('group', { name: /Des documents/ }).getByRole('checkbox'));
    await hand.press(owner.page.getByRole('button', { name: 'Créer le lien' }));
    const code = owner.page.getByRole('img', { name: 'QR code du lien de partage' });
    await code.waitFor();
    const address = (await readCode(await code.screenshot(), 'QRCode')) ?? assert.fail('the QR code is not read');
    const digits = ((await owner.page.locator('.code').textContent()) ?? '').replace(/\D/g, '');
    await picture(owner.page, `journeys/share-made-${n}`);

    const reader = await site.visit(390, 844);
    await reader.page.goto(address);
    await hand.write(reader.page.getByLabel('Votre nom, ou celui de votre service'), 'Dr Lecteur Fictif');
    await hand.write(reader.page.getByLabel('Code', { exact: true }), digits);
    await hand.press(reader.page.getByRole('button', { name: 'Ouvrir' }));
    await reader.page.getByRole('heading', { level: 1, name: /^Partagé par / }).waitFor();
    await hand.press(reader.page.getByRole('button', { name: /^Lire/ }));
    await reader.page.locator('.shared-document .fragment, .shared-document .pdf-page').first().waitFor();
    await assertAccessible(reader.page, 'what was shared');
    await picture(reader.page, `journeys/share-read-${n}`);
    await reader.leave();
    await owner.leave();
  });
